import { say } from '../messages/say.ts';
import type { Evidence, HealthStatus } from '../model/health.ts';
import type { Phrase, Words } from '../model/phrase.ts';
import { type EpochMs, hours } from '../model/time.ts';
import type { Coverage } from './store-coverage.ts';

const SOURCE = 'GET /api/v1/stores minTime, maxTime';

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
    : [
        ...open,
        fact(
          say('evidence.clusters', { count: covered.length }),
          say('evidence.covered', { overlapMs: closest.overlapMs, cluster: closest.cluster }),
          'ok',
        ),
      ];
}

function fact(place: Words, value: Phrase, status: HealthStatus): Evidence {
  return { label: say('evidence.coverage', { place }), value, unit: 'text', source: SOURCE, status };
}

function inWords(coverage: Exclude<Coverage, { kind: 'covered' }>): Phrase {
  switch (coverage.kind) {
    case 'gap': {
      const { from, until, labels } = coverage;
      return say('evidence.uncovered', { lengthMs: until - from, from: instant(from), until: instant(until), labels });
    }
    case 'no-blocks':
      return say('evidence.nothing-loaded', { until: instant(coverage.until), labels: coverage.labels });
    case 'young':
      return say('evidence.too-young');
    case 'unstated':
      return say('evidence.start-unstated');
  }
}

function instant(at: EpochMs): string {
  return new Date(at).toISOString();
}
