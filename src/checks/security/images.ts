import { say } from '../../messages/say.ts';
import type { Evidence, Verdict } from '../../model/health.ts';
import { seconds } from '../../model/time.ts';
import { defineCheck } from '../check.ts';
import { verdict } from '../verdict.ts';
import { namespaceOf } from './objects.ts';

/** Judges whether every image names one version, and lists what a scanner should look at. */
export function evaluate(images: readonly string[]): Verdict {
  const unique = [...new Set(images)].toSorted();
  if (unique.length === 0) {
    return verdict('unknown', say('checks.images-none'), []);
  }
  const floating = unique.filter(isFloating);
  const evidence = [...floating, ...unique.filter((image) => !floating.includes(image))].map((image): Evidence => {
    const fact = {
      label: image,
      value: say('evidence.version', { isFixed: !isFloating(image) }),
      unit: 'text',
      source: `trivy image ${image}`,
    } as const;
    return isFloating(image) ? { ...fact, status: 'warning' } : fact;
  });
  const summary =
    floating.length === 0 ? say('checks.images-ok', { count: unique.length }) : say('checks.images-floating', { images: floating });
  return verdict(floating.length === 0 ? 'ok' : 'warning', summary, evidence, { value: floating.length, unit: 'count' });
}

/** `latest` or no tag at all, and no digest: what runs changes without anybody deciding it. */
function isFloating(image: string): boolean {
  const name = image.slice(image.lastIndexOf('/') + 1);
  return !image.includes('@sha256:') && (!name.includes(':') || name.endsWith(':latest'));
}

export const images = defineCheck({
  id: 'security-images',
  scope: 'cluster',
  cadence: 'monthly',
  timeoutMs: seconds(20),
  remedy: { kind: 'runbook', id: 'security-images' },
  gather: async (ctx) => {
    const pods = await ctx.cluster.kubernetes.listPods(namespaceOf(ctx), ctx.signal);
    return pods.flatMap((pod) => pod.containers.map((container) => container.image));
  },
  evaluate: (names: readonly string[]) => evaluate(names),
});
