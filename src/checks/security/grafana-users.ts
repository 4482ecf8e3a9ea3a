import { say } from '../../messages/say.ts';
import { UpstreamError } from '../../model/errors.ts';
import type { Evidence, Verdict } from '../../model/health.ts';
import { days, seconds } from '../../model/time.ts';
import type { GrafanaUser } from '../../ports.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from '../check.ts';
import { verdict } from '../verdict.ts';

const UNUSED_MS = days(90);
const SOURCE = 'GET /api/org/users';

/** `out-of-reach`: it stands behind the proxy of an API server, through which nobody can log in. */
async function gather({ config, grafana, signal }: CheckContext): Promise<readonly GrafanaUser[] | 'out-of-reach' | null> {
  if (grafana === null) {
    return null;
  }
  try {
    return await grafana.users(signal);
  } catch (error) {
    const isRefused = error instanceof UpstreamError && error.code === 'unauthorized' && error.details.system === 'grafana';
    if (isRefused && config.grafana?.kind === 'service') {
      return 'out-of-reach';
    }
    throw error;
  }
}

/** Names people who can log in to Grafana and have not for a quarter, and lists who may do what. */
export function evaluate(users: readonly GrafanaUser[] | 'out-of-reach' | null, { now }: EvaluateContext): Verdict {
  if (users === null || users === 'out-of-reach') {
    return verdict('unknown', users === null ? say('checks.grafana-none') : say('checks.grafana-proxied'), []);
  }
  const active = users.filter((user) => !user.isDisabled);
  const isUnused = ({ lastSeenAt }: GrafanaUser): boolean => lastSeenAt === null || now - lastSeenAt > UNUSED_MS;
  const unused = active.filter(isUnused).map(({ login }) => login);
  const admins = active.filter(({ role }) => role === 'Admin').map(({ login }) => login);
  const evidence = active
    .toSorted((a, b) => Number(isUnused(b)) - Number(isUnused(a)) || a.login.localeCompare(b.login))
    .map((user): Evidence => {
      const label = `${user.login} (${user.role})`;
      const value = say('evidence.last-seen', { agoMs: user.lastSeenAt === null ? null : now - user.lastSeenAt });
      return { label, value, unit: 'text', source: SOURCE, ...(isUnused(user) ? ({ status: 'warning' } as const) : {}) };
    });
  const summary =
    unused.length === 0
      ? say('checks.grafana-ok', { count: active.length, admins })
      : say('checks.grafana-unused', { unused, count: active.length, admins });
  return verdict(unused.length === 0 ? 'ok' : 'warning', summary, evidence, { value: unused.length, unit: 'count' });
}

export const grafanaUsers = defineCheck({
  id: 'security-grafana-users',
  scope: 'system',
  cadence: 'monthly',
  timeoutMs: seconds(20),
  remedy: { kind: 'runbook', id: 'security-grafana-users' },
  gather,
  evaluate,
});
