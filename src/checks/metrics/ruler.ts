import { above, anyAbove, type MetricRow, type Selection, series } from './row.ts';

const SCRAPE = 'ServiceMonitor for thanos-ruler with label release=kube-prometheus-stack (port 10902)';

function perPod(metric: string, select: Selection): string {
  return `sum by (namespace, pod) (increase(${series(metric, select.jobs.ruler, select)}[1h]))`;
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
    threshold: '> 0 in 1h',
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
    threshold: '> 5 %',
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
    threshold: '> 0 in 1h',
    judge: anyAbove('warning'),
    // The counter has labels, so it does not exist before the first warning.
    whenAbsent: 'ok',
    scrape: SCRAPE,
  },
];
