import type { Block } from '../model/message.ts';
import type { StoreEndpoint } from '../model/metrics.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

/** What Thanos Query lists, one row for each endpoint, broken ones first. */
export function endpointBlocks(endpoints: readonly StoreEndpoint[], { locale }: View): readonly Block[] {
  if (endpoints.length === 0) {
    return [];
  }
  const rows = endpoints
    .toSorted((a, b) => Number(a.lastError === null) - Number(b.lastError === null) || order(a).localeCompare(order(b)))
    .map(({ type, address, labelSets, lastError }) => [
      type,
      address,
      clustersOf(labelSets),
      lastError === null ? plain(locale, say('stores.ok')) : lastError.slice(0, 120),
    ]);
  const columns = (['type', 'address', 'cluster', 'state'] as const).map((column) => plain(locale, say(`stores.column.${column}`)));
  return [
    { kind: 'context', items: [translate(locale, say('stores.endpoints'))] },
    { kind: 'table', columns, rows },
  ];
}

function clustersOf(labelSets: StoreEndpoint['labelSets']): string {
  const clusters = [...new Set(labelSets.flatMap((labels) => labels['cluster'] ?? []))].sort();
  return clusters.length > 3 ? `${clusters.slice(0, 3).join(', ')} +${clusters.length - 3}` : clusters.join(', ');
}

function order({ type, address }: StoreEndpoint): string {
  return `${type} ${address}`;
}
