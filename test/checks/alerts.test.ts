import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/checks/alerts.ts';
import type { ActiveAlert } from '../../src/model/metrics.ts';
import { evaluateContext, testConfig } from './config.ts';
import { told } from './told.ts';

function alert(alertname: string, severity: string | null, change: Partial<ActiveAlert> = {}, cluster = 'cluster-02'): ActiveAlert {
  return {
    fingerprint: 'da77bfcf24201250',
    labels: { alertname, cluster, ...(severity === null ? {} : { severity }) },
    annotations: {},
    startsAt: '2026-11-21T21:00:00.001908576Z',
    state: 'active',
    silencedBy: [],
    inhibitedBy: [],
    generatorUrl: '',
    ...change,
  };
}

const watchdog = alert('Watchdog', 'none');
const judge = (...alerts: readonly ActiveAlert[]) => evaluate(alerts, evaluateContext());

describe('checks/alerts', () => {
  it('passes when only the Watchdog fires', () => {
    expect(judge(watchdog)).toMatchObject({ status: 'ok', measure: { value: 0 }, evidence: [] });
  });

  it('warns when the Watchdog does not arrive', () => {
    expect(judge()).toMatchObject({ status: 'warning', summary: { id: 'checks.alerts-no-watchdog' } });
  });

  it.each([
    ['critical', 'critical'],
    ['warning', 'warning'],
    ['info', 'ok'],
    [null, 'warning'],
  ])('judges an active alert of severity %s as %s', (severity, status) => {
    expect(judge(watchdog, alert('NodeDown', severity)).status).toBe(status);
  });

  it('groups by name and severity with the age of the oldest', () => {
    const verdict = judge(watchdog, alert('PVCNearFull', 'warning'), alert('PVCNearFull', 'warning', { startsAt: '2026-11-21T23:00:00Z' }));

    expect(told(verdict)).toMatchObject([{ label: 'PVCNearFull (warning)', value: '2 active · oldest 3h' }]);
  });

  it('counts silenced and inhibited alerts without alarm', () => {
    const verdict = judge(
      watchdog,
      alert('NodeDown', 'critical', { silencedBy: ['s1'] }),
      alert('NodeDown', 'critical', { inhibitedBy: ['a1'] }),
    );

    expect(verdict).toMatchObject({ status: 'ok', summary: { args: { active: 0, quiet: 2 } } });
  });

  it('keeps an alert about another cluster that this Alertmanager alone knows', () => {
    expect(judge(watchdog, alert('ThanosSidecarNoUpload', 'critical', {}, 'cluster-03')).status).toBe('critical');
  });

  it("leaves out other clusters' alerts of an Alertmanager that they share", () => {
    const config = testConfig((yaml) =>
      yaml
        .replaceAll('role: central,', 'role: central, alertmanager: { url: "http://am:9093" },')
        .replaceAll('kubeconfig: ', 'alertmanager: { url: "http://am:9093" }, kubeconfig: '),
    );

    const verdict = evaluate([watchdog, alert('NodeDown', 'critical', {}, 'cluster-03')], evaluateContext('cluster-02', config));

    expect(verdict.status).toBe('ok');
  });
});
