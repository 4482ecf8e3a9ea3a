import { describe, expect, it } from 'vitest';
import type { BackupListing } from '../../src/actions/backup-catalogue.ts';
import { expiredBackups } from '../../src/actions/backup-retention.ts';
import { days } from '../../src/model/time.ts';

const NOW = Date.UTC(2026, 10, 22);

const backup = (state: 'verified' | 'damaged' | 'failed', ageDays: number): BackupListing => {
  const id = `${state}-${ageDays}`;
  const finishedAt = NOW - days(ageDays);
  const manifest = { format: 1 as const, id, kind: 'kubernetes' as const, isComplete: true, startedAt: finishedAt, finishedAt, parts: [] };
  return state === 'damaged' ? { state, id, manifest, broken: ['x'] } : { state, id, manifest };
};

describe('actions/backup-retention', () => {
  it.each<[string, readonly BackupListing[], readonly string[]]>([
    ['keeps what is young', [backup('verified', 1), backup('verified', 29)], []],
    ['removes what is old', [backup('verified', 1), backup('verified', 31)], ['verified-31']],
    ['keeps the only good one however old', [backup('verified', 400)], []],
    ['keeps the newest good one when everything is old', [backup('verified', 400), backup('verified', 500)], ['verified-500']],
    ['does not count a damaged one as good', [backup('damaged', 1), backup('verified', 400)], []],
    ['removes an old damaged one beside a good one', [backup('verified', 1), backup('damaged', 40)], ['damaged-40']],
    ['removes nothing when none is good', [backup('damaged', 40), backup('damaged', 50)], []],
    ['leaves failed ones alone', [backup('verified', 1), backup('failed', 90)], []],
  ])('%s', (_name, listings, expected) => {
    expect(expiredBackups(listings, NOW, days(30))).toEqual(expected);
  });
});
