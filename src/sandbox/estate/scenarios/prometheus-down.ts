import { minuteMs } from '../model/time.ts';
import type { Scenario } from './scenario.ts';

export const prometheusDown: Scenario = {
  name: 'prometheus-down',
  title: 'A Prometheus of an edge cluster crashes',
  steps: [
    {
      afterMs: 0,
      says: 'Prometheus of cluster-02 crashes over and over',
      breaks: [{ kind: 'pod-crash', cluster: 'cluster-02', target: 'prometheus-kube-prometheus-stack-prometheus-0', sticky: true }],
    },
    { afterMs: 20 * minuteMs, says: 'Everything works again' },
  ],
};
