import type { MeasureHistory } from '../checks/memory.ts';
import type { HealthReport } from '../model/health.ts';
import type { EpochMs } from '../model/time.ts';

/** Keeps health reports by kind: a cadence, or `adhoc` for what a person asked. */
export interface ReportStore extends MeasureHistory {
  save(kind: string, report: HealthReport): Promise<void>;
  get(id: string): Promise<HealthReport | null>;
  latest(kind: string): Promise<HealthReport | null>;
  /** The newest report of a kind that started before an instant. */
  before(kind: string, at: EpochMs): Promise<HealthReport | null>;
  /** Deletes what is older; returns how many. */
  prune(olderThan: EpochMs): Promise<number>;
}
