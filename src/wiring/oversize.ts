import type { Config } from '../config/config.ts';
import type { Announcer } from '../digest/announcer.ts';
import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import { localTime } from '../model/time.ts';
import type { Clock } from '../ports.ts';

/** Tells the incident channel, once a day and source, that alerts were refused unseen. */
export async function announceOversize(
  { announcer, config, clock }: { readonly announcer: Announcer; readonly config: Config; readonly clock: Clock },
  cluster: string | null,
): Promise<void> {
  const channel = config.slack.channels.incidents;
  const view = { locale: config.slack.locales[channel] ?? config.locale, timeZone: config.timezone };
  const source = cluster ?? 'default';
  await announcer.announce({
    key: `oversize:${source}:${localTime(clock.now(), config.timezone).date}`,
    channel,
    message: sentenceMessage(say('webhook.oversize', { source }), view),
    thread: [],
  });
}
