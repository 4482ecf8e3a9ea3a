import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Announcer } from '../digest/announcer.ts';
import { silenceEndingMessage, type Wish, wishesOf } from '../messages/silences.ts';
import { wishOf } from '../model/matcher.ts';
import { type DurationMs, type EpochMs, minutes } from '../model/time.ts';
import type { Clock, ClusterAccess } from '../ports.ts';
import { SHORT_SILENCE_MS } from './silence-short.ts';
import { surveySilences } from './silence-survey.ts';

/** How long before its end a silence is announced. */
const NOTICE_MS = minutes(15);

/** Whoever made a shorter one still remembers it. */
const SHORTEST_MS = minutes(30);

const DEADLINE_MS = minutes(1);

/** What the button of a notice extends. */
export interface SilenceNotice {
  readonly places: readonly { readonly cluster: string; readonly id: string }[];
  readonly endsAt: EpochMs;
  readonly lengthMs: DurationMs;
}

/** Notices that were given. Implemented by `store/silence-notices.ts`. */
export interface SilenceNoticeBook {
  get(id: string): Promise<SilenceNotice | null>;
  keep(id: string, notice: SilenceNotice, at: EpochMs): Promise<void>;
}

export interface SilenceNoticesDependencies {
  readonly clusters: readonly ClusterAccess[];
  readonly book: SilenceNoticeBook;
  readonly announcer: Announcer;
  readonly config: Pick<Config, 'slack' | 'locale' | 'timezone'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Tells the owner and the channel that a silence is about to end, whoever made it and wherever. Once for each end. */
export async function announceEndings(dependencies: SilenceNoticesDependencies): Promise<void> {
  const { clusters, book, clock } = dependencies;
  const now = clock.now();
  const survey = await surveySilences(clusters, AbortSignal.timeout(DEADLINE_MS));
  for (const wish of wishesOf(survey).filter((each) => isEnding(each, now))) {
    const id = noticeId(wish);
    if ((await book.get(id)) === null) {
      const { startsAt, endsAt } = wish.silence;
      const notice = { places: wish.places, endsAt, lengthMs: Math.min(wholeMinutes(endsAt - startsAt), SHORT_SILENCE_MS) };
      // Announced first: announcing again under the same key repeats nothing, a notice that was only noted would be lost.
      await announce(dependencies, id, wish, notice);
      await book.keep(id, notice, now);
    }
  }
}

function isEnding({ silence }: Wish, now: EpochMs): boolean {
  const { state, startsAt, endsAt } = silence;
  return state === 'active' && endsAt > now && endsAt - now <= NOTICE_MS && endsAt - startsAt >= SHORTEST_MS;
}

/** The channel hears of it only when something would be heard again; the owner always does. */
async function announce(
  { announcer, config }: SilenceNoticesDependencies,
  id: string,
  wish: Wish,
  { lengthMs }: SilenceNotice,
): Promise<void> {
  const { createdBy } = wish.silence;
  const owner = /^[UW][A-Z0-9]+$/.test(createdBy) ? [createdBy] : [];
  const { incidents } = config.slack.channels;
  const channel = wish.hides.length > 0 || owner.length === 0 ? [incidents] : [];
  for (const place of [...owner, ...channel]) {
    const view = { locale: config.slack.locales[place] ?? config.locale, timeZone: config.timezone };
    const message = silenceEndingMessage(wish, { noticeId: id, lengthMs }, view);
    await announcer.announce({ key: `silence-ending:${id}:${place}`, channel: place, message, thread: [] });
  }
}

/** Alertmanager lets a silence begin when it arrives, a little after the wish. */
function wholeMinutes(durationMs: DurationMs): DurationMs {
  return Math.round(durationMs / minutes(1)) * minutes(1);
}

function noticeId({ silence, places }: Wish): string {
  const ids = places.map(({ cluster, id }) => `${cluster}/${id}`).toSorted();
  return `sil_${createHash('sha256')
    .update(JSON.stringify([wishOf(silence), ids]))
    .digest('hex')
    .slice(0, 12)}`;
}
