import { describe, expect, it } from 'vitest';
import { parseLog, parseLogLine } from '../../src/checks/logfmt.ts';
import { readUploadLog } from '../../src/checks/sidecar-log.ts';

describe('checks/logfmt', () => {
  it.each([
    ['plain values', 'ts=2026-11-22T00:00:00Z level=info', { ts: '2026-11-22T00:00:00Z', level: 'info' }],
    [
      'quoted values with spaces and quotes',
      String.raw`level=warn err="open \"x\": no such file"`,
      { level: 'warn', err: 'open "x": no such file' },
    ],
    ['an equals sign in a quoted value', 'level=info msg="a=b c=d" n=1', { level: 'info', msg: 'a=b c=d', n: '1' }],
    ['an empty value', 'level=info err= n=1', { level: 'info', err: '', n: '1' }],
    ['JSON lines', '{"level":"error","msg":"boom","n":3}', { level: 'error', msg: 'boom', n: '3' }],
    ['an unfinished quote', 'level=info msg="cut of', { level: 'info', msg: '"cut', of: '' }],
  ])('reads %s', (_name, line, fields) => {
    expect(parseLogLine(line)).toEqual(fields);
  });

  it('leaves out lines without a level', () => {
    expect(parseLog('goroutine 1 [running]:\nlevel=error msg=x\n')).toHaveLength(1);
  });
});

// Made after Thanos v0.37.2 pkg/shipper/shipper.go and cmd/thanos/sidecar.go: a start is logged at info, an end not at all.
const A = '01KAJ000000000000000000000';
const B = '01KAJ111111111111111111111';
const started = (at: string, id: string) => `ts=${at} caller=shipper.go:361 level=info msg="upload new block" id=${id}`;
const failed = (at: string, id: string) => `ts=${at} caller=sidecar.go:401 level=warn err="upload ${id}: upload index: 403" uploaded=0`;

describe('checks/sidecar-log', () => {
  it('takes the start of an upload that did not fail afterwards', () => {
    const log = [started('2026-11-22T01:00:00Z', A), started('2026-11-22T03:00:00Z', B), failed('2026-11-22T03:00:05Z', B)].join('\n');

    expect(readUploadLog(log)).toEqual({
      lastStartedAt: Date.UTC(2026, 10, 22, 1),
      failures: 1,
      lastError: `upload ${B}: upload index: 403`,
      lastFailedAt: Date.UTC(2026, 10, 22, 3, 0, 5),
    });
  });

  it('forgets a failure that a later upload made up for', () => {
    const log = [failed('2026-11-22T01:00:05Z', A), started('2026-11-22T01:10:00Z', A)].join('\n');

    expect(readUploadLog(log)).toMatchObject({ lastError: null, lastStartedAt: Date.UTC(2026, 10, 22, 1, 10) });
  });

  it('ignores warnings that are not about uploads', () => {
    expect(readUploadLog('ts=2026-11-22T01:00:05Z level=warn msg="updating timestamps failed" err="connection refused"').failures).toBe(0);
  });
});
