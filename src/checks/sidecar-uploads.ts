import type { HealthStatus } from '../model/health.ts';
import { type EpochMs, hours } from '../model/time.ts';
import type { UploadLog } from './sidecar-log.ts';

/** What is known about one sidecar's uploads; `null` where nobody could say. */
export interface SidecarFacts {
  readonly pod: string;
  /** Newest successful upload of the last day; 0 when the sidecar has made none since it started. */
  readonly lastUploadAt: EpochMs | null;
  readonly startedAt: EpochMs | null;
  /** Failed bucket operations of the last hour. */
  readonly failedOperations: number | null;
  readonly log: UploadLog | null;
}

/** One sidecar's state; `ageMs` is the time since its last upload, `null` when there is none to count from. */
export interface UploadState {
  readonly pod: string;
  readonly status: HealthStatus;
  readonly kind: 'uploading' | 'starting' | 'failing' | 'late' | 'never' | 'log-only' | 'unmeasured';
  readonly ageMs: number | null;
  readonly error: string | null;
}

/** Prometheus cuts a block every two hours; one hour of slack. */
const LATE_MS = hours(3);
/** By now the local retention may have deleted what was never uploaded. */
const LOST_MS = hours(5);

/**
 * Judges one sidecar.
 *
 * The upload time is 0 from each start of the process until its first upload, so a young process is not late yet.
 */
export function uploadState(facts: SidecarFacts, now: EpochMs): UploadState {
  const error = facts.log?.lastError ?? null;
  const base = { pod: facts.pod, error };
  if (facts.lastUploadAt === null) {
    return { ...base, ...byLogAlone(facts, now) };
  }
  const isFailing = error !== null || (facts.failedOperations ?? 0) > 0;
  if (facts.lastUploadAt > 0) {
    const ageMs = Math.max(0, now - facts.lastUploadAt);
    if (ageMs <= LATE_MS || isYoung(facts, now)) {
      return { ...base, ageMs, kind: isFailing ? 'failing' : 'uploading', status: isFailing ? 'warning' : 'ok' };
    }
    return { ...base, ageMs, kind: isFailing ? 'failing' : 'late', status: ageMs > LOST_MS ? 'critical' : 'warning' };
  }
  if (isYoung(facts, now)) {
    return { ...base, ageMs: null, kind: isFailing ? 'failing' : 'starting', status: isFailing ? 'warning' : 'ok' };
  }
  return { ...base, ageMs: null, kind: isFailing ? 'failing' : 'never', status: 'critical' };
}

function isYoung(facts: SidecarFacts, now: EpochMs): boolean {
  return facts.startedAt !== null && now - facts.startedAt < LATE_MS;
}

function byLogAlone(facts: SidecarFacts, now: EpochMs): Pick<UploadState, 'status' | 'kind' | 'ageMs'> {
  const { log } = facts;
  const startedAt = log?.lastStartedAt ?? null;
  const ageMs = startedAt === null ? null : Math.max(0, now - startedAt);
  if (log !== null && log.lastError !== null) {
    return { status: ageMs !== null && ageMs <= LATE_MS ? 'warning' : 'critical', kind: 'failing', ageMs };
  }
  if (ageMs !== null && ageMs <= LATE_MS) {
    return { status: 'ok', kind: 'log-only', ageMs };
  }
  return { status: 'unknown', kind: 'unmeasured', ageMs };
}
