import type { Check } from '../checks/check.ts';
import type { Config } from '../config/config.ts';
import { digestMessage } from '../messages/digest.ts';
import { notesMessage } from '../messages/digest-notes.ts';
import { digestThread } from '../messages/digest-thread.ts';
import { attachedReport } from '../messages/report-file.ts';
import type { View } from '../messages/view.ts';
import type { Digest, DigestKind } from '../model/digest.ts';
import type { HealthReport } from '../model/health.ts';
import type { Message } from '../model/message.ts';
import { type DurationMs, days, type EpochMs, minutes, seconds } from '../model/time.ts';
import type { Announcer } from './announcer.ts';
import { composeDigest } from './compose.ts';
import type { DigestNotes } from './notes.ts';
import { digestPictures } from './pictures.ts';
import type { ReportStore } from './report-store.ts';
import type { CheckRunner } from './run.ts';

export interface DigestDependencies {
  readonly config: Config;
  readonly checks: readonly Check[];
  readonly runner: CheckRunner;
  readonly reports: ReportStore;
  readonly announcer: Announcer;
  readonly posted: PostedDigests;
  /** What the daily digest says besides its checks. */
  readonly notes?: DigestNotes;
}

/** Which scheduled time a digest stood for, by its id: a click on "run again" carries no more than that. */
export interface PostedDigests {
  remember(digestId: string, posted: { readonly kind: DigestKind; readonly slot: EpochMs }): Promise<void>;
  find(digestId: string): Promise<{ readonly kind: DigestKind; readonly slot: EpochMs } | null>;
}

/** The daily round must be short; the reviews read weeks of logs and months of metrics. */
const DEADLINES_MS: Readonly<Record<DigestKind, DurationMs>> = {
  daily: seconds(45),
  weekly: minutes(2),
  monthly: minutes(2),
  quarterly: minutes(10),
};

/** Long enough to set a quarter beside the same quarter of the year before. */
const KEEP_MS = days(400);

/**
 * Runs all checks of a cadence and keeps the report; posts nothing.
 *
 * @param slot - The scheduled time it stands for. It is compared with the last run before that, so that running again on the same day still
 *   compares with yesterday.
 */
export async function measure(
  { checks, runner, reports }: Pick<DigestDependencies, 'checks' | 'runner' | 'reports'>,
  kind: DigestKind,
  slot: EpochMs,
  lateMs: DurationMs = 0,
): Promise<{ readonly digest: Digest; readonly report: HealthReport; readonly before: HealthReport | null }> {
  const report = await runner.run({ checks: checks.filter((check) => check.cadence === kind), deadlineMs: DEADLINES_MS[kind] });
  const before = await reports.before(kind, slot);
  await reports.save(kind, report);
  await reports.prune(report.startedAt - KEEP_MS);
  return { digest: composeDigest(kind, report, before, { lateMs }), report, before };
}

/** Pictures for each digest; the rarer ones are also filed, so their thread has the whole report as files. */
function attachments(digest: Digest, report: HealthReport, before: HealthReport | null, view: View): readonly Message[] {
  const pictures = digestPictures(report, before, view);
  const isFiled = digest.kind === 'monthly' || digest.kind === 'quarterly';
  return isFiled ? [...pictures, attachedReport(digest, before?.startedAt ?? null, view)] : pictures;
}

/** Runs the checks of a cadence and announces the digest. A second run for the same slot edits the same message. */
export async function postDigest(
  dependencies: DigestDependencies,
  kind: DigestKind,
  slot: EpochMs,
  lateMs: DurationMs = 0,
): Promise<Digest> {
  const { config, announcer, posted } = dependencies;
  const { digest, report, before } = await measure(dependencies, kind, slot, lateMs);
  const channel = config.slack.channels.digest;
  const options = { locale: config.slack.locales[channel] ?? config.locale, timeZone: config.timezone };
  const notes = kind === 'daily' ? ((await dependencies.notes?.notes(digest.finishedAt)) ?? []) : [];
  await posted.remember(digest.id, { kind, slot });
  await announcer.announce({
    key: `digest:${kind}:${slot}`,
    channel,
    message: digestMessage(digest, options, notes),
    thread: [
      ...(notes.length === 0 ? [] : [notesMessage(notes, options)]),
      ...digestThread(digest, options),
      ...attachments(digest, report, before, options),
    ],
  });
  return digest;
}
