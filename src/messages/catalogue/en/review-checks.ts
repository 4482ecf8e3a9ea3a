import { formatBytes, formatRatio } from '../../../model/size.ts';
import { days, roughDuration } from '../../../model/time.ts';
import { listed } from '../../listed.ts';
import { securityItems } from './security-items.ts';

/** Sentences of the checks that run weekly or more rarely, and of the bucket's blocks. */
export const reviewChecks = {
  'checks.bucket-cut-off': (): string => 'The listing of the bucket was cut off, so its blocks cannot be judged',
  'checks.freshness-ok': (a: { ageMs: number }): string => `Newest uploaded data is ${roughDuration(a.ageMs)} old at most`,
  'checks.freshness-late': (a: { clusters: readonly string[] }): string => `Newest uploaded data is too old: ${listed(a.clusters)}`,
  'checks.retention-ok': (): string => 'Every resolution is kept as long as configured, and no longer',
  'checks.retention-bad': (a: { overdue: number; stuck: number; missing: readonly string[] }): string =>
    [
      ...(a.missing.length === 0 ? [] : [`no blocks: ${listed(a.missing)}`]),
      ...(a.overdue === 0 ? [] : [`${a.overdue} blocks past their retention`]),
      ...(a.stuck === 0 ? [] : [`${a.stuck} marked blocks not deleted`]),
    ].join(' · '),
  'checks.integrity-ok': (a: { blocks: number }): string => `All ${a.blocks} blocks whole, apart and without holes`,
  'checks.integrity-bad': (a: { flaws: readonly string[] }): string => `Blocks with flaws: ${listed(a.flaws, 6)}`,

  'checks.errors-no-logs': (): string => 'No container runs Thanos here, so there is no log to review',
  'checks.errors-none': (a: { logs: number; reach: string }): string =>
    `No errors in ${a.logs} logs${a.reach === '' ? '' : ` (they reach back ${a.reach})`}`,
  'checks.errors': (a: { total: number; pods: readonly string[]; unread: readonly string[]; reach: string }): string =>
    [
      ...(a.total === 0 ? [] : [`${a.total} errors: ${listed(a.pods)}`]),
      ...(a.unread.length === 0 ? [] : [`not readable: ${listed(a.unread)}`]),
      ...(a.reach === '' ? [] : [`logs reach back ${a.reach}`]),
    ].join(' · '),

  'checks.trends-none': (a: { resources: readonly string[] }): string =>
    `Not enough history of ${listed(a.resources)}; is node-exporter scraped?`,
  'checks.trends': (a: { cpu: number; memory: number; disk: number; bad: readonly string[] }): string =>
    `CPU ${formatRatio(a.cpu)}, memory ${formatRatio(a.memory)}, disk ${formatRatio(a.disk)}${a.bad.length === 0 ? '' : `; running short: ${listed(a.bad)}`}`,

  'checks.capacity-none': (): string => 'Nothing to forecast from: neither a bucket nor figures of volumes',
  'checks.capacity-volumes': (a: { volumes: readonly string[] }): string =>
    `The bucket cannot be forecast${a.volumes.length === 0 ? '' : `; volumes and disks that fill up: ${listed(a.volumes)}`}`,
  'checks.capacity': (a: {
    sizeBytes: number;
    laterBytes: number;
    halfYearBytes: number;
    capacityBytes: number | null;
    warningMs: number | null;
    untilMs: number | null;
    volumes: readonly string[];
  }): string =>
    [
      `Bucket ${formatBytes(a.sizeBytes)}, in 3 months about ${formatBytes(a.laterBytes)}, in 6 months ${formatBytes(a.halfYearBytes)}${a.capacityBytes === null ? '' : ` of ${formatBytes(a.capacityBytes)}`}`,
      ...(a.warningMs === null ? [] : [`80 % full in ${roughDuration(a.warningMs)}`]),
      ...(a.untilMs === null ? [] : [`90 % full in ${roughDuration(a.untilMs)}`]),
      ...(a.volumes.length === 0 ? [] : [`volumes and disks that fill up: ${listed(a.volumes)}`]),
    ].join(' · '),

  'checks.local-retention-none': (a: { name: string }): string => `Prometheus ${a.name} does not tell its retention`,
  'checks.local-retention-ok': (a: { retention: string; least: string }): string => `Prometheus keeps ${a.retention} by itself`,
  'checks.local-retention-short': (a: { retention: string; least: string }): string =>
    `Prometheus keeps only ${a.retention}: an outage of the bucket longer than that loses data (at least ${a.least})`,

  'checks.benchmark': (a: { slowestMs: number; queries: number; partial: readonly string[] }): string =>
    `Slowest of ${a.queries} large queries took ${(a.slowestMs / 1_000).toFixed(1)} s${a.partial.length === 0 ? '' : `; not a whole answer: ${listed(a.partial)}`}`,

  'checks.accounts-ok': (a: { count: number }): string => `All ${a.count} ServiceAccounts are in use`,
  'checks.accounts-unused': (a: { names: readonly string[] }): string => `ServiceAccounts that no pod uses: ${listed(a.names)}`,
  'checks.policies-none': (): string => 'No NetworkPolicy restricts who may reach the monitoring stack',
  'checks.policies-ok': (a: { count: number }): string => `${a.count} NetworkPolicies`,
  'checks.standards-unreadable': (): string => 'The namespace cannot be read',
  'checks.standards-none': (a: { namespace: string }): string => `Namespace ${a.namespace} has no Pod Security level`,
  'checks.standards-ok': (a: { value: string }): string => `Pod Security: ${a.value}`,
  'checks.images-none': (): string => 'No images found',
  'checks.images-ok': (a: { count: number }): string => `All ${a.count} images name a version; scan them with trivy`,
  'checks.images-floating': (a: { images: readonly string[] }): string => `Images without a fixed version: ${listed(a.images)}`,
  'checks.grafana-none': (): string => 'No Grafana is configured (grafana.url and GRAFANA_TOKEN)',
  'checks.grafana-proxied': (): string =>
    "No token gets through to Grafana: grafana.service goes through the API server's proxy, which keeps the Authorization header for itself. Set grafana.url to an address that the bot reaches directly",
  'checks.grafana-ok': (a: { count: number; admins: readonly string[] }): string =>
    `${a.count} Grafana users, all seen within 90 days; Admin: ${listed(a.admins) || 'nobody'}`,
  'checks.grafana-unused': (a: { unused: readonly string[]; count: number; admins: readonly string[] }): string =>
    `${a.unused.length} of ${a.count} Grafana users not seen for 90 days: ${listed(a.unused)} · Admin: ${listed(a.admins) || 'nobody'}`,
  'checks.scans-no-scanner': (): string =>
    'No Trivy operator in this cluster and no trivy where the bot runs. Install one of them (helm install trivy-operator aqua/trivy-operator, or trivy.binary), or scan by hand and record it with /thanos security done vulnerabilities <note>',
  'checks.scans-none': (): string => 'The Trivy operator has no reports for this namespace yet',
  'checks.scans': (a: { images: number; critical: number; high: number; stale: number }): string =>
    `${a.critical} critical and ${a.high} high vulnerabilities in ${a.images} images${a.stale === 0 ? '' : ` · ${a.stale} scans older than a month`}`,
  'checks.scans-nothing': (a: { pending: number; failed: readonly string[]; reason: string }): string =>
    a.failed.length === 0
      ? `${a.pending} images are being scanned; ask again in a few minutes`
      : `No image could be scanned (${a.reason})${a.pending === 0 ? '' : `; ${a.pending} more are being scanned`}`,
  'checks.scans-partly': (a: {
    images: number;
    critical: number;
    high: number;
    stale: number;
    pending: number;
    failed: readonly string[];
    reason: string;
  }): string =>
    [
      `So far ${a.critical} critical and ${a.high} high vulnerabilities in ${a.images} images`,
      ...(a.pending === 0 ? [] : [`${a.pending} are being scanned; ask again in a few minutes`]),
      ...(a.failed.length === 0 ? [] : [`not scanned: ${listed(a.failed)} (${a.reason})`]),
    ].join(' · '),
  'checks.checklist-ok': (a: { count: number }): string => `All ${a.count} items looked at within a month`,
  'checks.checklist-open': (a: { open: readonly string[] }): string =>
    `Not looked at this month: ${listed(
      a.open.map((item) => securityItems[item] ?? item),
      6,
    )}`,
  'checks.s3-key-none': (): string => 'No access key of ours is configured for S3',
  'checks.s3-key': (a: { ageMs: number; isOld: boolean }): string =>
    a.ageMs < days(1)
      ? 'The age of the S3 access key counts from today'
      : `S3 access key in use for at least ${roughDuration(a.ageMs)}${a.isOld ? '; rotate it' : ''}`,
};
