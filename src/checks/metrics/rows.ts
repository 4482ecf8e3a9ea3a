import { COMPACTOR_ROWS } from './compactor.ts';
import { PROMETHEUS_ROWS } from './prometheus.ts';
import { QUERY_ROWS } from './query.ts';
import type { MetricRow } from './row.ts';
import { RULER_ROWS } from './ruler.ts';
import { SIDECAR_ROWS } from './sidecar.ts';
import { STORE_ROWS } from './store.ts';

/** Components as `/thanos metrics [component]` names them. */
export type MetricComponent = 'prometheus' | 'sidecar' | 'query' | 'store' | 'compactor' | 'ruler';

/** The operators' list of metrics, by component. */
export const METRIC_ROWS: Readonly<Record<MetricComponent, readonly MetricRow[]>> = {
  prometheus: PROMETHEUS_ROWS,
  sidecar: SIDECAR_ROWS,
  query: QUERY_ROWS,
  store: STORE_ROWS,
  compactor: COMPACTOR_ROWS,
  ruler: RULER_ROWS,
};
