import type { ClusterModel } from '../model/cluster-model.ts';
import type { EstateModel } from '../model/estate-model.ts';
import type { Matcher, Series } from '../promql/syntax.ts';
import { droppedNames, kubernetesGroup } from './kubernetes-metrics.ts';
import { bucketGroup, claimGroup, nodeGroup } from './node-metrics.ts';
import { prometheusGroup } from './prometheus-metrics.ts';
import { type MetricGroup, SeriesList } from './series-list.ts';
import { thanosGroup } from './thanos-metrics.ts';

const groups: readonly MetricGroup[] = [prometheusGroup, thanosGroup, nodeGroup, claimGroup, kubernetesGroup, bucketGroup];

export const metricNames: readonly string[] = [...new Set(groups.flatMap((group) => group.names))].sort();

/** The series of one cluster, as a scraper inside it would have them, without external labels. */
export function clusterSeries(model: EstateModel, cluster: ClusterModel, matchers: readonly Matcher[]): Series[] {
  const nameMatchers = matchers.filter((matcher) => matcher.name === '__name__');
  const dropped = droppedNames(cluster);
  const wanted = (name: string): boolean =>
    nameMatchers.every((matcher) => matcher.matches(name)) && !dropped.some((pattern) => pattern.test(name));
  const found: Series[] = [];
  for (const group of groups) {
    if (!group.names.some(wanted)) continue;
    const list = new SeriesList();
    group.build(model, cluster, list);
    for (const series of list.series) if (wanted(series.labels['__name__'] ?? '')) found.push(series);
  }
  return found;
}

export function matchesAll(matchers: readonly Matcher[], labels: Readonly<Record<string, string>>): boolean {
  return matchers.every((matcher) => matcher.matches(labels[matcher.name] ?? ''));
}
