import { describe, expect, it } from 'vitest';
import { createEvidenceReader } from '../../src/escalation/evidence.ts';
import type { IncidentAlert } from '../../src/model/incident.ts';
import type { MetricsReader } from '../../src/ports.ts';
import { TRIGGERED, viewOf } from '../messages/incident-views.ts';
import { ManualClock } from '../scenarios/manual-clock.ts';

const START = Date.UTC(2026, 0, 5, 0, 30);
const ALERT: IncidentAlert = {
  incidentId: 'inc_1',
  fingerprint: 'f',
  startsAt: new Date(START).toISOString(),
  status: 'firing',
  labels: { alertname: 'PVCNearFull', cluster: 'cluster-02', pvc: 'data', severity: 'warning' },
  annotations: {},
  generatorUrl: `http://prometheus.example/graph?g0.expr=${encodeURIComponent('used / size > 0.8')}&g0.tab=1`,
  firstSeenAt: START,
  resolvedAt: null,
};

/** A Prometheus whose figure grows by 0.01 a minute from 0.9, and of another volume too. */
function growing(isDown = { value: false }): MetricsReader & { clock: ManualClock } {
  const clock = new ManualClock(START);
  return {
    clock,
    instant: async (_query, _signal, options) => {
      if (isDown.value) {
        throw new Error('connection refused');
      }
      const value = 0.9 + ((options?.at ?? clock.now()) - START) / 6_000_000;
      return {
        samples: [
          { labels: { pvc: 'other' }, value: 1 },
          { labels: { __name__: 'x', pvc: 'data' }, value },
        ],
        warnings: [],
      };
    },
    range: async () => ({ series: [], warnings: [] }),
  };
}

function reader(metrics: MetricsReader & { clock: ManualClock }) {
  const kept = new Map<string, string>();
  const book = {
    get: async (id: string) => kept.get(id) ?? null,
    keep: async (id: string, value: string) => void (kept.has(id) || kept.set(id, value)),
  };
  return createEvidenceReader({ book, metricsOf: (cluster) => (cluster === 'cluster-02' ? metrics : undefined), clock: metrics.clock });
}

describe('escalation/evidence', () => {
  const { incident } = viewOf(TRIGGERED);

  it('keeps the figure of the instant at which the alert fired beside the present one', async () => {
    const metrics = growing();
    const read = reader(metrics);
    metrics.clock.advance(120_000);
    expect(await read(incident, ALERT)).toMatchObject({ atFire: '0.9', now: '0.92' });

    metrics.clock.advance(120_000);
    expect(await read(incident, { ...ALERT, startsAt: new Date(START + 60_000).toISOString() })).toMatchObject({
      atFire: '0.9',
      now: '0.94',
    });
  });

  it('still has what it was when Prometheus does not answer any more', async () => {
    const isDown = { value: false };
    const read = reader(growing(isDown));
    await read(incident, ALERT);
    isDown.value = true;

    expect(await read(incident, ALERT)).toMatchObject({ atFire: '0.9', now: null });
  });

  it('takes the figure from the alert itself where the rule writes it there', async () => {
    expect(await reader(growing())(incident, { ...ALERT, annotations: { value: '93%' } })).toMatchObject({ atFire: '93%', now: '0.9' });
  });

  it('says when the condition does not hold any more', async () => {
    expect(await reader(growing())(incident, { ...ALERT, labels: { ...ALERT.labels, pvc: 'gone' } })).toMatchObject({ now: 'gone' });
  });

  it.each([
    ['without a link', { generatorUrl: '' }],
    ['whose link holds no query', { generatorUrl: 'http://prometheus.example/graph' }],
    ['of a cluster that is not configured', { labels: { cluster: 'cluster-09' } }],
  ])('has nothing to say of an alert %s', async (_, change) => {
    expect(await reader(growing())(incident, { ...ALERT, ...change })).toBeNull();
  });
});
