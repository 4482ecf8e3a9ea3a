import { at, type JsonObject, numberAt, objectAt, stableText, textAt, textsAt } from './json.ts';
import { labelsOf, nameOf, type ObjectStore } from './object-store.ts';
import type { PodHistory, PodLife, PodRecord } from './pods.ts';
import { fraction, suffix, uuid } from './random.ts';
import { type EpochMs, hourMs, secondMs } from './time.ts';

export const templateRevision = (workload: JsonObject): string => suffix(stableText(at(workload, 'spec', 'template')), 9);

const recreateAfterMs = 3 * secondMs;
const rememberedMs = 6 * hourMs;

/** The controllers of one cluster: they make pods match the Deployments, StatefulSets and DaemonSets, as the real ones do. */
export class WorkloadControllers {
  readonly pods = new Map<string, PodRecord>();
  readonly #objects: ObjectStore;
  readonly #history: PodHistory;
  readonly #cluster: string;
  #sequence = 0;

  constructor(objects: ObjectStore, history: PodHistory, cluster: string) {
    this.#objects = objects;
    this.#history = history;
    this.#cluster = cluster;
  }

  reconcile(nowMs: EpochMs): void {
    for (const deployment of this.#objects.list('apps/deployments')) this.#reconcileDeployment(deployment, nowMs);
    for (const statefulSet of this.#objects.list('apps/statefulsets')) this.#reconcileStatefulSet(statefulSet, nowMs);
    for (const daemonSet of this.#objects.list('apps/daemonsets')) this.#reconcileDaemonSet(daemonSet, nowMs);
    this.#endOrphans(nowMs);
    for (const [name, pod] of this.pods) {
      const ended = pod.lives.at(-1)?.endedMs;
      if (ended !== undefined && ended < nowMs - rememberedMs) this.pods.delete(name);
      else if (pod.lives.length > 40) pod.lives.splice(0, 20);
    }
  }

  /** Ends a pod's life; its controller makes the next one. False when no such pod lives. */
  deletePod(name: string, nowMs: EpochMs): boolean {
    const pod = this.pods.get(name);
    const life = pod === undefined ? undefined : this.#history.lifeAt(pod, nowMs);
    if (life === undefined) return false;
    life.endedMs = nowMs;
    return true;
  }

  alive(kind: string, workload: string, namespace: string, nowMs: EpochMs): { pod: PodRecord; life: PodLife }[] {
    const found: { pod: PodRecord; life: PodLife }[] = [];
    for (const pod of this.pods.values()) {
      if (pod.owner.kind !== kind || pod.owner.workload !== workload || pod.namespace !== namespace) continue;
      const life = this.#history.lifeAt(pod, nowMs);
      if (life !== undefined) found.push({ pod, life });
    }
    return found;
  }

  #start(pod: Omit<PodRecord, 'lives' | 'ip'>, workload: JsonObject, nowMs: EpochMs): void {
    this.#sequence += 1;
    const known = this.pods.get(pod.name);
    const ip = `10.42.${Math.floor(fraction(`${this.#cluster}/${pod.name}`) * 250)}.${2 + (this.#sequence % 250)}`;
    const record: PodRecord = known ?? { ...pod, ip, lives: [] };
    record.lives.push({
      uid: uuid(`${this.#cluster}/${pod.name}/${this.#sequence}`),
      createdMs: nowMs,
      revision: templateRevision(workload),
      template: objectAt(workload, 'spec', 'template'),
      endedMs: undefined,
    });
    this.pods.set(pod.name, record);
  }

  #reconcileDeployment(deployment: JsonObject, nowMs: EpochMs): void {
    const name = nameOf(deployment);
    const namespace = textAt(deployment, 'metadata', 'namespace');
    const desired = numberAt(deployment, 1, 'spec', 'replicas');
    const revision = templateRevision(deployment);
    const replicaSet = this.#ensureReplicaSet(deployment, revision, nowMs);
    const alive = this.alive('ReplicaSet', name, namespace, nowMs);
    const current = alive.filter(({ life }) => life.revision === revision);
    const old = alive.filter(({ life }) => life.revision !== revision);
    for (const surplus of current.slice(desired)) surplus.life.endedMs = nowMs;
    for (let count = current.length; count < desired; count += 1) {
      const podName = `${replicaSet}-${suffix(`${replicaSet}/${this.#sequence}/${count}`, 5)}`;
      this.#start({ name: podName, namespace, owner: { kind: 'ReplicaSet', name: replicaSet, workload: name } }, deployment, nowMs);
    }
    const ready = current.filter(({ pod }) => this.#history.isReadyAt(pod, nowMs)).length;
    const keep = textAt(deployment, 'spec', 'strategy', 'type') === 'Recreate' ? 0 : Math.max(0, desired - ready);
    for (const outdated of old.slice(keep)) outdated.life.endedMs = nowMs;
  }

  /** A ReplicaSet per template; the one in use carries the highest revision number. */
  #ensureReplicaSet(deployment: JsonObject, revision: string, nowMs: EpochMs): string {
    const owner = nameOf(deployment);
    const namespace = textAt(deployment, 'metadata', 'namespace');
    const name = `${owner}-${revision}`;
    const siblings = this.#objects
      .list('apps/replicasets', namespace)
      .filter((candidate) => textAt(candidate, 'metadata', 'ownerReferences', 0, 'name') === owner);
    const numberOf = (set: JsonObject): number => Number(textAt(set, 'metadata', 'annotations', 'deployment.kubernetes.io/revision'));
    const highest = Math.max(0, ...siblings.map(numberOf));
    const known = siblings.find((candidate) => nameOf(candidate) === name);
    if (known !== undefined && numberOf(known) === highest) return name;
    const template = objectAt(deployment, 'spec', 'template');
    const labels = { ...textsAt(template, 'metadata', 'labels'), 'pod-template-hash': revision };
    this.#objects.put(
      'apps/replicasets',
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          name,
          namespace,
          labels,
          annotations: { 'deployment.kubernetes.io/revision': String(highest + 1) },
          ownerReferences: [ownerReference(deployment)],
        },
        spec: {
          replicas: numberAt(deployment, 1, 'spec', 'replicas'),
          selector: { matchLabels: labels },
          template: { ...template, metadata: { ...objectAt(template, 'metadata'), labels } },
        },
      },
      nowMs,
    );
    return name;
  }

  #reconcileStatefulSet(set: JsonObject, nowMs: EpochMs): void {
    const name = nameOf(set);
    const namespace = textAt(set, 'metadata', 'namespace');
    const desired = numberAt(set, 1, 'spec', 'replicas');
    const isParallel = textAt(set, 'spec', 'podManagementPolicy') === 'Parallel';
    this.#ensureControllerRevision(set, nowMs);
    const alive = this.alive('StatefulSet', name, namespace, nowMs);
    for (const { pod, life } of alive) if (ordinalOf(pod.name) >= desired) life.endedMs = nowMs;
    for (let ordinal = 0; ordinal < desired; ordinal += 1) {
      const podName = `${name}-${ordinal}`;
      const known = alive.find(({ pod }) => pod.name === podName);
      if (known === undefined) this.#recreate(podName, set, nowMs);
      if (!isParallel && (known === undefined || !this.#history.isReadyAt(known.pod, nowMs))) break;
    }
    this.#roll(set, alive, isParallel, nowMs);
  }

  #recreate(podName: string, set: JsonObject, nowMs: EpochMs): void {
    const endedMs = this.pods.get(podName)?.lives.at(-1)?.endedMs;
    if (endedMs !== undefined && nowMs < endedMs + recreateAfterMs) return;
    const namespace = textAt(set, 'metadata', 'namespace');
    this.#start({ name: podName, namespace, owner: { kind: 'StatefulSet', name: nameOf(set), workload: nameOf(set) } }, set, nowMs);
  }

  /**
   * One outdated pod at a time, highest ordinal first, while all others are ready. With ordered management a pod that never
   * became ready holds everything up, even the way back: it has to be deleted by hand. Source: "Forced rollback" in Kubernetes' page
   * on StatefulSets.
   */
  #roll(set: JsonObject, alive: readonly { pod: PodRecord; life: PodLife }[], isParallel: boolean, nowMs: EpochMs): void {
    const revision = templateRevision(set);
    const highestFirst = [...alive].sort((a, b) => ordinalOf(b.pod.name) - ordinalOf(a.pod.name));
    const outdated = highestFirst.find(({ life }) => life.revision !== revision && life.endedMs === undefined);
    if (outdated === undefined || alive.length < numberAt(set, 1, 'spec', 'replicas')) return;
    const mustBeReady = isParallel ? alive.filter((candidate) => candidate !== outdated) : alive;
    if (mustBeReady.every(({ pod }) => this.#history.isReadyAt(pod, nowMs))) outdated.life.endedMs = nowMs;
  }

  #ensureControllerRevision(set: JsonObject, nowMs: EpochMs): void {
    const namespace = textAt(set, 'metadata', 'namespace');
    const name = `${nameOf(set)}-${templateRevision(set)}`;
    const siblings = this.#objects
      .list('apps/controllerrevisions', namespace)
      .filter((candidate) => textAt(candidate, 'metadata', 'ownerReferences', 0, 'name') === nameOf(set));
    const highest = Math.max(0, ...siblings.map((candidate) => numberAt(candidate, 0, 'revision')));
    const known = siblings.find((candidate) => nameOf(candidate) === name);
    if (known !== undefined && numberAt(known, 0, 'revision') === highest) return;
    this.#objects.put(
      'apps/controllerrevisions',
      {
        apiVersion: 'apps/v1',
        kind: 'ControllerRevision',
        metadata: { name, namespace, labels: labelsOf(set), ownerReferences: [ownerReference(set)] },
        data: { spec: { template: { ...objectAt(set, 'spec', 'template'), $patch: 'replace' } } },
        revision: highest + 1,
      },
      nowMs,
    );
  }

  #reconcileDaemonSet(set: JsonObject, nowMs: EpochMs): void {
    const name = nameOf(set);
    const namespace = textAt(set, 'metadata', 'namespace');
    const alive = this.alive('DaemonSet', name, namespace, nowMs);
    for (const { life } of alive) if (life.revision !== templateRevision(set)) life.endedMs = nowMs;
    if (alive.length > 0) return;
    const podName = `${name}-${suffix(`${this.#cluster}/${name}/${this.#sequence}`, 5)}`;
    this.#start({ name: podName, namespace, owner: { kind: 'DaemonSet', name, workload: name } }, set, nowMs);
  }

  #endOrphans(nowMs: EpochMs): void {
    for (const pod of this.pods.values()) {
      const life = pod.lives.at(-1);
      if (life === undefined || life.endedMs !== undefined) continue;
      const plural = { ReplicaSet: 'deployments', StatefulSet: 'statefulsets', DaemonSet: 'daemonsets' }[pod.owner.kind];
      if (this.#objects.get(`apps/${plural}`, pod.namespace, pod.owner.workload) === undefined) life.endedMs = nowMs;
    }
  }
}

const ordinalOf = (podName: string): number => Number(podName.slice(podName.lastIndexOf('-') + 1));

function ownerReference(object: JsonObject): JsonObject {
  return {
    apiVersion: textAt(object, 'apiVersion'),
    kind: textAt(object, 'kind'),
    name: nameOf(object),
    uid: textAt(object, 'metadata', 'uid'),
    controller: true,
    blockOwnerDeletion: true,
  };
}
