import { say } from '../messages/say.ts';
import { toldReason } from '../messages/told-reason.ts';
import { UpstreamError } from '../model/errors.ts';
import type { ResourceKind } from '../model/kubernetes.ts';
import type { ClusterAccess, Encryptor, ObjectStore } from '../ports.ts';
import { type Archive, createArchive, describeArtefact } from './backup-archive.ts';
import { clusterKinds, isEssential, kindName, namespacedKinds, secretKind } from './backup-kinds.ts';
import type { BackupArtefact, BackupPart } from './backup-manifest.ts';
import { createSelection, restorable } from './backup-objects.ts';

/** Lists that are read from one API server at a time. */
const PARALLEL_LISTS = 4;

interface ClusterBackup {
  readonly cluster: ClusterAccess;
  readonly namespace: string;
  readonly destination: ObjectStore;
  /** Where this backup's folder begins, with its slash. */
  readonly folder: string;
  readonly encryptor: Encryptor | null;
  readonly signal: AbortSignal;
}

/** Saves one cluster. Never throws: a part that has failed says why, and the others go on. */
export async function backUpCluster(backup: ClusterBackup): Promise<BackupPart> {
  const part = { cluster: backup.cluster.name, serverVersion: null, artefacts: [], leftOut: [] };
  try {
    const { kubernetes } = backup.cluster;
    const [serverVersion, kinds] = await Promise.all([kubernetes.version(backup.signal), kubernetes.resourceKinds(backup.signal)]);
    const resources = await saveResources(backup, kinds);
    const secrets = await saveSecrets(backup, kinds);
    return {
      ...part,
      serverVersion,
      artefacts: [resources.artefact, ...(secrets === null ? [] : [secrets])],
      leftOut: [...resources.leftOut, ...(secrets === null ? ['secrets'] : [])],
      failure: null,
    };
  } catch (error) {
    return { ...part, failure: reasonOf(error) };
  }
}

async function saveResources(
  backup: ClusterBackup,
  kinds: readonly ResourceKind[],
): Promise<{ readonly artefact: BackupArtefact; readonly leftOut: readonly string[] }> {
  const archive = createArchive();
  const leftOut: string[] = [];
  const save = async (kind: ResourceKind, select: ReturnType<typeof createSelection>): Promise<void> => {
    if (!(await saveKind(backup, kind, archive, select))) {
      leftOut.push(kindName(kind));
    }
  };
  const ofNamespace = createSelection(backup.namespace);
  await eachOf(namespacedKinds(kinds), PARALLEL_LISTS, (kind) => save(kind, ofNamespace));
  // One after the other: bindings tell which roles to keep.
  const ofCluster = createSelection(backup.namespace);
  await eachOf(clusterKinds(kinds), 1, (kind) => save(kind, ofCluster));
  const artefact = await put(backup, 'resources.json.gz', await archive.close(), archive.counts());
  return { artefact, leftOut };
}

/** `null`: left out, because nobody configured a key for them or the bot may not read them. */
async function saveSecrets(backup: ClusterBackup, kinds: readonly ResourceKind[]): Promise<BackupArtefact | null> {
  const kind = secretKind(kinds);
  if (backup.encryptor === null || kind === null) {
    return null;
  }
  const archive = createArchive();
  if (!(await saveKind(backup, kind, archive, () => true))) {
    return null;
  }
  const encrypted = await backup.encryptor.encrypt(await archive.close());
  return put(backup, 'secrets.json.gz.age', encrypted, archive.counts());
}

/** `false` when the bot may not read the kind, or the server has stopped offering it. */
async function saveKind(
  { cluster, namespace, signal }: ClusterBackup,
  kind: ResourceKind,
  archive: Archive,
  select: ReturnType<typeof createSelection>,
): Promise<boolean> {
  try {
    for await (const page of cluster.kubernetes.listObjects(kind, kind.isNamespaced ? namespace : null, signal)) {
      const chosen = page.filter((object) => select(kind, object)).map((object) => restorable(kind, object));
      await archive.append(kind, chosen);
    }
    return true;
  } catch (error) {
    const isOptional = error instanceof UpstreamError && ['forbidden', 'not-found'].includes(error.code) && !isEssential(kind);
    if (!isOptional) {
      throw error instanceof UpstreamError
        ? new UpstreamError(error.code, {
            ...error.details,
            ...toldReason(say('reason.about', { what: kindName(kind), reason: error.said })),
          })
        : error;
    }
    return false;
  }
}

async function put(
  { cluster, destination, folder, signal }: ClusterBackup,
  name: string,
  bytes: Uint8Array,
  kinds: Readonly<Record<string, number>>,
): Promise<BackupArtefact> {
  const artefact = describeArtefact(`${cluster.name}/${name}`, bytes, kinds);
  const contentType = artefact.isEncrypted ? 'application/octet-stream' : 'application/gzip';
  await destination.put(`${folder}${artefact.key}`, bytes, { contentType, metadata: { sha256: artefact.sha256 } }, signal);
  return artefact;
}

/** Runs work on every item, at most `limit` at a time. */
export async function eachOf<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

function reasonOf(error: unknown): string {
  if (error instanceof UpstreamError) {
    return error.details.reason;
  }
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}
