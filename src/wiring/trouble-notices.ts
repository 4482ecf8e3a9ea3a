import type { Config } from '../config/config.ts';
import type { Announcer } from '../digest/announcer.ts';
import type { IncidentStore } from '../escalation/incident-store.ts';
import type { ParkedThing } from '../escalation/parking.ts';
import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import type { Phrase } from '../model/phrase.ts';
import { localTime } from '../model/time.ts';
import type { Clock } from '../ports.ts';

/** What happens inside the bot and people must know of, as it may mean that somebody is not called. */
export interface TroubleNotices {
  /** Alerts were refused unseen. */
  oversize(cluster: string | null): Promise<void>;
  /** Something arrived on the webhook that is no notification. */
  unreadable(source: string): Promise<void>;
  /** Something failed too often and is left alone. */
  parked(parked: ParkedThing): Promise<void>;
}

export interface TroubleNoticesDependencies {
  readonly announcer: Announcer;
  readonly store: Pick<IncidentStore, 'get'>;
  readonly config: Config;
  readonly clock: Clock;
}

/** Tells the incident channel, once a day and cause. */
export function createTroubleNotices({ announcer, store, config, clock }: TroubleNoticesDependencies): TroubleNotices {
  const channel = config.slack.channels.incidents;
  const view = { locale: config.slack.locales[channel] ?? config.locale, timeZone: config.timezone };
  const announce = async (cause: string, phrase: Phrase): Promise<void> => {
    const { date } = localTime(clock.now(), config.timezone);
    await announcer.announce({ key: `${cause}:${date}`, channel, message: sentenceMessage(phrase, view), thread: [] });
  };
  const titleOf = async (incidentId: string | null): Promise<string> => {
    // An incident may be parked just because it cannot be read.
    const incident = incidentId === null ? null : await store.get(incidentId).catch(() => null);
    return incident?.title ?? '';
  };
  return {
    oversize: (cluster) => {
      const source = cluster ?? 'default';
      return announce(`oversize:${source}`, say('webhook.oversize', { source }));
    },
    unreadable: (source) => announce(`unreadable:${source}`, say('webhook.unreadable', { source })),
    parked: async ({ part, incidentId }) => {
      const title = await titleOf(incidentId);
      const id = incidentId ?? '';
      const phrase = part === 'messages' ? say('parked.message', { id, title }) : say('parked.incident', { part, id, title });
      await announce(`parked:${part}:${id}`, phrase);
    },
  };
}
