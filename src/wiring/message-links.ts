import { Remembered } from '../clients/remembered.ts';
import type { MessageLinks } from '../messages/incident-list.ts';
import type { Incident } from '../model/incident.ts';
import { days, seconds } from '../model/time.ts';
import type { Clock, Messenger } from '../ports.ts';

/** A list does not wait longer than this for links. */
const PATIENCE_MS = seconds(1);

/** As many as one list shows. */
const MOST = 40;

/** Looks up where incidents stand in their channel. An address never changes, so each is asked for once. */
export function createMessageLinks(
  messenger: Pick<Messenger, 'permalink'>,
  clock: Clock,
): (incidents: readonly Incident[]) => Promise<MessageLinks> {
  const known = new Remembered<string>(clock, { freshMs: days(30), usableMs: days(30) });
  return async (incidents) => {
    const links = new Map<string, string>();
    const asked = incidents.slice(0, MOST).map(async ({ id, message }) => {
      const url = message === null ? null : await known.get(`${message.channel}/${message.ts}`, () => ask(messenger, message));
      if (url !== null) {
        links.set(id, url);
      }
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = clock.after(PATIENCE_MS, () => resolve());
    await Promise.race([Promise.all(asked), promise]);
    cancel();
    return links;
  };
}

async function ask(messenger: Pick<Messenger, 'permalink'>, address: NonNullable<Incident['message']>): Promise<string> {
  const url = await messenger.permalink(address);
  if (url === null) {
    throw new Error('slack did not say where the message stands');
  }
  return url;
}
