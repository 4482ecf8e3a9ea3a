import { days, hours } from '../../model/time.ts';
import type { CheckContext } from '../check.ts';
import { over, within } from './range.ts';
import { above, anyAbove, bucketFailures, type MetricRow, noneIs, type Selection, series } from './row.ts';

const SCRAPE = 'ServiceMonitor for thanos-compactor with label release=kube-prometheus-stack (port 10902)';

function total(metric: string, window: string, select: Selection): string {
  return `sum(increase(${series(metric, select.jobs.compactor, select)}[${window}]))`;
}

/** Downsampling starts with the first block of two days, which is complete when the data is about four days old. */
async function hasOldData(ctx: CheckContext): Promise<boolean> {
  const inventory = await ctx.inventory().catch(() => null);
  const oldest = inventory?.blocks.reduce((least, block) => Math.min(least, block.meta?.minTime ?? least), ctx.now) ?? 0;
  return ctx.now - oldest > days(4);
}

/** Compactor: what compacts, downsamples and deletes. */
export const COMPACTOR_ROWS: readonly MetricRow[] = [
  {
    id: 'compactor-halted',
    scope: 'system',
    metric: 'thanos_compact_halted',
    query: (select) => `max by (namespace, pod) (${series('thanos_compact_halted', select.jobs.compactor, select)})`,
    unit: 'count',
    bad: 'high',
    normal: '0',
    threshold: '1',
    judge: anyAbove('critical'),
    scrape: SCRAPE,
  },
  {
    id: 'compactor-single',
    scope: 'system',
    metric: 'thanos_compact_halted',
    query: (select) => `count(max by (namespace, pod) (${series('thanos_compact_halted', select.jobs.compactor, select)}))`,
    unit: 'count',
    bad: 'high',
    normal: '1',
    threshold: over('1'),
    judge: above({ critical: 1 }),
    scrape: SCRAPE,
  },
  {
    id: 'compactor-compactions',
    scope: 'system',
    metric: 'thanos_compact_group_compactions_total',
    query: (select) => total('thanos_compact_group_compactions_total', '24h', select),
    unit: 'count',
    bad: 'low',
    normal: within(over('0'), hours(24)),
    threshold: within('0', hours(24)),
    judge: noneIs('warning'),
    needsThanos: true,
    scrape: SCRAPE,
  },
  {
    id: 'compactor-failures',
    scope: 'system',
    metric: 'thanos_compact_retries_total',
    // Halting, retries and failed exits are counted apart; the iterations counter has no label that tells errors.
    query: (select) => {
      const failures = ['thanos_compact_group_compactions_failures_total', 'thanos_compact_downsample_failures_total'];
      const optional = failures.map((metric) => `(${total(metric, '1h', select)} or vector(0))`);
      return [total('thanos_compact_retries_total', '1h', select), ...optional].join(' + ');
    },
    unit: 'count',
    bad: 'high',
    normal: '0',
    threshold: within(over('0'), hours(1)),
    judge: anyAbove('warning'),
    scrape: SCRAPE,
  },
  {
    id: 'compactor-bucket-failures',
    scope: 'system',
    metric: 'thanos_objstore_bucket_operation_failures_total',
    query: (select) => bucketFailures(select.jobs.compactor, select),
    unit: 'ratio',
    bad: 'high',
    normal: '0 %',
    threshold: over('5 %'),
    judge: above({ warning: 0.05 }),
    scrape: SCRAPE,
  },
  {
    id: 'compactor-iterations',
    scope: 'system',
    metric: 'thanos_compact_iterations_total',
    query: (select) => total('thanos_compact_iterations_total', '6h', select),
    unit: 'count',
    bad: 'low',
    normal: within(over('0'), hours(6)),
    threshold: within('0', hours(6)),
    judge: noneIs('warning'),
    needsThanos: true,
    scrape: SCRAPE,
  },
  {
    id: 'compactor-downsampling',
    scope: 'system',
    metric: 'thanos_compact_downsample_total',
    // Work comes every 48 hours, so a window of a day would alarm every other day.
    query: (select) => total('thanos_compact_downsample_total', '72h', select),
    unit: 'count',
    bad: 'low',
    normal: within(over('0'), hours(72)),
    threshold: within('0', hours(72)),
    judge: noneIs('warning'),
    needsThanos: true,
    isDue: hasOldData,
    scrape: SCRAPE,
  },
];
