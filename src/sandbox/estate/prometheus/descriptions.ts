import { clusterSeries } from '../metrics/catalogue.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import type { EstateModel } from '../model/estate-model.ts';
import { type EpochMs, goTime } from '../model/time.ts';
import type { Labels } from '../promql/labels.ts';
import { matcher } from '../promql/literals.ts';
import { numberText } from './results.ts';
import { type ActiveAlert, alertsOf, type RuleState } from './rule-engine.ts';

export function alertJson(alert: ActiveAlert, extra: Labels): unknown {
  return {
    labels: { ...alert.labels, ...extra },
    annotations: alert.annotations,
    state: alert.state,
    activeAt: goTime(alert.activeMs),
    value: numberText(alert.value),
  };
}

export function rulesJson(rules: readonly RuleState[], wantedType: string | null): unknown {
  const groups = new Map<string, RuleState[]>();
  for (const rule of rules) groups.set(`${rule.file};${rule.group}`, [...(groups.get(`${rule.file};${rule.group}`) ?? []), rule]);
  return {
    groups: [...groups.values()].map((members) => ({
      name: members[0]?.group,
      file: members[0]?.file,
      interval: 30,
      limit: 0,
      evaluationTime: 0.0012,
      lastEvaluation: goTime(Math.max(...members.map((rule) => rule.evaluatedMs))),
      rules: wantedType === 'record' ? [] : members.map(ruleJson),
    })),
  };
}

function ruleJson(rule: RuleState): unknown {
  const alerts = alertsOf(rule);
  const state = alerts.some((alert) => alert.state === 'firing') ? 'firing' : alerts.length > 0 ? 'pending' : 'inactive';
  return {
    type: 'alerting',
    name: rule.name,
    query: rule.query,
    duration: rule.forMs / 1_000,
    labels: rule.labels,
    annotations: rule.annotations,
    alerts: alerts.map((alert) => alertJson(alert, {})),
    state,
    health: rule.health,
    lastError: rule.lastError,
    evaluationTime: 0.0004,
    lastEvaluation: goTime(rule.evaluatedMs),
  };
}

/** Active targets are exactly the series of `up`. */
export function targetsJson(model: EstateModel, cluster: ClusterModel, external: Labels, timeMs: EpochMs): unknown[] {
  const intervalMs = model.scrapeIntervalMs(cluster.name);
  return clusterSeries(model, cluster, [matcher('__name__', '=', 'up')]).flatMap((series) => {
    const value = series.at(timeMs);
    if (value === undefined) return [];
    const { __name__: _name, ...labels } = series.labels;
    const address = labels['instance'] ?? '';
    return [
      {
        discoveredLabels: { __address__: address, job: labels['job'] },
        labels: { ...labels, ...external },
        scrapePool: `serviceMonitor/monitoring/${labels['job']}/0`,
        scrapeUrl: `http://${address}/metrics`,
        globalUrl: `http://${address}/metrics`,
        lastError: value === 1 ? '' : `Get "http://${address}/metrics": dial tcp ${address}: connect: connection refused`,
        lastScrape: goTime(Math.floor(timeMs / intervalMs) * intervalMs),
        lastScrapeDuration: 0.018,
        health: value === 1 ? 'up' : 'down',
        scrapeInterval: `${intervalMs / 1_000}s`,
        scrapeTimeout: '10s',
      },
    ];
  });
}
