import type { FileConfig } from '../config/schema.ts';
import type { Incident } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';
import { areStoresOf } from './lost-stores.ts';
import { isWorse } from './severity.ts';

/** An open incident as far as folding looks at it. */
export type OpenIncident = Pick<
  Incident,
  'id' | 'title' | 'cluster' | 'severity' | 'labels' | 'annotations' | 'escalation' | 'openedAt' | 'parentId'
>;

/** Incidents that one cause explains. The parent is called for; the children are shown in it and stay quiet. */
export interface Fold {
  /** Class that the parent gets: `s3-down`, `cluster-down` or `storm`. It can decide the parent's level. */
  readonly classId: string;
  readonly parentId: string;
  /** Incidents to fold now. Those folded earlier are not repeated. */
  readonly childIds: readonly string[];
}

/** What folding has to know besides the incidents. */
export interface FoldRules {
  /** Where Thanos Query runs, if that is known. */
  readonly queryCluster: string | null;
  /** Level at which an incident starts, as itself (`null`) or standing for a class. */
  startLevelOf(incident: OpenIncident, classId: string | null): number;
}

const PLAIN_RULES: FoldRules = { queryCluster: null, startLevelOf: () => 1 };

/** Uploads or reads of the bucket fail. Source: the rules under `manifests/rules` and the Thanos mixin. */
const BUCKET_TROUBLE =
  /^(ThanosSidecarNoUpload|ThanosSidecarNotUploading|ThanosSidecarBucketOperationsFailed|ThanosShipperUploadFailures|ThanosStoreBucketFailures|ThanosStoreObjstoreOperationLatencyHigh|ThanosStoreBucketHighOperationFailures|ThanosCompactBucketHighOperationFailures|ThanosBucketOperationsFailing|S3ConnectionDown)$/;

/** A cluster's own sign of life is gone. */
const SILENCE = /^(WatchdogSilent|WatchdogMissing|ClusterUnreachable|ClusterSilent)$/;

const TARGET_DOWN =
  /^(PrometheusTargetDown|TargetDown|KubeAPIDown|KubeletDown|ThanosSidecarIsDown|PrometheusDown|ThanosStoreEndpointMissing)$/;

/** Trouble in this many clusters at once has its cause in what they share. */
const SEVERAL_CLUSTERS = 2;

/**
 * Finds what to fold among open incidents: outages that several incidents are symptoms of, then a storm among the rest.
 *
 * @param all - All incidents that are not resolved, folded ones included.
 */
export function foldsOf(
  all: readonly OpenIncident[],
  storm: FileConfig['escalation']['storm'],
  now: EpochMs,
  rules: FoldRules = PLAIN_RULES,
): readonly Fold[] {
  // Nobody is called for a silenced incident, so it must not stand for others that somebody has to be called for.
  const open = all.filter((each) => !isSilenced(each));
  const outages = outagesOf(open, rules);
  const explained = new Set(outages.flatMap(({ parentId, childIds }) => [parentId, ...childIds]));
  const flood = stormOf(
    open.filter(({ id, parentId }) => !explained.has(id) && (parentId === null || !explained.has(parentId))),
    storm,
    now,
    rules,
  );
  return flood === null ? outages : [...outages, flood];
}

/** Outages of the bucket and of clusters. An incident belongs to the first outage that explains it. */
export function outagesOf(open: readonly OpenIncident[], rules: FoldRules = PLAIN_RULES): readonly Fold[] {
  const bucket = acrossClusters(open.filter((each) => BUCKET_TROUBLE.test(alertNameOf(each))));
  const silent = open.filter((each) => SILENCE.test(alertNameOf(each)) && each.cluster !== '*');
  const silentClusters = new Set(silent.map(({ cluster }) => cluster));
  const down = acrossClusters(open.filter((each) => TARGET_DOWN.test(alertNameOf(each))));
  const first = foldOf('s3-down', bucket, [], rules);
  const second = foldOf(
    'cluster-down',
    without(silent, first),
    without(open, first).filter(
      (each) => silentClusters.has(each.cluster) || silent.some((sign) => areStoresOf(sign, each, rules.queryCluster)),
    ),
    rules,
  );
  const third = foldOf('cluster-down', without(without(down, first), second), [], rules);
  return [first, second, third].filter((fold) => fold !== null);
}

/** Many incidents within a short time: called once, shown as one. `null` while there are fewer than configured. */
export function stormOf(
  open: readonly OpenIncident[],
  { incidents, within }: FileConfig['escalation']['storm'],
  now: EpochMs,
  rules: FoldRules = PLAIN_RULES,
): Fold | null {
  const recent = open.filter((each) => each.openedAt > now - within && (isCalled(each) || each.parentId !== null));
  const parents = new Set(recent.map(({ parentId }) => parentId));
  // The parent counts and stays the parent although it may be older or acknowledged by now.
  const all = open.filter((each) => recent.includes(each) || parents.has(each.id));
  return all.length < incidents ? null : foldOf('storm', all, [], rules);
}

/**
 * Folds under the sign that is a parent already, else under the gravest and oldest sign. What is graver than the parent, starts
 * higher on the ladder, or has an owner, stands on its own. A lone sign is a parent too: its class was derived.
 *
 * @param signs - Incidents that show the cause. @param symptoms - Incidents that follow from it.
 */
function foldOf(classId: string, signs: readonly OpenIncident[], symptoms: readonly OpenIncident[], rules: FoldRules): Fold | null {
  const members = new Map([...signs, ...symptoms].map((each) => [each.id, each]));
  const parents = new Set([...members.values()].map(({ parentId }) => parentId));
  const candidates = signs.filter(({ parentId }) => parentId === null).toSorted(byGravity);
  const parent = candidates.find(({ id }) => parents.has(id)) ?? candidates[0];
  if (parent === undefined) {
    return null;
  }
  const level = Math.max(rules.startLevelOf(parent, null), rules.startLevelOf(parent, classId));
  const children = [...members.values()].filter(
    (each) =>
      each.id !== parent.id &&
      isCalled(each) &&
      !parents.has(each.id) &&
      !isWorse(each.severity, parent.severity) &&
      rules.startLevelOf(each, null) <= level,
  );
  return { classId, parentId: parent.id, childIds: children.map(({ id }) => id) };
}

function without(incidents: readonly OpenIncident[], fold: Fold | null): readonly OpenIncident[] {
  return fold === null ? incidents : incidents.filter(({ id }) => id !== fold.parentId && !fold.childIds.includes(id));
}

/** The set, if it touches several clusters; an incident of `*` does so alone. */
function acrossClusters(members: readonly OpenIncident[]): readonly OpenIncident[] {
  const clusters = new Set(members.map(({ cluster }) => cluster));
  return clusters.has('*') || clusters.size >= SEVERAL_CLUSTERS ? members : [];
}

/** Whether all of it is silenced. */
export function isSilenced({ escalation }: Pick<OpenIncident, 'escalation'>): boolean {
  return escalation.status !== 'resolved' && escalation.silencedUntil !== null;
}

function isCalled({ escalation, parentId }: OpenIncident): boolean {
  return escalation.status === 'triggered' && !escalation.isQuiet && parentId === null;
}

/** The gravest first, of equally grave ones the oldest. */
export function byGravity(a: OpenIncident, b: OpenIncident): number {
  if (a.severity !== b.severity) {
    return isWorse(a.severity, b.severity) ? -1 : 1;
  }
  return a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1);
}

function alertNameOf({ labels, title }: OpenIncident): string {
  return labels['alertname'] ?? title;
}
