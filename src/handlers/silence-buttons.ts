import type { AuditLog } from '../actions/audit-log.ts';
import { authorise } from '../actions/authorise.ts';
import type { SilenceNotice, SilenceNoticeBook } from '../actions/silence-notices.ts';
import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import { UpstreamError, UserError } from '../model/errors.ts';
import type { Phrase, Words } from '../model/phrase.ts';
import { type DurationMs, type EpochMs, roughDuration, seconds } from '../model/time.ts';
import type { Access, Clock, ClusterAccess } from '../ports.ts';
import type { Click, ClickHandlers } from './interaction-router.ts';

const DEADLINE_MS = seconds(20);

/** Ends that are closer than this are the same end. */
const SAME_END_MS = seconds(60);

export interface SilenceButtonsDependencies {
  readonly clusters: readonly ClusterAccess[];
  readonly book: SilenceNoticeBook;
  readonly maxSilenceMs: DurationMs;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** The button below the notice that a silence ends. */
export function silenceButtons(dependencies: SilenceButtonsDependencies): ClickHandlers {
  return {
    extend: async (click, answer, view) => {
      await answer.show(sentenceMessage(await extend(dependencies, click), view));
    },
  };
}

/** Whoever presses second finds it extended already. @throws UserError */
async function extend(dependencies: SilenceButtonsDependencies, click: Click): Promise<Phrase> {
  await authorise(dependencies, click.userId, 'responder', { action: 'extend', subject: click.reference.id });
  const notice = await dependencies.book.get(click.reference.id);
  if (notice === null) {
    throw new UserError(say('silence.noticeGone'));
  }
  const until = notice.endsAt + notice.lengthMs;
  const outcomes = await Promise.all(notice.places.map((place) => extendOne(dependencies, place, notice, until)));
  const failed = outcomes.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  const done = outcomes.flatMap(({ cluster, failure }) => (failure === null ? [cluster] : []));
  await dependencies.audit.append({
    at: dependencies.clock.now(),
    actor: click.userId,
    action: 'extend',
    subject: click.reference.id,
    outcome: failed.length === 0 ? 'succeeded' : 'failed',
    details: { until, clusters: done.join(', ') },
  });
  return failed.length === 0
    ? say('silence.extended', { clusters: done, until })
    : say('silence.extendedPartly', { done, missing: failed });
}

async function extendOne(
  { clusters, maxSilenceMs, clock }: SilenceButtonsDependencies,
  { cluster, id }: SilenceNotice['places'][number],
  { endsAt }: SilenceNotice,
  until: EpochMs,
): Promise<{ readonly cluster: string; readonly failure: Words | null }> {
  const alertmanager = clusters.find(({ name }) => name === cluster)?.alertmanager;
  const signal = AbortSignal.timeout(DEADLINE_MS);
  try {
    const silence = (await alertmanager?.silences(signal))?.find((each) => each.id === id);
    if (alertmanager === undefined || silence === undefined || silence.state === 'expired' || silence.endsAt <= clock.now()) {
      return { cluster, failure: cluster };
    }
    if (until - silence.startsAt > maxSilenceMs) {
      throw new UserError(say('silence.tooLong', { most: roughDuration(maxSilenceMs) }));
    }
    if (silence.endsAt - endsAt > SAME_END_MS) {
      return { cluster, failure: null };
    }
    const { matchers, startsAt, createdBy, comment } = silence;
    await alertmanager.createSilence({ id, matchers, startsAt, endsAt: until, createdBy, comment }, signal);
    return { cluster, failure: null };
  } catch (error) {
    if (error instanceof UpstreamError) {
      return { cluster, failure: say('reason.of', { what: cluster, reason: error.said }) };
    }
    throw error;
  }
}
