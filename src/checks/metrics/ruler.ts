import { hours, minutes } from '../../model/time.ts';
import { over, under, within } from './range.ts';
import { above, anyAbove, type MetricRow, noneIs, type Selection, series } from './row.ts';

const SCRAPE = 'ServiceMonitor for thanos-ruler with label release=kube-prometheus-stack (port 10902)';

function perPod(metric: string, select: Selection): string {
  return `sum by (namespace, pod) (increase(${series(metric, select.jobs.ruler, select)}[1h]))`;
}

/** Something of each rule group in terms of how often the group is due. */
function perInterval(expression: string, select: Selection): string {
  const by = 'max by (namespace, pod, rule_group)';
  return `${by} (${expression}) / ${by} (${series('prometheus_rule_group_interval_seconds', select.jobs.ruler, select)})`;
}

/** Ruler: what alerts across clusters. */
export const RULER_ROWS: readonly MetricRow[] = [
  {
    id: 'ruler-drops',
    scope: 'system',
    metric: 'thanos_alert_queue_alerts_dropped_total',
    query: (select) => {
      const queue = perPod('thanos_alert_queue_alerts_dropped_total', select);
      const sender = perPod('thanos_alert_sender_alerts_dropped_total', select);
      return `${queue} + on (namespace, pod) (${sender} or ${queue} * 0)`;
    },
    unit: 'count',
    bad: 'high',
    normal: '0',
    threshold: within(over('0'), hours(1)),
    judge: anyAbove('critical'),
    scrape: SCRAPE,
  },
  {
    id: 'ruler-failures',
    scope: 'system',
    metric: 'prometheus_rule_evaluation_failures_total',
    query: (select) => {
      const failures = perPod('prometheus_rule_evaluation_failures_total', select);
      const all = perPod('prometheus_rule_evaluations_total', select);
      return `(${failures} or ${all} * 0) / ${all}`;
    },
    unit: 'ratio',
    bad: 'high',
    normal: '0 %',
    threshold: over('5 %'),
    judge: above({ warning: 0.001, critical: 0.05 }),
    scrape: SCRAPE,
  },
  {
    id: 'ruler-partial',
    scope: 'system',
    metric: 'thanos_rule_evaluation_with_warnings_total',
    query: (select) => perPod('thanos_rule_evaluation_with_warnings_total', select),
    unit: 'count',
    bad: 'high',
    normal: '0',
    threshold: within(over('0'), hours(1)),
    judge: anyAbove('warning'),
    // The counter has labels, so it does not exist before the first warning.
    whenAbsent: 'ok',
    scrape: SCRAPE,
  },
  {
    id: 'ruler-evaluations',
    scope: 'system',
    metric: 'prometheus_rule_evaluations_total',
    // A Ruler without rules rightly evaluates nothing.
    query: (select) => {
      const evaluations = `sum by (namespace, pod) (increase(${series('prometheus_rule_evaluations_total', select.jobs.ruler, select)}[15m]))`;
      const loaded = `sum by (namespace, pod) (${series('thanos_rule_loaded_rules', select.jobs.ruler, select)})`;
      return `${evaluations} + on (namespace, pod) (${loaded} == bool 0)`;
    },
    unit: 'count',
    bad: 'low',
    normal: within(over('0'), minutes(15)),
    threshold: within('0', minutes(15)),
    judge: noneIs('critical'),
    scrape: SCRAPE,
  },
  {
    id: 'ruler-group-slow',
    scope: 'system',
    metric: 'prometheus_rule_group_last_duration_seconds',
    query: (select) => perInterval(series('prometheus_rule_group_last_duration_seconds', select.jobs.ruler, select), select),
    unit: 'ratio',
    bad: 'high',
    normal: under('100 %'),
    threshold: over('100 %'),
    judge: above({ warning: 1 }),
    scrape: SCRAPE,
  },
  {
    id: 'ruler-group-stale',
    scope: 'system',
    metric: 'prometheus_rule_group_last_evaluation_timestamp_seconds',
    query: (select) =>
      perInterval(`(time() - ${series('prometheus_rule_group_last_evaluation_timestamp_seconds', select.jobs.ruler, select)})`, select),
    unit: 'count',
    bad: 'high',
    normal: under('10'),
    threshold: over('10'),
    judge: above({ warning: 10 }),
    scrape: SCRAPE,
  },
];
