import type { CheckContext } from '../check.ts';
import { claimUses } from '../claim-use.ts';
import { namespaceOf } from '../security/objects.ts';
import type { Replacement } from './row.ts';

const CLAIMS_OF_PROMETHEUS = /^prometheus-.+-db-prometheus-.+$/;

/** The share in use of Prometheus' volumes, or of all in the monitoring namespace, from `df` in their pods. */
export async function volumeRatios(ctx: CheckContext, which: 'prometheus' | 'all'): Promise<Replacement> {
  const uses = await claimUses(ctx, (claim) => which === 'all' || CLAIMS_OF_PROMETHEUS.test(claim));
  return {
    samples: uses.flatMap(({ claim, pod, path, found }) =>
      found === null ? [] : [{ labels: { persistentvolumeclaim: claim, pod, path }, value: found.usedBytes / found.sizeBytes }],
    ),
    source: `kubectl -n ${namespaceOf(ctx)} exec <pod> -- df -P -k <path>`,
    unread: uses.flatMap(({ claim, found, reason }) => (found === null ? [{ subject: claim, reason }] : [])),
  };
}
