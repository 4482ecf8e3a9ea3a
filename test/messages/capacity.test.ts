import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../src/messages/block-kit.ts';
import { capacityMessage } from '../../src/messages/capacity.ts';
import { say } from '../../src/messages/say.ts';
import type { Outlook } from '../../src/model/health.ts';
import { days } from '../../src/model/time.ts';
import { blockComplaints } from '../../src/sandbox/slack/block-kit.ts';
import { report } from '../digest/world.ts';

const GIB = 1_024 ** 3;
const flat = (value: number) => ({ low: value, middle: value, high: value });

const bucket: Outlook = {
  name: say('evidence.bucket'),
  unit: 'bytes',
  now: 140 * GIB,
  capacity: 200 * GIB,
  in90d: { low: 150 * GIB, middle: 160 * GIB, high: 170 * GIB },
  in180d: flat(180 * GIB),
  untilWarning: { earliestMs: days(60), middleMs: days(90), latestMs: null },
  untilCritical: null,
  status: 'warning',
  source: 's3://thanos-bucket',
};
const disk: Outlook = {
  name: 'cluster-01 192.168.101.194 /',
  unit: 'ratio',
  now: 0.93,
  capacity: 1,
  in90d: flat(0.95),
  in180d: flat(0.97),
  untilWarning: { earliestMs: 0, middleMs: 0, latestMs: 0 },
  untilCritical: { earliestMs: 0, middleMs: 0, latestMs: 0 },
  status: 'critical',
  source: 'promql',
};
const found = report('capacity', '*', 'critical', {
  evidence: [{ label: 'bucket now', value: 1, unit: 'bytes', source: 's3://thanos-bucket' }],
  outlooks: [disk, bucket],
});

describe('messages/capacity', () => {
  it.each([
    [
      'en',
      ['cluster-01 192.168.101.194 /', '93 %', '95 %', '97 %', 'reached', 'reached'],
      ['Bucket', '140 GiB (70 %)', '160 GiB (150 GiB – 170 GiB)', '180 GiB', '90d (60d – )', 'not within a year'],
    ],
    [
      'ko',
      ['cluster-01 192.168.101.194 /', '93 %', '95 %', '97 %', '이미 도달', '이미 도달'],
      ['버킷', '140 GiB (70 %)', '160 GiB (150 GiB – 170 GiB)', '180 GiB', '90일 (60일 – )', '1년 안에 없음'],
    ],
  ] as const)('has one row for each thing that fills up, in %s', (locale, ...rows) => {
    const table = capacityMessage(found, { locale, timeZone: 'Asia/Seoul' }).blocks.find((block) => block.kind === 'table');

    expect(table?.kind === 'table' ? table.rows : []).toEqual(rows);
  });

  it.each([true, false])('is valid for Slack however many things there are (new blocks: %s)', (newBlocks) => {
    const many = Array.from({ length: 300 }, (_, index) => ({ ...disk, name: `cluster-${index} 192.168.101.194 /var/lib/longhorn` }));
    const message = capacityMessage({ ...found, outlooks: many }, { locale: 'ko', timeZone: 'Asia/Seoul' });

    const { blocks } = renderMessage(message, { timeZone: 'Asia/Seoul', newBlocks });
    expect(blockComplaints(blocks, { surface: 'message', newBlocks })).toEqual([]);
  });
});
