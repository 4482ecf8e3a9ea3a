import type { DurationMs, EpochMs } from '../model/time.ts';
import type { ObjectStore } from '../ports.ts';
import { type BackupListing, backupIds, inspectBackup, madeAt } from './backup-catalogue.ts';
import { MANIFEST_KEY } from './backup-manifest.ts';

/**
 * Which backups have outlived their time: complete ones older than `keepMs`. The newest verified one always stays, however old it
 * is and whatever the clock says; without a verified one, everything stays. What is incomplete is never touched.
 */
export function expiredBackups(listings: readonly BackupListing[], now: EpochMs, keepMs: DurationMs): readonly string[] {
  const newestGood = listings
    .filter(({ state }) => state === 'verified')
    .sort((a, b) => madeAt(b) - madeAt(a))
    .at(0);
  if (newestGood === undefined) {
    return [];
  }
  return listings
    .filter((listing) => listing.id !== newestGood.id && (listing.state === 'verified' || listing.state === 'damaged'))
    .filter((listing) => madeAt(listing) < now - keepMs)
    .map(({ id }) => id);
}

/** Removes expired backups, each with its manifest last, so that a half removed one is found again. Returns what was removed. */
export async function removeExpired(
  store: ObjectStore,
  prefix: string,
  { now, keepMs, signal }: { readonly now: EpochMs; readonly keepMs: DurationMs; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const ids = await backupIds(store, prefix, signal);
  const listings: BackupListing[] = [];
  for (const id of ids) {
    listings.push(await inspectBackup(store, prefix, id, signal));
  }
  const expired = expiredBackups(listings, now, keepMs);
  for (const id of expired) {
    await removeBackup(store, `${prefix}${id}/`, signal);
  }
  return expired;
}

async function removeBackup(store: ObjectStore, folder: string, signal: AbortSignal): Promise<void> {
  for await (const page of store.list(folder, signal)) {
    const keys = page.map(({ key }) => key).filter((key) => key !== `${folder}${MANIFEST_KEY}`);
    if (keys.length > 0) {
      await store.delete(keys, signal);
    }
  }
  await store.delete([`${folder}${MANIFEST_KEY}`], signal);
}
