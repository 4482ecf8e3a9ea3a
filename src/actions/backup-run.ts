import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import type { EpochMs } from '../model/time.ts';
import type { ObjectStore } from '../ports.ts';
import type { BackupWorld } from './action.ts';
import { backUpCluster } from './backup-cluster.ts';
import { type BackupManifest, type BackupPart, MANIFEST_KEY } from './backup-manifest.ts';

/** One backup to make. The id is fixed beforehand, so that a repetition writes over its own unfinished parts and nothing else. */
export interface BackupRun {
  readonly id: string;
  readonly startedAt: EpochMs;
  readonly signal: AbortSignal;
  onPart(part: BackupPart): void;
}

/** Where backups lie. @throws UserError when nowhere is configured. */
export function destinationOf({ backups, config }: BackupWorld): { readonly store: ObjectStore; readonly prefix: string } {
  if (backups === null || config.backup === undefined) {
    throw new UserError(say('backup.noDestination'));
  }
  return { store: backups, prefix: config.backup.destination.s3.prefix };
}

/** A backup's name: sorts by time, and two of the same second differ. `20261122T030000Z-op-x7k2`. */
export function backupId(startedAt: EpochMs, operationId: string): string {
  const stamp = new Date(startedAt).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  return `${stamp}-${operationId}`;
}

/**
 * Saves every cluster side by side. The manifest is written last and says whether the whole is there; with a part missing it is a
 * failed backup that names the part.
 */
export async function makeBackup(world: BackupWorld, run: BackupRun): Promise<BackupManifest> {
  const { store, prefix } = destinationOf(world);
  const folder = `${prefix}${run.id}/`;
  const parts = await Promise.all(
    world.clusters.map(async (cluster) => {
      const namespace = world.config.clusters.find(({ name }) => name === cluster.name)?.namespace ?? 'monitoring';
      const options = { cluster, namespace, destination: store, folder, encryptor: world.encryptor, signal: run.signal };
      const part = await backUpCluster(options);
      run.onPart(part);
      return part;
    }),
  );
  const manifest: BackupManifest = {
    format: 1,
    id: run.id,
    kind: 'kubernetes',
    isComplete: parts.every(({ failure }) => failure === null),
    startedAt: run.startedAt,
    finishedAt: world.clock.now(),
    parts,
  };
  run.signal.throwIfAborted();
  const bytes = new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
  await store.put(`${folder}${MANIFEST_KEY}`, bytes, { contentType: 'application/json' }, run.signal);
  return manifest;
}
