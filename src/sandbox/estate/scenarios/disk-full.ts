import { minuteMs } from '../model/time.ts';
import type { Scenario } from './scenario.ts';

export const diskFull: Scenario = {
  name: 'disk-full',
  title: 'A node and a volume fill up',
  steps: [
    {
      afterMs: 0,
      says: "The disk of cluster-03 is 96 % full, Prometheus' volume 93 %",
      breaks: [
        { kind: 'disk-full', cluster: 'cluster-03', target: '/', percent: 96 },
        {
          kind: 'pvc-full',
          cluster: 'cluster-03',
          target: 'prometheus-kube-prometheus-stack-prometheus-db-prometheus-kube-prometheus-stack-prometheus-0',
          percent: 93,
        },
      ],
    },
    { afterMs: 45 * minuteMs, says: 'Everything works again' },
  ],
};
