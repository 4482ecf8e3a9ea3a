import { minuteMs } from '../model/time.ts';
import type { Scenario } from './scenario.ts';

export const s3Outage: Scenario = {
  name: 's3-outage',
  title: 'S3 is away for two and a half hours',
  steps: [
    {
      afterMs: 0,
      says: 'Object storage answers 503',
      breaks: [{ kind: 's3-down', mode: '503' }],
    },
    { afterMs: 150 * minuteMs, says: 'Everything works again' },
  ],
};
