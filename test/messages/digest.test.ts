import { describe, expect, it } from 'vitest';
import { composeDigest } from '../../src/digest/compose.ts';
import { bareText } from '../../src/messages/bare-text.ts';
import { renderMessage } from '../../src/messages/block-kit.ts';
import { checkDetails } from '../../src/messages/check-details.ts';
import { digestMessage } from '../../src/messages/digest.ts';
import { digestThread } from '../../src/messages/digest-thread.ts';
import { say } from '../../src/messages/say.ts';
import type { CheckReport } from '../../src/model/health.ts';
import { days, hours } from '../../src/model/time.ts';
import { blockComplaints } from '../../src/sandbox/slack/block-kit.ts';
import { NOW } from '../checks/config.ts';
import { health, report } from '../digest/world.ts';

const GIB = 1_024 ** 3;
const english = { locale: 'en', timeZone: 'Asia/Seoul' } as const;
const korean = { locale: 'ko', timeZone: 'Asia/Seoul' } as const;

const bucket = (size: number): CheckReport =>
  report('bucket', '*', 'ok', {
    summary: say('checks.bucket', {
      sizeBytes: size * GIB,
      otherBytes: 0,
      blocks: 300,
      capacityBytes: 200 * GIB,
      growthBytes: 3 * GIB,
      growthMs: days(7),
    }),
    measure: { value: size * GIB, unit: 'bytes' },
  });
const fullDisk = (ratio: number): CheckReport =>
  report('disk', 'cluster-02', 'critical', {
    summary: say('checks.disk', { node: '192.168.101.196', mount: '/', ratio, fileSystems: 2, over: 1 }),
    evidence: [{ label: '192.168.101.196 /', value: ratio, unit: 'ratio', source: 'node_filesystem_avail_bytes', status: 'critical' }],
    measure: { value: ratio, unit: 'ratio' },
  });
const blind = report('pods', 'cluster-03', 'unknown', {
  summary: say('checks.could-not-look', { place: 'kubernetes (cluster-03)', code: 'unreachable', reason: say('reason.refused') }),
});
const fine = report('pods', 'cluster-01', 'ok', { summary: say('checks.pods-ok', { count: 20 }) });

const today = health([fine, fullDisk(0.93), blind, bucket(142)]);
const yesterday = health(
  [fine, fullDisk(0.91), report('pods', 'cluster-03', 'ok', { observedAt: NOW - days(1) }), bucket(141)],
  NOW - days(1),
  'report-0',
);
const digest = composeDigest('daily', today, yesterday);

const shown = (blocks: readonly unknown[]): string => JSON.stringify(blocks);

describe('messages/digest', () => {
  it('says the whole content in its text', () => {
    expect(bareText(digestMessage(digest, english).text)).toBe(
      'Thanos daily health 2026-11-22: 1 critical, 1 unknown, 1 cluster OK. ' +
        'cluster-02 critical, Disk: Fullest disk 93 % (192.168.101.196 /). ' +
        'cluster-03 unknown, Pods: kubernetes (cluster-03): not reachable (connection refused).',
    );
  });

  it('says the same in Korean', () => {
    expect(bareText(digestMessage(digest, korean).text)).toBe(
      'Thanos 일일 점검 2026-11-22: 심각 1건, 확인 불가 1건, 정상 클러스터 1개. ' +
        'cluster-02 심각, 디스크: 가장 많이 찬 디스크 93 % (192.168.101.196 /). ' +
        'cluster-03 확인 불가, Pod 상태: Kubernetes API (cluster-03): 연결할 수 없습니다 (연결 거부).',
    );
  });

  it('opens only exceptions, worst first, each with its value before', () => {
    const sections = digestMessage(digest, english).blocks.filter((block) => block.kind === 'text');

    expect(sections.map((block) => bareText(block.text))).toEqual([
      'cluster-02 · critical\ncritical · Disk: Fullest disk 93 % (192.168.101.196 /) (before 91 %)',
      'cluster-03 · unknown\nunknown · Pods: kubernetes (cluster-03): not reachable (connection refused) (last measured 1d ago)',
    ]);
  });

  it('puts what is fine into single lines', () => {
    const text = shown(digestMessage(digest, english).blocks);

    expect(text).toContain('OK: cluster-01 (1 checks)');
    expect(text).toContain('142 GiB of 200 GiB (71 %), 300 blocks, +3 GiB in 7d');
    expect(text).toContain('before 141 GiB');
  });

  it('is short when all is fine', () => {
    const calm = digestMessage(composeDigest('daily', health([fine, bucket(142)]), null), english);

    expect(calm.blocks.map((block) => block.kind)).toEqual(['heading', 'context', 'context', 'context', 'controls']);
    expect(calm.blocks[0]).toEqual({ kind: 'heading', text: 'Thanos daily health · all OK' });
  });

  it('stays within ten blocks and 3,500 characters however much is wrong', () => {
    const rows = Array.from({ length: 400 }, (_, index) => ({
      ...fullDisk(0.95),
      cluster: `cluster-${index % 40}`,
      checkId: `check-${index}`,
    }));

    const message = digestMessage(composeDigest('daily', health(rows), null), korean);

    expect(message.blocks.length).toBeLessThanOrEqual(10);
    expect(bareText(message.text).length).toBeLessThanOrEqual(3_500);
  });

  it.each([
    [english, 'Thanos daily health · 1 cluster unknown', 'unknown · 3 checks: kubernetes (cluster-03): not reachable'],
    [korean, 'Thanos 일일 점검 · 클러스터 1개 확인 불가', '확인 불가 · 점검 3개: Kubernetes API (cluster-03): 연결할 수 없습니다'],
  ])('names an unreachable cluster instead of counting its checks in $locale', (view, heading, line) => {
    const cut = ['pods', 'disk', 'alerts'].map((checkId) => ({ ...blind, checkId }));
    const [title, ...rest] = digestMessage(composeDigest('daily', health([fine, ...cut]), null), view).blocks;

    expect(title).toEqual({ kind: 'heading', text: heading });
    expect(rest.map((block) => (block.kind === 'text' ? bareText(block.text) : '')).join('')).toContain(line);
  });

  it('names what has recovered by its cluster when it is much', () => {
    const checks = ['pods', 'disk', 'alerts', 's3-upload'];
    const back = health(checks.map((checkId) => report(checkId, 'cluster-03', 'ok')));
    const cut = health(
      checks.map((checkId) => report(checkId, 'cluster-03', 'unknown')),
      NOW - days(1),
    );

    expect(shown(digestMessage(composeDigest('daily', back, cut), english).blocks)).toContain('Recovered: cluster-03 4 checks');
  });

  it('says how late it is', () => {
    expect(shown(digestMessage(composeDigest('daily', today, yesterday, { lateMs: hours(2) }), english).blocks)).toContain('2h late');
  });

  it('carries nothing but the report in its buttons', () => {
    const controls = digestMessage(digest, english).blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []));

    expect(controls).toMatchObject([
      { interaction: 'run_again', reference: { id: 'report-1', revision: 1 } },
      { interaction: 'details', reference: { id: 'report-1', revision: 1 } },
    ]);
  });
});

describe('messages/check-details', () => {
  it('says once what is the same in several clusters', () => {
    const alike = ['cluster-01', 'cluster-02'].map((cluster) =>
      report('pods', cluster, 'ok', {
        summary: say('checks.pods-ok', { count: 12 }),
        evidence: [{ label: 'pod', value: 1, unit: 'count', source: `kubectl --context ${cluster}` }],
      }),
    );
    const other = report('pods', 'cluster-03', 'ok', { summary: say('checks.pods-ok', { count: 5 }) });

    const heads = shown(checkDetails([...alike, other], english).blocks);

    expect(heads.match(/All 12 pods fine/g)).toHaveLength(1);
    expect(heads).toContain('cluster-01, cluster-02');
    expect(heads).toContain('All 5 pods fine');
  });
});

describe('messages/digest-thread', () => {
  it('follows with tables, the evidence and what could not be looked at', () => {
    const [clusters, system, disk, blindness] = digestThread(digest, english);

    expect(clusters?.blocks).toEqual([
      {
        kind: 'table',
        columns: ['Cluster', 'Pods', 'Disk'],
        rows: [
          ['cluster-01', 'OK', ''],
          ['cluster-02', '', 'critical 93 %'],
          ['cluster-03', 'unknown', ''],
        ],
      },
    ]);
    expect(system?.blocks).toEqual([
      { kind: 'table', columns: ['Check', 'Status', 'Value', 'Before'], rows: [['Bucket', 'OK', '142 GiB', '141 GiB']] },
    ]);
    expect(shown(disk?.blocks ?? [])).toContain('192.168.101.196 /: 93 %');
    expect(bareText(blindness?.text ?? [])).toContain('1 check could not look. cluster-03 Pods: kubernetes');
  });

  it('shows of many rows only those that say something', () => {
    const calm = Array.from({ length: 20 }, (_, index) => report(`check-${index}`, '*', 'ok'));
    const [system] = digestThread(composeDigest('daily', health([bucket(142), report('stores', '*', 'critical'), ...calm]), null), english);
    const [table, rest] = system?.blocks ?? [];

    expect(table?.kind === 'table' ? table.rows.map(([title]) => title) : []).toEqual(['Stores', 'Bucket']);
    expect(rest).toEqual({ kind: 'context', items: [['20 more checks are OK']] });
  });

  it('gives the age of the last upload as an age', () => {
    const upload = report('s3-upload', 'cluster-01', 'ok', { measure: { value: 3_598, unit: 'seconds' } });
    const rows = (view: typeof english | typeof korean) => digestThread(composeDigest('daily', health([upload]), null), view)[0]?.blocks;

    expect(rows(english)).toMatchObject([{ rows: [['cluster-01', '1h ago']] }]);
    expect(rows(korean)).toMatchObject([{ rows: [['cluster-01', '1시간 전']] }]);
  });

  it('tells the tables in words too', () => {
    expect(bareText(digestThread(digest, english)[0]?.text ?? [])).toContain('cluster-02: Disk critical 93 %');
  });

  it('says a reason that many checks share once', () => {
    const reports = ['pods', 'alerts', 'disk'].map((checkId) => ({ ...blind, checkId }));

    const [, blindness] = digestThread(composeDigest('daily', health(reports), null), english);

    expect(shown(blindness?.blocks ?? []).match(/connection refused/g)).toHaveLength(1);
  });

  it.each(['en', 'ko'] as const)('is valid for Slack in %s however much is wrong', (locale) => {
    const long = 'upload chunks: '.repeat(400);
    const rows = Array.from({ length: 300 }, (_, index) =>
      report(`check-${index}`, `cluster-${index % 30}`, index % 3 === 0 ? 'unknown' : 'critical', {
        summary: say('checks.could-not-look', { place: 's3', code: 'timeout', reason: `${long}${index}` }),
        evidence: Array.from({ length: 50 }, () => ({ label: long, value: long, unit: 'text', source: long, status: 'critical' })),
      }),
    );
    const worst = composeDigest('daily', health(rows), null);
    const view = { locale, timeZone: 'Asia/Seoul' };

    for (const newBlocks of [true, false]) {
      for (const message of [digestMessage(worst, view), ...digestThread(worst, view)]) {
        const rendered = renderMessage(message, { ...view, newBlocks });
        expect(blockComplaints(rendered.blocks, { surface: 'message', newBlocks })).toEqual([]);
        expect(rendered.text.length).toBeLessThanOrEqual(3_500);
      }
    }
  });
});
