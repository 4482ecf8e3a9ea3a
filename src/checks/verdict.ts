import type { Evidence, HealthStatus, Unit, Verdict } from '../model/health.ts';
import type { Phrase } from '../model/phrase.ts';

/** Builds a verdict; a check without a headline number leaves the measure out. */
export function verdict(
  status: HealthStatus,
  summary: Phrase,
  evidence: readonly Evidence[],
  measure?: { readonly value: number; readonly unit: Unit },
): Verdict {
  return measure === undefined ? { status, summary, evidence } : { status, summary, evidence, measure };
}

/** Judges a number that is better when small. */
export function aboveLimits(value: number, limits: { readonly warning: number; readonly critical?: number }): HealthStatus {
  if (Number.isNaN(value)) {
    return 'unknown';
  }
  if (limits.critical !== undefined && value >= limits.critical) {
    return 'critical';
  }
  return value >= limits.warning ? 'warning' : 'ok';
}
