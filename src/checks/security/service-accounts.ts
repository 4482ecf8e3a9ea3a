import { z } from 'zod';
import { say } from '../../messages/say.ts';
import type { Evidence, Verdict } from '../../model/health.ts';
import { seconds } from '../../model/time.ts';
import { type CheckContext, defineCheck } from '../check.ts';
import { verdict } from '../verdict.ts';
import { listAll, PODS, SERVICE_ACCOUNTS } from './objects.ts';

/** Every namespace has the first; the second is ours, and we may well run outside of the cluster. */
const WITHOUT_POD: ReadonlySet<string> = new Set(['default', 'thanos-chatops']);

export interface AccountFacts {
  readonly accounts: readonly string[];
  /** Accounts that pods run as. */
  readonly used: readonly string[];
}

const accountSchema = z.object({ metadata: z.object({ name: z.string() }) });
const podSchema = z.object({ spec: z.object({ serviceAccountName: z.string().default('default') }) });

async function gather(ctx: CheckContext): Promise<AccountFacts> {
  const [accounts, pods] = await Promise.all([listAll(ctx, SERVICE_ACCOUNTS), listAll(ctx, PODS)]);
  return {
    accounts: accounts.map((account) => accountSchema.parse(account).metadata.name),
    used: pods.map((pod) => podSchema.parse(pod).spec.serviceAccountName),
  };
}

/** Names accounts that no pod runs as: each is a credential that nobody watches. */
export function evaluate({ accounts, used }: AccountFacts): Verdict {
  const unused = accounts.filter((name) => !WITHOUT_POD.has(name) && !used.includes(name));
  const source = 'kubectl get serviceaccounts,pods';
  const evidence = unused.map(
    (name): Evidence => ({ label: name, value: say('evidence.unused-account'), unit: 'text', source, status: 'warning' }),
  );
  const summary =
    unused.length === 0 ? say('checks.accounts-ok', { count: accounts.length }) : say('checks.accounts-unused', { names: unused });
  return verdict(unused.length === 0 ? 'ok' : 'warning', summary, evidence, { value: unused.length, unit: 'count' });
}

export const serviceAccounts = defineCheck({
  id: 'security-service-accounts',
  scope: 'cluster',
  cadence: 'monthly',
  timeoutMs: seconds(20),
  remedy: { kind: 'runbook', id: 'security-service-accounts' },
  gather,
  evaluate: (facts: AccountFacts) => evaluate(facts),
});
