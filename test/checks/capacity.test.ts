import { describe, expect, it } from 'vitest';
import { parseBlockMeta } from '../../src/checks/block-meta.ts';
import type { Block } from '../../src/checks/bucket-inventory.ts';
import { type CapacityFacts, capacity, evaluate } from '../../src/checks/capacity.ts';
import { say } from '../../src/messages/say.ts';
import { days } from '../../src/model/time.ts';
import { metaJson, ulid } from './blocks.ts';
import { evaluateContext, NOW, testConfig } from './config.ts';
import { checkContext, clusterAccess, metricsFrom } from './context.ts';
import { told } from './told.ts';

const GIB = 1_024 ** 3;
const ID = ulid(NOW);

function raw(sizeGib: number, spanDays: number): Block {
  const meta = parseBlockMeta(metaJson(ID, { minTime: NOW - days(spanDays), maxTime: NOW }));
  return { ulid: ID, sizeBytes: sizeGib * GIB, objects: 3, hasMeta: true, marks: {}, newestAt: NOW, meta };
}

const hourly = (sizeGib: number, spanDays: number): Block => {
  const meta = parseBlockMeta(metaJson(ID, { minTime: NOW - days(spanDays), maxTime: NOW, resolution: '1h' }));
  return { ...raw(sizeGib, spanDays), meta };
};

const grown = (perDayGib: number, lastGib: number) =>
  Array.from({ length: 20 }, (_, index) => ({ at: NOW - days(20 - index), value: (lastGib - perDayGib * (20 - index)) * GIB }));

function judge(change: Partial<CapacityFacts>, ...blocks: readonly Block[]) {
  const inventory = { blocks, others: [], isPartial: false };
  return evaluate({ inventory, bucketHistory: [], fills: [], ...change }, evaluateContext('*'));
}

describe('checks/capacity', () => {
  it('believes retention where a straight line would cry wolf', () => {
    const verdict = judge({ bucketHistory: grown(2, 140) }, raw(140, 10));

    expect(verdict).toMatchObject({ status: 'ok', measure: { value: 140 * GIB }, summary: { args: { untilMs: null } } });
  });

  it('warns when the bucket will be fuller than 80 % in three months', () => {
    expect(judge({ bucketHistory: grown(1, 100) }, hourly(100, 40)).status).toBe('warning');
  });

  it('is critical when 90 % is a month away', () => {
    const verdict = judge({ bucketHistory: grown(4, 140) }, hourly(140, 35));

    expect(verdict.status).toBe('critical');
    expect(Number(verdict.summary.args['untilMs']) / days(1)).toBeCloseTo(10, 0);
  });

  it('forecasts by retention alone while there is no history', () => {
    expect(judge({}, hourly(31, 31))).toMatchObject({ measure: { value: expect.closeTo(93 * GIB, -7) } });
  });

  it('names a volume or disk that will be full soon, before the bucket that is fine', () => {
    const points = Array.from({ length: 20 }, (_, index) => ({ at: NOW - days(20 - index), value: 0.5 + index * 0.02 }));
    const fills = [{ name: 'cluster-02 192.168.101.196 /', lineName: null, points, source: 'promql' }];

    expect(judge({ fills }, raw(10, 10))).toMatchObject({
      status: 'critical',
      summary: { args: { volumes: ['cluster-02 192.168.101.196 /'] } },
      outlooks: [{ status: 'critical' }, { name: say('evidence.bucket'), status: 'ok' }],
    });
  });

  it("tells the manual's example: 140 GB growing by 20 GB a month are 200 after three months and 260 after six", () => {
    const history = Array.from({ length: 90 }, (_, index) => ({ at: NOW - days(90 - index), value: (80 + (60 * index) / 90) * 1e9 }));
    const config = testConfig((yaml) => yaml.replace('capacity: 200GiB', 'capacity: 300GB').replace('1h: 90d', '1h: 900d'));
    const hour = { ...hourly(140e9 / GIB, 10), sizeBytes: 140e9 };

    const [bucket] =
      evaluate(
        { inventory: { blocks: [hour], others: [], isPartial: false }, bucketHistory: history, fills: [] },
        evaluateContext('*', config),
      ).outlooks ?? [];

    expect(bucket?.in90d?.middle).toBeCloseTo(200e9, -8);
    expect(bucket?.in180d?.middle).toBeCloseTo(260e9, -8);
    expect(Number(bucket?.untilWarning?.middleMs) / days(1)).toBe(150);
    expect(Number(bucket?.untilCritical?.middleMs) / days(1)).toBe(195);
  });

  it('carries every number of an outlook as evidence', () => {
    const points = Array.from({ length: 20 }, (_, index) => ({ at: NOW - days(20 - index), value: 0.5 + index * 0.002 }));
    const facts = told(judge({ inventory: null, fills: [{ name: 'cluster-02 prometheus-0', lineName: null, points, source: 'promql' }] }));

    expect(facts.map(({ label, unit }) => [label, unit])).toEqual([
      ['cluster-02 prometheus-0 now', 'ratio'],
      ['cluster-02 prometheus-0 in 90d', 'ratio'],
      ['cluster-02 prometheus-0 in 180d', 'ratio'],
      ['cluster-02 prometheus-0 until 80 %', 'seconds'],
      ['cluster-02 prometheus-0 until 90 %', 'seconds'],
    ]);
  });

  it('shows how full a volume is while there is too little history to forecast', () => {
    const verdict = judge(
      { fills: [{ name: 'cluster-02 prometheus-0', lineName: null, points: [{ at: NOW, value: 0.85 }], source: 'df' }] },
      raw(10, 10),
    );

    expect(verdict).toMatchObject({ status: 'warning', summary: { args: { volumes: ['cluster-02 prometheus-0'] } } });
    expect(verdict.outlooks?.[0]).toMatchObject({ now: 0.85, in90d: null, untilCritical: null });
  });

  it('does not leave out a cluster whose volumes nobody can tell', () => {
    const verdict = judge({ fills: [{ name: 'cluster-03 fullest volume', lineName: null, points: [], source: 'df' }] }, raw(10, 10));

    expect(verdict.status).toBe('unknown');
    expect(told(verdict)[0]).toMatchObject({ label: 'cluster-03 fullest volume', value: 'no figures', status: 'unknown' });
  });

  it('goes by the record of the daily check where no kubelet is scraped', async () => {
    const points = Array.from({ length: 20 }, (_, index) => ({ at: NOW - days(20 - index), value: 0.5 + index * 0.02 }));
    const history = { of: async (id: string) => (id === 'prometheus-storage' ? points : []) };

    const verdict = await capacity.run(checkContext({ thanos: metricsFrom({}), clusters: [clusterAccess('cluster-02')], history }));

    expect(verdict).toMatchObject({
      status: 'critical',
      summary: { args: { volumes: [say('evidence.fullest-volume', { cluster: 'cluster-02' })] } },
    });
  });

  it('knows nothing from nothing', () => {
    expect(judge({ inventory: null }).status).toBe('unknown');
  });
});
