import { describe, expect, it } from 'vitest';
import { parseBlockMeta, ulidTime } from '../../src/checks/block-meta.ts';
import { evaluate as freshness } from '../../src/checks/bucket-freshness.ts';
import { flawsOf, evaluate as integrity } from '../../src/checks/bucket-integrity.ts';
import type { Block, BucketInventory, Mark } from '../../src/checks/bucket-inventory.ts';
import { evaluate as retention } from '../../src/checks/bucket-retention.ts';
import { plain } from '../../src/messages/wording.ts';
import type { Resolution } from '../../src/model/cluster.ts';
import { type EpochMs, hours } from '../../src/model/time.ts';
import { metaJson, ulid } from './blocks.ts';
import { evaluateContext, NOW, testConfig } from './config.ts';
import { told } from './told.ts';

interface Shape {
  readonly cluster?: string;
  readonly replica?: string;
  readonly resolution?: Resolution;
  /** Hours before now. */
  readonly from: number;
  readonly to: number;
  readonly madeAt?: EpochMs;
  readonly level?: number;
  readonly marks?: Readonly<Partial<Record<Mark, EpochMs>>>;
}

let sequence = 0;

function block({
  cluster = 'cluster-02',
  replica = 'prometheus-0',
  resolution = 'raw',
  from,
  to,
  madeAt,
  level = 2,
  marks = {},
}: Shape): Block {
  sequence += 1;
  const id = ulid(madeAt ?? NOW - hours(to), `${sequence}`);
  const meta = parseBlockMeta(metaJson(id, { cluster, replica, resolution, level, minTime: NOW - hours(from), maxTime: NOW - hours(to) }));
  return { ulid: id, sizeBytes: 100, objects: 3, hasMeta: true, marks, newestAt: NOW - hours(to), meta };
}

const inventory = (...blocks: readonly Block[]): BucketInventory => ({ blocks, others: [], isPartial: false });
const one = testConfig((yaml) =>
  yaml.replace(/ {2}- \{ name: cluster-0[13].*\n/g, '').replace('cluster: cluster-01', 'cluster: cluster-02'),
);
const ctx = evaluateContext('*', one);

describe('checks/bucket-freshness', () => {
  it.each([
    [1, 'ok'],
    [3.4, 'ok'],
    [3.6, 'warning'],
    [5.1, 'critical'],
  ])('judges newest data %f hours old as %s', (age, status) => {
    expect(freshness(inventory(block({ from: 30, to: age })), ctx).status).toBe(status);
  });

  it('does not let a fresh replica hide a late one', () => {
    const both = [
      block({ cluster: 'cluster-01', from: 4, to: 2 }),
      block({ cluster: 'cluster-01', replica: 'prometheus-1', from: 20, to: 9 }),
    ];
    const others = ['cluster-02', 'cluster-03'].map((cluster) => block({ cluster, from: 4, to: 2 }));

    const verdict = freshness(inventory(...both, ...others), evaluateContext('*'));

    expect(verdict.status).toBe('critical');
    expect(plain('en', verdict.summary)).toMatch(/: cluster-01 9h$/);
    expect(plain('ko', verdict.summary)).toMatch(/: cluster-01 9시간$/);
  });

  it('forgives what a replica of the past left behind', () => {
    expect(freshness(inventory(block({ from: 4, to: 2 }), block({ replica: 'prometheus-1', from: 90, to: 80 })), ctx).status).toBe('ok');
  });

  it('misses a cluster without any block', () => {
    expect(freshness(inventory(), ctx).status).toBe('critical');
  });

  it('knows nothing after a listing that was cut off', () => {
    expect(freshness({ ...inventory(block({ from: 4, to: 2 })), isPartial: true }, ctx).status).toBe('unknown');
  });
});

describe('checks/bucket-retention', () => {
  const d = 24;
  const whole = [
    block({ from: 9 * d, to: 7 * d }),
    block({ from: 2 * d, to: 2 }),
    block({ from: 30 * d, to: 16 * d, resolution: '5m' }),
    block({ from: 60 * d, to: 46 * d, resolution: '1h' }),
  ];

  it('passes a block that began long before its retention and ended within it', () => {
    expect(retention(inventory(...whole), ctx).status).toBe('ok');
  });

  it('reports a block past its retention that nobody marked', () => {
    const verdict = retention(inventory(...whole, block({ from: 12 * d, to: 8 * d })), ctx);

    expect(verdict).toMatchObject({ status: 'warning', summary: { args: { overdue: 1 } } });
  });

  it('waits for the two days between mark and deletion', () => {
    const marked = (ago: number) => block({ from: 12 * d, to: 9 * d, marks: { deletion: NOW - hours(ago) } });

    expect(retention(inventory(...whole, marked(50)), ctx).status).toBe('ok');
    expect(retention(inventory(...whole, marked(55)), ctx)).toMatchObject({ status: 'warning', summary: { args: { stuck: 1 } } });
  });

  it.each([
    ['three days of data', 3, 'ok', []],
    ['five days of data', 5, 'warning', ['cluster-02 5m']],
    ['seventeen days of data', 17, 'warning', ['cluster-02 5m', 'cluster-02 1h']],
  ])('asks of %s only the resolutions that are due', (_name, age, status, missing) => {
    const verdict = retention(inventory(block({ from: age * d, to: 2 })), ctx);

    expect(verdict.status).toBe(status);
    expect(verdict.summary.args['missing'] ?? []).toEqual(missing);
  });

  it('is critical without raw data', () => {
    expect(retention(inventory(block({ from: 3 * d, to: 2 * d, resolution: '5m' })), ctx).status).toBe('critical');
  });
});

describe('checks/bucket-integrity', () => {
  it('passes neighbouring blocks', () => {
    expect(integrity(inventory(block({ from: 6, to: 4 }), block({ from: 4, to: 2 })), ctx)).toMatchObject({
      status: 'ok',
      measure: { value: 0 },
    });
  });

  it('reports blocks of one producer that overlap', () => {
    const verdict = integrity(inventory(block({ from: 8, to: 4, level: 2 }), block({ from: 6, to: 2, level: 1 })), ctx);

    expect(verdict.status).toBe('critical');
    expect(told(verdict)[0]?.label).toMatch(/^overlap /);
  });

  it('recognises two producers with the same labels', () => {
    const twins = inventory(block({ from: 6, to: 4, level: 1 }), block({ from: 6, to: 4, level: 1 }));

    expect(flawsOf(twins, NOW)).toMatchObject([{ kind: 'overlap', detail: { args: { isTwin: true } } }]);
  });

  it.each([
    ['sources that are marked for deletion', [block({ from: 10, to: 2 }), block({ from: 6, to: 4, marks: { deletion: NOW } })]],
    [
      'a compacted block of a minute ago',
      [block({ from: 10, to: 2, madeAt: NOW - 60_000 }), block({ from: 6, to: 4, madeAt: NOW - hours(3) })],
    ],
    ['another replica', [block({ from: 6, to: 4 }), block({ from: 6, to: 4, replica: 'prometheus-1' })]],
    ['another resolution', [block({ from: 6, to: 4 }), block({ from: 6, to: 4, resolution: '5m' })]],
  ])('does not take %s for an overlap', (_name, blocks) => {
    expect(flawsOf(inventory(...blocks), NOW)).toEqual([]);
  });

  it('reports a hole of a whole block', () => {
    expect(flawsOf(inventory(block({ from: 10, to: 8 }), block({ from: 6, to: 4 })), NOW)).toMatchObject([
      { kind: 'gap', status: 'warning', what: 'cluster-02' },
    ]);
  });

  it('sees a hole although a long block was followed by a short one', () => {
    const long = [block({ from: 20, to: 6, marks: {} }), block({ from: 19, to: 18, marks: { deletion: NOW } }), block({ from: 6, to: 4 })];

    expect(flawsOf(inventory(...long), NOW)).toEqual([]);
  });

  it.each([
    ['a partial upload of three days', { hasMeta: false, meta: null }, 'partial'],
    ['a meta.json that cannot be read', { meta: null }, 'unreadable'],
    ['a block left out of compaction', { marks: { 'no-compact': NOW } }, 'no-compact'],
  ])('reports %s', (_name, change, kind) => {
    const old = { ...block({ from: 74, to: 72 }), ...change };

    expect(flawsOf(inventory(old), NOW).map((flaw) => flaw.kind)).toEqual([kind]);
  });

  it('lets a fresh partial upload be', () => {
    const fresh = { ...block({ from: 4, to: 2 }), hasMeta: false, meta: null };

    expect(ulidTime(fresh.ulid)).toBe(NOW - hours(2));
    expect(flawsOf(inventory(fresh), NOW)).toEqual([]);
  });
});

describe('checks/bucket checks without a bucket', () => {
  it.each([
    ['freshness', freshness],
    ['retention', retention],
    ['integrity', integrity],
  ])('%s is unknown', (_name, evaluate) => {
    expect(evaluate(null, ctx).status).toBe('unknown');
  });
});
