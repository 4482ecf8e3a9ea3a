import { say } from '../../messages/say.ts';
import type { Verdict } from '../../model/health.ts';
import { seconds } from '../../model/time.ts';
import { defineCheck } from '../check.ts';
import { verdict } from '../verdict.ts';
import { listAll, NETWORK_POLICIES } from './objects.ts';

/** Without a policy anybody in the cluster can mark blocks for deletion through the compactor's web page. */
export function evaluate(policies: number): Verdict {
  const source = 'kubectl get networkpolicies';
  const status = policies === 0 ? 'warning' : 'ok';
  const summary = policies === 0 ? say('checks.policies-none') : say('checks.policies-ok', { count: policies });
  return verdict(status, summary, [{ label: 'NetworkPolicies', value: policies, unit: 'count', source, status }], {
    value: policies,
    unit: 'count',
  });
}

export const networkPolicies = defineCheck({
  id: 'security-network-policies',
  scope: 'cluster',
  cadence: 'monthly',
  timeoutMs: seconds(20),
  remedy: { kind: 'runbook', id: 'security-network-policies' },
  gather: async (ctx) => (await listAll(ctx, NETWORK_POLICIES)).length,
  evaluate: (policies: number) => evaluate(policies),
});
