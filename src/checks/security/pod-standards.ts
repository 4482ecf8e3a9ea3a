import { z } from 'zod';
import { say } from '../../messages/say.ts';
import type { Verdict } from '../../model/health.ts';
import { seconds } from '../../model/time.ts';
import { type CheckContext, defineCheck } from '../check.ts';
import { verdict } from '../verdict.ts';
import { NAMESPACES, namespaceOf } from './objects.ts';

const LABEL = 'pod-security.kubernetes.io';
const namespaceSchema = z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()).default({}) }) });

export interface StandardFacts {
  readonly namespace: string;
  /** Level that is enforced, warned about or audited; `null` when none is set. */
  readonly enforced: string | null;
  readonly warned: string | null;
}

async function gather(ctx: CheckContext): Promise<StandardFacts | null> {
  const namespace = namespaceOf(ctx);
  const found = namespaceSchema.safeParse(await ctx.cluster.kubernetes.getObject(NAMESPACES, null, namespace, ctx.signal));
  if (!found.success) {
    return null;
  }
  const { labels } = found.data.metadata;
  return { namespace, enforced: labels[`${LABEL}/enforce`] ?? null, warned: labels[`${LABEL}/warn`] ?? labels[`${LABEL}/audit`] ?? null };
}

/** Pod Security Admission took the place of PodSecurityPolicy in Kubernetes 1.25; a namespace without its labels allows everything. */
export function evaluate(facts: StandardFacts | null): Verdict {
  if (facts === null) {
    return verdict('unknown', say('checks.standards-unreadable'), []);
  }
  const source = `kubectl get namespace ${facts.namespace} --show-labels`;
  const value = say('evidence.pod-standards', { enforced: facts.enforced, warned: facts.warned });
  const status = facts.enforced === null && facts.warned === null ? 'warning' : 'ok';
  const summary = status === 'ok' ? say('checks.standards-ok', { value }) : say('checks.standards-none', { namespace: facts.namespace });
  return verdict(status, summary, [{ label: facts.namespace, value, unit: 'text', source, status }]);
}

export const podStandards = defineCheck({
  id: 'security-pod-standards',
  scope: 'cluster',
  cadence: 'monthly',
  timeoutMs: seconds(20),
  remedy: { kind: 'runbook', id: 'security-pod-standards' },
  gather,
  evaluate: (facts: StandardFacts | null) => evaluate(facts),
});
