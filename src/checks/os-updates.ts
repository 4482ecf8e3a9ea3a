import { metricCheck } from './metrics/metric-check.ts';
import { over } from './metrics/range.ts';
import { anyAbove } from './metrics/row.ts';
import { nodeName } from './node-name.ts';

/** Security updates that wait on the nodes, from node-exporter's text collector for apt. */
export const osUpdates = metricCheck({
  id: 'os-updates',
  scope: 'cluster',
  cadence: 'monthly',
  metric: 'apt_upgrades_pending',
  query: ({ cluster }) =>
    `sum by (instance) (apt_upgrades_pending{origin=~".*[Ss]ecurity.*"${cluster}}) or max by (instance) (apt_upgrades_pending{${cluster.slice(1)}}) * 0`,
  subject: ({ instance = '' }) => nodeName(instance),
  unit: 'count',
  bad: 'high',
  normal: '0',
  threshold: over('0'),
  judge: anyAbove('warning'),
  scrape: 'node-exporter --collector.textfile with prometheus-community/node-exporter-textfile-collector-scripts apt_info.py',
});
