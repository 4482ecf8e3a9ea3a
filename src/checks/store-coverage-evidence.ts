import type { Evidence, HealthStatus } from '../model/health.ts';
import { hours, roughDuration } from '../model/time.ts';
import type { Coverage } from './store-coverage.ts';

const SOURCE = 'GET /api/v1/stores minTime, maxTime';
const SUBJECT = 'Store Gateway to Sidecar';

/** A gap as long as a block is no matter of timing any more. */
const CRITICAL_MS = hours(2);

export function coverageStatus(coverage: Coverage): HealthStatus {
  switch (coverage.kind) {
    case 'gap':
      return coverage.until - coverage.from >= CRITICAL_MS ? 'critical' : 'warning';
    case 'no-blocks':
      return 'warning';
    case 'unstated':
      return 'unknown';
    case 'covered':
    case 'young':
      return 'ok';
  }
}

/** One fact for each cluster that is not covered, and one for all that are: the closest of them. */
export function coverageEvidence(coverages: readonly Coverage[]): readonly Evidence[] {
  const covered = coverages.filter((each) => each.kind === 'covered').toSorted((a, b) => a.overlapMs - b.overlapMs);
  const open = coverages.filter((each) => each.kind !== 'covered').map((each) => fact(each.cluster, inWords(each), coverageStatus(each)));
  const [closest] = covered;
  return closest === undefined
    ? open
    : [...open, fact(`${covered.length} clusters`, `no gap, least overlap ${roughDuration(closest.overlapMs)} (${closest.cluster})`, 'ok')];
}

function fact(subject: string, value: string, status: HealthStatus): Evidence {
  return { label: `${subject}: ${SUBJECT}`, value, unit: 'text', source: SOURCE, status };
}

function inWords(coverage: Exclude<Coverage, { kind: 'covered' }>): string {
  switch (coverage.kind) {
    case 'gap': {
      const { from, until, labels } = coverage;
      return `${roughDuration(until - from)} in no answer, ${new Date(from).toISOString()} to ${new Date(until).toISOString()} ${labels}`;
    }
    case 'no-blocks':
      return `no blocks loaded, nothing before ${new Date(coverage.until).toISOString()} ${coverage.labels}`;
    case 'young':
      return 'no blocks loaded yet, the Sidecar is too young';
    case 'unstated':
      return 'the Sidecar does not say where its data begins: no block yet, or no object storage configured';
  }
}
