import { formatBytes, formatChange, formatRatio } from '../../../model/size.ts';
import { roughDuration } from '../../../model/time.ts';
import { listed } from '../../listed.ts';
import { titles } from './check-titles.ts';
import { metricChecks } from './metric-checks.ts';
import { reviewChecks } from './review-checks.ts';

const REASONS: Readonly<Record<string, string>> = {
  timeout: 'no answer in time',
  unreachable: 'not reachable',
  unauthorized: 'does not accept our credentials',
  forbidden: 'does not allow this',
  'not-found': 'does not have this',
  'rate-limited': 'asks us to slow down',
  unavailable: 'temporarily out of service',
  'bad-response': 'answered something that we cannot read',
};

const UPLOAD: Readonly<Record<string, string>> = {
  failing: 'uploads fail',
  late: 'no upload for too long',
  never: 'no upload since it started',
  unmeasured: 'nothing tells when it last uploaded',
};

type Bucket = {
  sizeBytes: number;
  otherBytes: number;
  blocks: number;
  capacityBytes: number | null;
  /** Change over `growthMs`; `null` while there is nothing to compare with, and missing in reports kept from before. */
  growthBytes: number | null;
  growthMs: number | null;
};

function growth({ growthBytes, growthMs }: Bucket): string {
  return typeof growthBytes !== 'number' || typeof growthMs !== 'number'
    ? ''
    : `, ${formatChange(growthBytes)} in ${roughDuration(growthMs)}`;
}

/** Where the figures of a node's disks can come from. */
const GET_DISKS = 'have Prometheus scrape node-exporter there, or give the node `ssh` in the configuration';

export const checks = {
  'checks.title': (a: { checkId: string }): string => new Map<string, string>(Object.entries(titles)).get(a.checkId) ?? a.checkId,
  'checks.could-not-look': (a: { place: string; code: string; reason: string }): string =>
    `${a.place}: ${REASONS[a.code] ?? 'no usable answer'} (${a.reason})`,
  'checks.timed-out': (a: { afterMs: number }): string => `Not finished after ${roughDuration(a.afterMs)}`,
  'checks.broke': (a: { id: string }): string => `Error ${a.id} on the bot's side`,

  'checks.pods-none': (a: { namespace: string }): string => `No pods at all in namespace ${a.namespace}`,
  'checks.pods-ok': (a: { count: number }): string => `All ${a.count} pods fine`,
  'checks.pods-bad': (a: { bad: number; count: number; problems: readonly string[] }): string =>
    `${a.bad} of ${a.count} pods in trouble: ${listed(a.problems)}`,

  'checks.upload-no-sidecar': (): string => 'No pod with a Sidecar, so nothing is uploaded',
  'checks.upload-ok': (a: { sidecars: number; ageMs: number | null }): string =>
    a.ageMs === null
      ? `${a.sidecars === 1 ? 'The Sidecar has' : `${a.sidecars} Sidecars have`} just started; the first upload is not due yet`
      : `Last upload ${roughDuration(a.ageMs)} ago`,
  'checks.upload-bad': (a: { kind: string; pod: string; ageMs: number | null; error: string | null }): string =>
    [
      `${a.pod}: ${UPLOAD[a.kind] ?? a.kind}`,
      ...(a.ageMs === null ? [] : [`last upload ${roughDuration(a.ageMs)} ago`]),
      ...(a.error === null ? [] : [a.error]),
    ].join(' · '),

  'checks.stores-nothing-expected': (): string => 'The configuration expects no stores, so a missing one cannot be noticed',
  'checks.stores-ok': (a: { healthy: number }): string => `All ${a.healthy} expected stores connected`,
  'checks.stores-missing': (a: { healthy: number; expected: number; missing: readonly string[]; twins: readonly string[] }): string =>
    [
      `${a.healthy} of ${a.expected} stores, missing: ${listed(a.missing)}`,
      ...(a.twins.length === 0 ? [] : [`same labels: ${listed(a.twins)}`]),
    ].join(' · '),
  'checks.stores-twins': (a: { twins: readonly string[] }): string =>
    `Stores with the same external labels (their blocks will overlap): ${listed(a.twins)}`,
  'checks.stores-gap': (a: { gaps: readonly string[] }): string =>
    `Stretches that no query answers, between the Store Gateway's blocks and the Sidecars' data: ${listed(a.gaps)}`,
  'checks.stores-no-blocks': (a: { clusters: readonly string[] }): string =>
    `The Store Gateway has no blocks of ${listed(a.clusters)}, so only what Prometheus still keeps can be queried`,
  'checks.stores-unstated': (a: { clusters: readonly string[] }): string =>
    `All stores connected, but the Sidecars of ${listed(a.clusters)} do not say where their data begins, so a gap to the Store Gateway cannot be ruled out`,

  'checks.alerts-ok': (a: { active: number; quiet: number; names: readonly string[] }): string =>
    a.quiet === 0 ? 'No active alerts' : `No active alerts, ${a.quiet} silenced or inhibited`,
  'checks.alerts-active': (a: { active: number; quiet: number; names: readonly string[] }): string =>
    `${a.active} active: ${listed(a.names)}${a.quiet === 0 ? '' : `, ${a.quiet} silenced or inhibited`}`,
  'checks.alerts-no-watchdog': (a: { active: number; names: readonly string[] }): string =>
    `Watchdog does not arrive, so alerts may be lost${a.active === 0 ? '' : ` · ${a.active} active: ${listed(a.names)}`}`,

  'checks.silences-none': (): string => 'No active silences',
  'checks.silences': (a: { active: number; ending: number; long: readonly string[]; forgotten: readonly string[] }): string =>
    [
      `${a.active} active ${a.active === 1 ? 'silence' : 'silences'}`,
      ...(a.ending === 0 ? [] : [`${a.ending} end within a day`]),
      ...(a.long.length === 0 ? [] : [`made for more than a week: ${listed(a.long)}`]),
      ...(a.forgotten.length === 0 ? [] : [`older than a day with nobody to remind: ${listed(a.forgotten)}`]),
    ].join(' · '),

  'checks.disk': (a: { node: string; mount: string; ratio: number; fileSystems: number; over: number }): string =>
    `Fullest disk ${formatRatio(a.ratio)} (${a.node} ${a.mount})${a.over > 1 ? `, ${a.over} of ${a.fileSystems} over the limit` : ''}`,
  'checks.disk-silent': (a: { node: string; mount: string; ratio: number; nodes: readonly string[] }): string =>
    `No disk figures from ${listed(a.nodes)}: ${GET_DISKS}. Fullest of the others ${formatRatio(a.ratio)} (${a.node} ${a.mount})`,
  'checks.disk-none': (a: { nodes: readonly string[] }): string =>
    `No disk figures${a.nodes.length === 0 ? '' : ` from ${listed(a.nodes)}`}: ${GET_DISKS}`,

  'checks.bucket-none': (): string => 'No bucket is configured',
  'checks.bucket': (a: Bucket): string =>
    [
      a.capacityBytes === null
        ? `${formatBytes(a.sizeBytes)} in ${a.blocks} blocks (no capacity configured)${growth(a)}`
        : `${formatBytes(a.sizeBytes)} of ${formatBytes(a.capacityBytes)} (${formatRatio(a.sizeBytes / a.capacityBytes)}), ${a.blocks} blocks${growth(a)}`,
      ...(a.otherBytes > 0 ? [`${formatBytes(a.otherBytes)} of it is no block`] : []),
    ].join(' · '),
  'checks.bucket-partial': (a: Bucket): string => `At least ${formatBytes(a.sizeBytes)} in ${a.blocks} blocks; the listing was cut off`,

  ...metricChecks,
  ...reviewChecks,
};
