import { describe, expect, it } from 'vitest';
import { composeDigest } from '../../src/digest/compose.ts';
import { reportFile } from '../../src/messages/report-file.ts';
import { say } from '../../src/messages/say.ts';
import type { CheckReport } from '../../src/model/health.ts';
import { hours } from '../../src/model/time.ts';

const AT = Date.UTC(2026, 10, 22);
const view = { locale: 'en', timeZone: 'Asia/Seoul' } as const;

function digest(change: Partial<CheckReport>) {
  const report: CheckReport = {
    checkId: 'pods',
    cluster: 'cluster-01',
    status: 'warning',
    summary: { id: 'checks.pods-ok', args: { count: 3 } },
    evidence: [{ label: 'thanos-query-1', value: 'Pending', unit: 'text', source: 'kubectl get pods', status: 'warning' }],
    observedAt: AT,
    durationMs: 5,
    measure: { value: 1, unit: 'count' },
    ...change,
  };
  return composeDigest('monthly', { id: 'r', startedAt: AT, finishedAt: AT + 2_000, reports: [report] }, null, { lateMs: 0 });
}

const evidence = (label: string) => ({ evidence: [{ label, value: 1, unit: 'count', source: 'a,b' } as const] });

describe('messages/report-file', () => {
  it('writes one CSV line for the measure and each fact, for spreadsheets that need a byte order mark', () => {
    const { name, text } = reportFile(digest({}), null, 'csv', view);

    expect(name).toBe('thanos-monthly-2026-11-22.csv');
    expect(text.startsWith('\uFEFFobserved_at,cluster,check,')).toBe(true);
    expect(text.split('\r\n').slice(1)).toEqual([
      '2026-11-22T00:00:00.000Z,cluster-01,pods,Pods,warning,All 3 pods fine,,1,count,,',
      '2026-11-22T00:00:00.000Z,cluster-01,pods,Pods,warning,All 3 pods fine,thanos-query-1,Pending,text,warning,kubectl get pods',
      '',
    ]);
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-2+3', '@SUM(A1)', '\t=1', ' =1', '|cmd'])(
    'writes %j so that no spreadsheet runs it',
    (label) => {
      const { text } = reportFile(digest(evidence(label)), null, 'csv', view);

      expect(text).toContain(`'${label.replaceAll('"', '""')}`);
      expect(text).not.toMatch(/,"?\s*[=+\-@|]\D/);
    },
  );

  it.each([
    ['csv', 'en', ',cluster-01 now,"no gap, least overlap 6h (cluster-01)",text,'],
    ['csv', 'ko', ',cluster-01 현재,"공백 없음, 가장 적게 겹치는 구간 6시간 (cluster-01)",text,'],
    ['md', 'ko', '| cluster-01 현재: 공백 없음, 가장 적게 겹치는 구간 6시간 (cluster-01) |'],
  ] as const)('words the facts of a file (%s) for a reader of %s', (format, locale, line) => {
    const label = say('evidence.now', { subject: 'cluster-01' });
    const value = say('evidence.covered', { overlapMs: hours(6), cluster: 'cluster-01' });

    const { text } = reportFile(digest({ evidence: [{ label, value, unit: 'text', source: 'stores' }] }), null, format, {
      ...view,
      locale,
    });

    expect(text).toContain(line);
  });

  it('quotes commas, quotes and line breaks', () => {
    expect(reportFile(digest(evidence('a "b",\nc')), null, 'csv', view).text).toContain('"a ""b"",\nc",1,count,,"a,b"');
  });

  it('writes Markdown in which measured text ends no cell and opens no tag', () => {
    const { text } = reportFile(digest(evidence('a|b <img src=x> [link](http://x)\n# title')), AT - 86_400_000, 'md', view);

    expect(text).toContain('# Thanos monthly report 2026-11-22');
    expect(text).toContain('Compared with the report of 2026-11-21 09:00 KST.');
    expect(text).toContain('| a\\|b \\<img src=x\\> \\[link\\](http://x) \\# title: 1 |');
  });
});
