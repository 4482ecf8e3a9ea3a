import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/messages/mrkdwn.ts';
import { statusMessage } from '../../src/messages/status.ts';
import type { CheckReport } from '../../src/model/health.ts';

const AT = Date.UTC(2026, 10, 22);

function report(checkId: string, change: Partial<CheckReport>): CheckReport {
  const summary = { id: 'checks.pods-ok', args: { count: 3 } };
  return { checkId, cluster: 'cluster-01', status: 'ok', summary, evidence: [], observedAt: AT, durationMs: 1, ...change };
}

const blind = (place: string): Partial<CheckReport> => ({
  cluster: 'cluster-03',
  status: 'unknown',
  summary: { id: 'checks.could-not-look', args: { place, code: 'forbidden', reason: 'answered 403' } },
});

describe('messages/status', () => {
  it('says once why a whole cluster could not be looked at', () => {
    const reports = [
      report('pods', blind('kubernetes (cluster-03)')),
      report('disk', blind('prometheus (cluster-03)')),
      report('alerts', blind('alertmanager (cluster-03)')),
      report('pvc-usage', blind('prometheus (cluster-03)')),
      report('pods', {}),
    ];

    const text = plainText(
      statusMessage({ id: 'r', startedAt: AT, finishedAt: AT, reports }, { locale: 'ko', timeZone: 'Asia/Seoul' }).text,
      'UTC',
    );

    expect(text.match(/answered 403/g)).toHaveLength(1);
    expect(text).toContain('Thanos 현재 상태 · 클러스터 1개 확인 불가. cluster-03 · 점검 4개 · 확인 불가');
  });
});
