import type { EpochMs } from '../model/time.ts';
import type { ObjectStore } from '../ports.ts';
import { sha256 } from './backup-archive.ts';
import { eachOf } from './backup-cluster.ts';
import { type BackupArtefact, type BackupManifest, MANIFEST_KEY, readManifest } from './backup-manifest.ts';

/** What a backup turned out to be when it was read back. */
export type BackupListing =
  /** Every artefact is there as the manifest says. */
  | { readonly state: 'verified'; readonly id: string; readonly manifest: BackupManifest }
  /** Complete once, but an artefact is gone or differs. */
  | { readonly state: 'damaged'; readonly id: string; readonly manifest: BackupManifest; readonly broken: readonly string[] }
  /** Finished with a part missing. */
  | { readonly state: 'failed'; readonly id: string; readonly manifest: BackupManifest }
  /** No readable manifest: interrupted, or still being written. */
  | { readonly state: 'incomplete'; readonly id: string };

/** What reading backups back needs of the object storage. */
export type BackupReader = Pick<ObjectStore, 'listLevel' | 'get'>;

const PARALLEL_READS = 4;

/** Ids of the backups below a prefix, newest first. */
export async function backupIds(store: BackupReader, prefix: string, signal: AbortSignal): Promise<readonly string[]> {
  const { folders } = await store.listLevel(prefix, signal);
  return folders
    .map((folder) => folder.split('/').findLast((segment) => segment !== '') ?? '')
    .filter((id) => /^\d{8}T\d{6}Z-/.test(id))
    .sort()
    .reverse();
}

/** The newest backups, each read back in full. */
export async function listBackups(
  store: BackupReader,
  prefix: string,
  limit: number,
  signal: AbortSignal,
): Promise<readonly BackupListing[]> {
  const ids = (await backupIds(store, prefix, signal)).slice(0, limit);
  const listings = new Map<string, BackupListing>();
  await eachOf(ids, PARALLEL_READS, async (id) => {
    listings.set(id, await inspectBackup(store, prefix, id, signal));
  });
  return ids.flatMap((id) => listings.get(id) ?? []);
}

/** Reads one backup back: manifest, then every artefact's size and checksum. */
export async function inspectBackup(store: BackupReader, prefix: string, id: string, signal: AbortSignal): Promise<BackupListing> {
  const bytes = await store.get(`${prefix}${id}/${MANIFEST_KEY}`, signal);
  const manifest = bytes === null ? null : readManifest(bytes);
  if (manifest === null) {
    return { state: 'incomplete', id };
  }
  if (!manifest.isComplete) {
    return { state: 'failed', id, manifest };
  }
  const broken: string[] = [];
  await eachOf(
    manifest.parts.flatMap(({ artefacts }) => artefacts),
    PARALLEL_READS,
    async (artefact) => {
      if (!matches(artefact, await store.get(`${prefix}${id}/${artefact.key}`, signal))) {
        broken.push(artefact.key);
      }
    },
  );
  return broken.length === 0 ? { state: 'verified', id, manifest } : { state: 'damaged', id, manifest, broken: broken.sort() };
}

/** When a listed backup was made; one without a manifest has only its name to tell. */
export function madeAt(listing: BackupListing): EpochMs {
  if (listing.state !== 'incomplete') {
    return listing.manifest.finishedAt;
  }
  return Date.parse(listing.id.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z.*/, '$1-$2-$3T$4:$5:$6Z'));
}

function matches({ sizeBytes, sha256: expected }: BackupArtefact, bytes: Uint8Array | null): boolean {
  return bytes !== null && bytes.byteLength === sizeBytes && sha256(bytes) === expected;
}
