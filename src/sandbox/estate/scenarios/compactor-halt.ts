import { minuteMs } from '../model/time.ts';
import type { Scenario } from './scenario.ts';

export const compactorHalt: Scenario = {
  name: 'compactor-halt',
  title: 'The compactor halts',
  steps: [
    {
      afterMs: 0,
      says: 'The compactor finds a broken block and halts',
      breaks: [{ kind: 'compactor-halt' }],
    },
    { afterMs: 60 * minuteMs, says: 'Everything works again' },
  ],
};
