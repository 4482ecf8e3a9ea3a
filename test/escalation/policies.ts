import { fileSchema } from '../../src/config/schema.ts';
import type { EscalationPolicy } from '../../src/escalation/step.ts';
import type { Level } from '../../src/model/incident.ts';
import { hours, minutes } from '../../src/model/time.ts';

export const LEVELS: readonly Level[] = [
  { level: 1, notify: ['primary'], ackTimeoutMs: minutes(5), repeat: false },
  { level: 2, notify: ['secondary', 'lead'], ackTimeoutMs: minutes(10), repeat: false },
  { level: 3, notify: ['everyone'], ackTimeoutMs: minutes(15), repeat: true },
];

export const LADDER: EscalationPolicy = { levels: LEVELS, reminderMs: minutes(30), handBackMs: hours(4) };

/** The configuration of the escalation as the schema reads it, with what a test wants to be different. */
export function escalationConfig(overrides: Readonly<Record<string, unknown>> = {}) {
  return fileSchema.shape.escalation.parse({
    team: {
      primary: { schedule: 'primary' },
      secondary: { users: ['U0SECOND'] },
      lead: { users: ['U0LEAD'], hours: 'Mon-Fri 09:00-18:00' },
      everyone: { users: ['U0PRIMARY', 'U0SECOND', 'U0LEAD'] },
      external: { webhook: 'https://support.example/escalate' },
    },
    schedules: { primary: { rotation: 'weekly', start: '2026-01-05T09:00', users: ['U0PRIMARY', 'U0SECOND'] } },
    levels: [
      { level: 1, notify: ['primary'], ackTimeout: '5m' },
      { level: 2, notify: ['secondary', 'lead'], ackTimeout: '10m' },
      { level: 3, notify: ['everyone', 'external'], ackTimeout: '15m', repeat: true },
    ],
    classes: [
      { match: { alertname: 'KubePodCrashLooping|PrometheusTargetDown' }, class: 'pod-crashloop', startLevel: 1 },
      { match: { class: 's3-down|cluster-down' }, startLevel: 2 },
      { match: { class: 'data-loss|security-breach' }, startLevel: 3 },
    ],
    ...overrides,
  });
}
