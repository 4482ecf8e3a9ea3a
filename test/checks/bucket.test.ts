import { describe, expect, it } from 'vitest';
import { parseBlockMeta, ulidTime } from '../../src/checks/block-meta.ts';
import { evaluate } from '../../src/checks/bucket.ts';
import type { Block, BucketInventory } from '../../src/checks/bucket-inventory.ts';
import { readBucket, shards } from '../../src/checks/read-bucket.ts';
import { days } from '../../src/model/time.ts';
import { metaJson, ulid } from './blocks.ts';
import { evaluateContext, NOW, testConfig } from './config.ts';
import { bucketOf, memoryOf } from './context.ts';
import { told } from './told.ts';

const GIB = 1_024 ** 3;
const A = ulid(NOW - days(30), 'A');
const B = ulid(NOW - days(1), 'B');
const signal = new AbortController().signal;

function block(sizeBytes: number, change: Partial<Block> = {}): Block {
  return { ulid: A, sizeBytes, objects: 3, hasMeta: true, marks: {}, newestAt: NOW, meta: parseBlockMeta(metaJson(A)), ...change };
}

const inventory = (blocks: readonly Block[], isPartial = false): BucketInventory => ({ blocks, others: [], isPartial });

describe('checks/bucket', () => {
  it.each([
    [150, 'ok'],
    [160, 'warning'],
    [180, 'critical'],
  ])('judges %i of 200 GiB as %s', (size, status) => {
    expect(evaluate(inventory([block(size * GIB)]), evaluateContext('*'))).toMatchObject({
      status,
      measure: { value: size * GIB, unit: 'bytes' },
    });
  });

  it('shows each cluster and resolution', () => {
    const blocks = [
      block(10),
      block(5, { meta: parseBlockMeta(metaJson(A, { cluster: 'cluster-01', resolution: '5m' })) }),
      block(1, { hasMeta: false, meta: null }),
    ];

    const facts = told(evaluate(inventory(blocks), evaluateContext('*')));

    expect(facts.map(({ label, value }) => [label, value])).toEqual([
      ['total', 16],
      ['cluster-01 5m (1 blocks)', 5],
      ['cluster-02 raw (1 blocks)', 10],
      ['partial (1 blocks)', 1],
    ]);
  });

  it('counts what is no block and shows where it lies', () => {
    const others = [
      { name: 'debug/', objects: 3, sizeBytes: 20 * GIB },
      { name: null, objects: 2, sizeBytes: GIB },
    ];

    const verdict = evaluate({ ...inventory([block(140 * GIB)]), others }, evaluateContext('*'));

    expect(verdict).toMatchObject({ status: 'warning', measure: { value: 161 * GIB }, summary: { args: { otherBytes: 21 * GIB } } });
    expect(
      told(verdict)
        .slice(-2)
        .map(({ label, value }) => [label, value]),
    ).toEqual([
      ['other: debug/ (3 objects)', 20 * GIB],
      ['other: files in no folder (2 objects)', GIB],
    ]);
  });

  it.each([
    ['a week ago', [10, 8, 7, 1], { growthBytes: 2 * GIB, growthMs: days(7) }, 5],
    ['the oldest of fewer days', [2, 1], { growthBytes: GIB, growthMs: days(2) }, 3],
    ['nothing on the first day', [], { growthBytes: null, growthMs: null }, undefined],
  ])('compares the size with %s', (_name, ages, growth, points) => {
    const history = ages.map((age) => ({ at: NOW - days(age), value: (age === 7 ? 8 : age === 2 ? 9 : 9.5) * GIB }));

    const found = evaluate(inventory([block(10 * GIB)]), evaluateContext('*'), history);

    expect(found.summary.args).toMatchObject(growth);
    expect(found.series?.[0]?.points.length).toBe(points);
  });

  it('gives a size without judgement when no capacity is configured', () => {
    const config = testConfig((yaml) => yaml.replace(', capacity: 200GiB', ''));

    expect(evaluate(inventory([block(900 * GIB)]), evaluateContext('*', config)).status).toBe('ok');
  });

  it('does not call a listing that was cut off fine', () => {
    expect(evaluate(inventory([block(1)], true), evaluateContext('*'))).toMatchObject({
      status: 'unknown',
      summary: { id: 'checks.bucket-partial' },
    });
  });

  it('calls a listing that was cut off critical when what it saw is already too much', () => {
    expect(evaluate(inventory([block(190 * GIB)], true), evaluateContext('*')).status).toBe('critical');
  });
});

const files = {
  [`${A}/meta.json`]: metaJson(A),
  [`${A}/index`]: 'iiiiiiiiii',
  [`${A}/chunks/000001`]: 'cccccccccccccccccccc',
  [`${A}/deletion-mark.json`]: '{}',
  [`${B}/chunks/000001`]: 'cc',
  'debug/metas/x.json': '{}',
  'README.md': 'hello',
  [`${A.slice(0, 2)}-notes.txt`]: 'note',
};

describe('checks/read-bucket', () => {
  it('folds the listing into blocks, marks and partial uploads', async () => {
    const found = await readBucket(bucketOf(files), '', memoryOf(), signal);

    expect(found).toMatchObject({
      isPartial: false,
      others: [
        { name: null, objects: 2, sizeBytes: 9 },
        { name: 'debug/', objects: 1, sizeBytes: 2 },
      ],
      blocks: [
        { ulid: A, objects: 4, hasMeta: true, marks: { deletion: NOW }, meta: { resolution: 'raw', labels: { cluster: 'cluster-02' } } },
        { ulid: B, objects: 1, sizeBytes: 2, hasMeta: false, meta: null },
      ],
    });
  });

  it('reads the metadata of a block once, and forgets blocks that are gone', async () => {
    const memory = memoryOf({ 'block-meta/01JOLD00000000000000000000': '{}' });
    const bucket = bucketOf(files);

    await readBucket(bucket, '', memory, signal);
    await readBucket(bucket, '', memory, signal);

    expect(bucket.reads).toEqual([`${A}/meta.json`]);
    expect([...memory.entries.keys()]).toEqual([`block-meta/${A}`]);
  });

  it('looks below the configured prefix', async () => {
    const bucket = bucketOf(Object.fromEntries(Object.entries(files).map(([key, text]) => [`thanos/${key}`, text])));

    expect((await readBucket(bucket, 'thanos', memoryOf(), signal)).blocks).toHaveLength(2);
  });

  it('hands over what it saw when time is up', async () => {
    const controller = new AbortController();
    const bucket = bucketOf(files);
    const slow = {
      ...bucket,
      async *list(prefix: string, listSignal: AbortSignal) {
        for await (const page of bucket.list(prefix, listSignal)) {
          yield page;
          controller.abort();
        }
      },
    };

    const found = await readBucket(slow, '', memoryOf(), controller.signal);

    expect(found.isPartial).toBe(true);
    expect(found.blocks.length).toBeGreaterThan(0);
  });

  it('divides blocks whose ULIDs begin alike', () => {
    const ids = Array.from({ length: 64 }, (_, index) => ulid(NOW - days(index)));

    const ranges = shards(ids);

    expect(ranges.length).toBeGreaterThan(4);
    expect(ids.every((id) => ranges.filter((range) => id.startsWith(range)).length === 1)).toBe(true);
  });

  it('reads the instant of a ULID', () => {
    expect(ulidTime(ulid(NOW))).toBe(NOW);
  });
});
