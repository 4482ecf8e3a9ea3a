import type { Config } from '../../config/config.ts';
import type { HealthStatus, Unit } from '../../model/health.ts';
import type { Sample } from '../../model/metrics.ts';
import type { Words } from '../../model/phrase.ts';
import type { CheckContext, EvaluateContext } from '../check.ts';

/** Where an expression looks: job patterns of the configuration and, through Thanos, one cluster. */
export interface Selection {
  readonly jobs: Config['metrics']['jobs'];
  /** Label matcher for inside braces, with a leading comma, or nothing. */
  readonly cluster: string;
}

/** Figures from somewhere else, where nothing scrapes the metric. */
export interface Replacement {
  readonly samples: readonly Sample[];
  /** Command or object that shows the same. */
  readonly source: string;
  /** What could not be read there either. */
  readonly unread: readonly { readonly subject: string; readonly reason: Words }[];
}

/** One line of the operators' list of metrics: what is asked, what is normal, and how a value is judged. */
export interface MetricRow {
  /** The check's id. */
  readonly id: string;
  /** `cluster` asks for each cluster, `system` for the central components. */
  readonly scope: 'cluster' | 'system';
  /** Default daily. */
  readonly cadence?: 'daily' | 'weekly' | 'monthly';
  /** The metric that the row is about, as the component exposes it. */
  readonly metric: string;
  query(select: Selection): string;
  /** What a series is about; by default its labels that are not the same for all. */
  subject?(labels: Sample['labels']): string;
  readonly unit: Unit;
  /** Which end of the scale is bad. */
  readonly bad: 'high' | 'low';
  /** As in the table of metrics: a number, or what `range.ts` makes of it. */
  readonly normal: Words;
  readonly threshold: Words;
  judge(value: number, ctx: EvaluateContext): HealthStatus;
  /** What must be scraped for the series to exist; said when there are none. */
  readonly scrape: string;
  /** What an empty answer means; by default it is unknown. */
  readonly whenAbsent?: 'ok' | 'critical';
  /** Another way to the same figures, asked when there is no series, or nobody who could be asked for them. */
  instead?(ctx: CheckContext): Promise<Replacement>;
  /** How many series there must be. */
  expected?(ctx: EvaluateContext): number;
  /** The expression looks further back than a Prometheus keeps data, so only Thanos may answer. */
  readonly needsThanos?: boolean;
  /** `false` while it is too early to expect anything. */
  isDue?(ctx: CheckContext): Promise<boolean>;
}

/** A selector of one metric in the jobs of a component. */
export function series(metric: string, job: string, { cluster }: Selection, more = ''): string {
  return `${metric}{job=~${JSON.stringify(job)}${more}${cluster}}`;
}

/** Codes for which the server, not the caller, is to blame. A store that refuses too large a request does its work. */
const SERVER_FAULTS = ',grpc_code=~"Unknown|Internal|Unavailable|DataLoss|DeadlineExceeded"';

/** Share of gRPC calls that fail, for each pod. */
export function grpcFailures(side: 'server' | 'client', job: string, select: Selection): string {
  const metric = `grpc_${side}_handled_total`;
  const rate = (more: string) => `sum by (namespace, pod) (rate(${series(metric, job, select, more)}[5m]))`;
  return `(${rate(side === 'server' ? SERVER_FAULTS : ',grpc_code!~"OK|Canceled"')} or ${rate('')} * 0) / ${rate('')}`;
}

/** Share of operations on the bucket that failed in the last hour, for each pod. */
export function bucketFailures(job: string, select: Selection): string {
  const sum = (metric: string) => `sum by (namespace, pod) (increase(${series(metric, job, select)}[1h]))`;
  return `${sum('thanos_objstore_bucket_operation_failures_total')} / ${sum('thanos_objstore_bucket_operations_total')}`;
}

/** Anything above zero is as bad as is said. Counters are extrapolated, so a hair above zero is zero. */
export function anyAbove(status: HealthStatus): (value: number) => HealthStatus {
  return (value) => (value > 0.001 ? status : 'ok');
}

/** Nothing at all is as bad as is said. */
export function noneIs(status: HealthStatus): (value: number) => HealthStatus {
  return (value) => (value < 0.001 ? status : 'ok');
}

export function above(limits: { readonly warning?: number; readonly critical?: number }): (value: number) => HealthStatus {
  return (value) => {
    if (limits.critical !== undefined && value > limits.critical) {
      return 'critical';
    }
    return limits.warning !== undefined && value > limits.warning ? 'warning' : 'ok';
  };
}
