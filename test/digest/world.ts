import type { Check } from '../../src/checks/check.ts';
import { type CheckRunner, createCheckRunner, type RunnerDependencies } from '../../src/digest/run.ts';
import { say } from '../../src/messages/say.ts';
import type { CheckReport, HealthReport, HealthStatus, Verdict } from '../../src/model/health.ts';
import type { Logger } from '../../src/ports.ts';
import { NOW, testConfig } from '../checks/config.ts';
import { clusterAccess, deadMetrics, memoryOf, noScanner } from '../checks/context.ts';

export interface LoggedError {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export function silentLogger(errors: LoggedError[] = []): Logger {
  const nothing = (): undefined => undefined;
  const logger: Logger = {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (fields, message) => errors.push({ fields, message }),
    child: () => logger,
  };
  return logger;
}

/** Deadlines that a test fires itself, by their length. */
export function manualDeadlines(): { make: (durationMs: number) => AbortSignal; fire: (durationMs: number) => void } {
  const made: { durationMs: number; controller: AbortController }[] = [];
  const due = new Set<number>();
  return {
    make(durationMs) {
      const controller = new AbortController();
      made.push({ durationMs, controller });
      if (due.has(durationMs)) {
        controller.abort();
      }
      return controller.signal;
    },
    fire(durationMs) {
      due.add(durationMs);
      for (const { controller } of made.filter((each) => each.durationMs === durationMs)) {
        controller.abort();
      }
    },
  };
}

const never = (): AbortSignal => new AbortController().signal;

export function runner(parts: Partial<RunnerDependencies> = {}): CheckRunner {
  let ids = 0;
  return createCheckRunner({
    config: testConfig(),
    clusters: ['cluster-01', 'cluster-02', 'cluster-03'].map((name) => clusterAccess(name)),
    thanos: deadMetrics,
    bucket: null,
    scanner: noScanner,
    memory: memoryOf(),
    history: { of: () => Promise.resolve([]) },
    clock: { now: () => NOW, after: () => () => undefined },
    logger: silentLogger(),
    newId: (prefix) => {
      ids += 1;
      return `${prefix}-${ids}`;
    },
    makeDeadline: never,
    stopwatchMs: () => 0,
    ...parts,
  });
}

/** A check that answers whatever a test says. */
export function check(id: string, run: Check['run'], scope: Check['scope'] = 'cluster'): Check {
  return { id, scope, cadence: 'daily', timeoutMs: 20_000, remedy: { kind: 'runbook', id }, run };
}

export const fine: Verdict = { status: 'ok', summary: say('checks.pods-ok', { count: 12 }), evidence: [] };

export function report(checkId: string, cluster: string, status: HealthStatus, change: Partial<CheckReport> = {}): CheckReport {
  const summary = say('checks.alerts-ok', { active: 0, quiet: 0, names: [] });
  return { checkId, cluster, status, summary, evidence: [], observedAt: NOW, durationMs: 5, ...change };
}

export function health(reports: readonly CheckReport[], startedAt = NOW, id = 'report-1'): HealthReport {
  return { id, startedAt, finishedAt: startedAt + 41_000, reports };
}
