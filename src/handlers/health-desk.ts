import type { AuditLog } from '../actions/audit-log.ts';
import { benchmark } from '../checks/benchmark.ts';
import { errorReviewOf, type LogScope } from '../checks/error-review.ts';
import type { CheckMemory } from '../checks/memory.ts';
import { readTicks, writeTick } from '../checks/security/checklist.ts';
import type { ReportStore } from '../digest/report-store.ts';
import type { CheckRunner } from '../digest/run.ts';
import type { DigestKind } from '../model/digest.ts';
import type { HealthReport } from '../model/health.ts';
import type { Message } from '../model/message.ts';
import type { Locale } from '../model/phrase.ts';
import type { SecurityTick } from '../model/security-item.ts';
import { type DurationMs, minutes } from '../model/time.ts';
import type { Messenger } from '../ports.ts';

/** A report and the one of its kind before it. */
export interface ComparedReport {
  readonly report: HealthReport;
  readonly before: HealthReport | null;
}

/** Where commands ask for more than a round of checks: logs, a benchmark, reports on record, the security checklist. */
export interface HealthDesk {
  /** `cluster: null` means every cluster. */
  reviewLogs(scope: LogScope, cluster: string | null, signal: AbortSignal): Promise<HealthReport>;
  /** Runs for minutes. Kept, so that the next one can be compared with it. */
  benchmark(signal: AbortSignal): Promise<ComparedReport>;
  /** The newest digest of a kind, or `null`. */
  latest(kind: DigestKind): Promise<ComparedReport | null>;
  ticks(): Promise<readonly SecurityTick[]>;
  tick(made: SecurityTick): Promise<void>;
  /** Says something in the direct message with a person, files and pictures included. Resolves to why Slack refused, or `null`. */
  send(userId: string, message: Message, locale: Locale): Promise<string | null>;
}

interface Dependencies {
  readonly runner: CheckRunner;
  readonly reports: ReportStore;
  readonly memory: CheckMemory;
  readonly audit: AuditLog;
  readonly messenger: Pick<Messenger, 'post'>;
}

export const BENCHMARK_DEADLINE_MS: DurationMs = minutes(8);

/** Reports that a person asked for; the scheduled ones are kept under their cadence. */
const BENCHMARK_KIND = 'benchmark';

export function createHealthDesk({ runner, reports, memory, audit, messenger }: Dependencies): HealthDesk {
  return {
    reviewLogs: (scope, cluster, signal) =>
      runner.run({ checks: [errorReviewOf(scope)], signal, ...(cluster === null ? {} : { clusters: [cluster] }) }),

    async benchmark(signal) {
      const earlier = await Promise.all([reports.latest(BENCHMARK_KIND), reports.latest('quarterly')]);
      const before = earlier.filter((each) => each !== null).toSorted((a, b) => b.startedAt - a.startedAt)[0] ?? null;
      const report = await runner.run({ checks: [benchmark], signal, deadlineMs: BENCHMARK_DEADLINE_MS });
      await reports.save(BENCHMARK_KIND, report);
      return { report, before };
    },

    async latest(kind) {
      const report = await reports.latest(kind);
      return report === null ? null : { report, before: await reports.before(kind, report.startedAt) };
    },

    ticks: () => readTicks(memory),

    async tick(made) {
      await writeTick(memory, made);
      const { at, by: actor, item: subject, note } = made;
      await audit.append({ at, actor, action: 'security done', subject, outcome: 'succeeded', details: { note } });
    },

    async send(userId, message, locale) {
      const outcome = await messenger.post({ channel: userId, locale }, message, 'bulk');
      return outcome.kind === 'delivered' ? null : outcome.reason;
    },
  };
}
