import { type Labels, labelKey, withoutLabels } from './labels.ts';
import type { InstantSample } from './syntax.ts';

interface Bucket {
  readonly upperBound: number;
  readonly count: number;
}

/** `histogram_quantile` over classic `le` buckets. */
export function histogramQuantile(rank: number, samples: readonly InstantSample[]): InstantSample[] {
  const groups = new Map<string, { labels: Labels; buckets: Bucket[] }>();
  for (const sample of samples) {
    const bound = sample.labels['le'];
    if (bound === undefined) continue;
    const labels = withoutLabels(sample.labels, ['le', '__name__']);
    const group = groups.get(labelKey(labels)) ?? { labels, buckets: [] };
    group.buckets.push({ upperBound: bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound), count: sample.value });
    groups.set(labelKey(labels), group);
  }
  return [...groups.values()].map(({ labels, buckets }) => ({ labels, value: bucketQuantile(rank, buckets) }));
}

function bucketQuantile(rank: number, unsorted: readonly Bucket[]): number {
  if (Number.isNaN(rank)) return Number.NaN;
  if (rank < 0) return Number.NEGATIVE_INFINITY;
  if (rank > 1) return Number.POSITIVE_INFINITY;
  const buckets = [...unsorted].sort((a, b) => a.upperBound - b.upperBound);
  const last = buckets.at(-1);
  if (last === undefined || buckets.length < 2 || last.upperBound !== Number.POSITIVE_INFINITY) return Number.NaN;
  if (last.count === 0 || Number.isNaN(last.count)) return Number.NaN;
  const wanted = rank * last.count;
  const index = buckets.findIndex((bucket) => bucket.count >= wanted);
  const bucket = buckets[index];
  if (bucket === undefined || index === buckets.length - 1) return buckets.at(-2)?.upperBound ?? Number.NaN;
  if (index === 0 && bucket.upperBound <= 0) return bucket.upperBound;
  const below = buckets[index - 1];
  const start = below?.upperBound ?? 0;
  const countBelow = below?.count ?? 0;
  return start + (bucket.upperBound - start) * ((wanted - countBelow) / (bucket.count - countBelow));
}
