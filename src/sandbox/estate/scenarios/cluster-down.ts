import { minuteMs } from '../model/time.ts';
import type { Scenario } from './scenario.ts';

export const clusterDown: Scenario = {
  name: 'cluster-down',
  title: 'A whole edge cluster is gone',
  steps: [
    {
      afterMs: 0,
      says: 'cluster-04 loses its node and its network',
      breaks: [
        { kind: 'node-down', cluster: 'cluster-04' },
        { kind: 'cluster-cut', cluster: 'cluster-04', mode: 'refuse' },
      ],
    },
    { afterMs: 30 * minuteMs, says: 'Everything works again' },
  ],
};
