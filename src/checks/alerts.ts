import { say } from '../messages/say.ts';
import { byWorstFirst, type Evidence, type Verdict, worstStatus } from '../model/health.ts';
import type { ActiveAlert } from '../model/metrics.ts';
import { type EpochMs, seconds } from '../model/time.ts';
import { type AlertGroup, groupAlerts } from './alert-groups.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import { verdict } from './verdict.ts';

const WATCHDOG = 'Watchdog';

async function gather(ctx: CheckContext): Promise<readonly ActiveAlert[]> {
  return ctx.cluster.alertmanager.alerts(ctx.signal);
}

/** Judges the alerts of one cluster. Silence is good only while the always-firing Watchdog proves that alerts arrive at all. */
export function evaluate(alerts: readonly ActiveAlert[], ctx: EvaluateContext): Verdict {
  const own = alerts.filter((alert) => belongsHere(alert, ctx));
  const groups = groupAlerts(own).toSorted(byWorstFirst);
  const active = groups.reduce((sum, group) => sum + group.active, 0);
  const quiet = groups.reduce((sum, group) => sum + group.silenced + group.inhibited, 0);
  const hasWatchdog = own.some((alert) => alert.labels['alertname'] === WATCHDOG);
  const names = groups.filter((group) => group.active > 0).map((group) => `${group.name} (${group.severity}) ×${group.active}`);
  const summary = hasWatchdog
    ? say(active === 0 ? 'checks.alerts-ok' : 'checks.alerts-active', { active, quiet, names })
    : say('checks.alerts-no-watchdog', { active, names });
  const status = worstStatus([hasWatchdog ? 'ok' : 'warning', ...groups.map((group) => group.status)]);
  return verdict(
    status,
    summary,
    groups.map((group) => evidence(group, ctx.now)),
    { value: active, unit: 'count' },
  );
}

/** An Alertmanager that several clusters share would otherwise show each alert once for every cluster. */
function belongsHere(alert: ActiveAlert, ctx: EvaluateContext): boolean {
  const label = alert.labels['cluster'];
  const endpointOf = (name: string | undefined) =>
    JSON.stringify(ctx.config.clusters.find((cluster) => cluster.name === name)?.alertmanager ?? null);
  const isAnothers = label !== undefined && label !== ctx.cluster && ctx.config.clusters.some((cluster) => cluster.name === label);
  return !isAnothers || endpointOf(label) !== endpointOf(ctx.cluster);
}

function evidence(group: AlertGroup, now: EpochMs): Evidence {
  const { active, silenced, inhibited, oldestAt } = group;
  return {
    label: `${group.name} (${group.severity})`,
    value: say('evidence.alerts', { active, silenced, inhibited, oldestMs: oldestAt === null ? null : now - oldestAt }),
    unit: 'text',
    source: `GET /api/v2/alerts?filter=alertname=${JSON.stringify(group.name)}`,
    status: group.status,
  };
}

export const alerts = defineCheck({
  id: 'alerts',
  scope: 'cluster',
  cadence: 'daily',
  timeoutMs: seconds(20),
  remedy: { kind: 'runbook', id: 'alerts' },
  gather,
  evaluate,
});
