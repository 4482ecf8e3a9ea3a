import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../../../src/sandbox/estate/alertmanager/fingerprint.ts';

// Recorded from Alertmanager 0.25.0: the two members of one group and their fingerprints.
const recorded: readonly (readonly [Record<string, string>, string])[] = [
  [{ alertname: 'Grp', cluster: 'eu', pod: 'a', severity: 'warning' }, '97b6056d67a62f98'],
  [{ alertname: 'Grp', cluster: 'eu', pod: 'b', severity: 'warning' }, '933b8dda830e3b49'],
];

describe('sandbox/estate/alertmanager/fingerprint', () => {
  it.each(recorded)('of %j is what Alertmanager computes', (labels, wanted) => {
    expect(fingerprint(labels)).toBe(wanted);
  });
});
