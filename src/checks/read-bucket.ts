import type { ObjectStore } from '../ports.ts';
import { type BlockMeta, isUlid, parseBlockMeta, readCachedMeta } from './block-meta.ts';
import { BucketFold, type BucketInventory } from './bucket-inventory.ts';
import { inParallel } from './in-parallel.ts';
import type { CheckMemory } from './memory.ts';

const LISTINGS = 8;
const READS = 16;
const CACHE = 'block-meta/';
/** New metadata is kept after every so many blocks, so that a run that is cut off leaves the next one less to do. */
const BATCH = 256;

/**
 * Lists the bucket once, several key ranges at a time, and reads the metadata of blocks that were not read before.
 *
 * When the signal fires after the listing has begun, what was seen so far comes back as partial.
 *
 * @throws UpstreamError when the bucket does not answer at all.
 */
export async function readBucket(bucket: ObjectStore, prefix: string, memory: CheckMemory, signal: AbortSignal): Promise<BucketInventory> {
  const root = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const top = await bucket.listLevel(root, signal);
  const ranges = shards(top.folders.map((folder) => folder.slice(root.length).replace(/\/$/, '')));
  const fold = new BucketFold(root);
  // A file whose name begins like a block is listed together with the blocks.
  fold.add(top.objects.filter(({ key }) => !ranges.some((range) => key.startsWith(root + range))));
  const isComplete = await unlessAborted(signal, () => inParallel(ranges, LISTINGS, (range) => addAll(bucket, root + range, fold, signal)));
  const metas = new Map<string, BlockMeta>();
  const hasMetas = isComplete && (await unlessAborted(signal, () => collectMetas(bucket, root, fold.withMeta(), memory, metas, signal)));
  return fold.finish(metas, !hasMetas);
}

async function addAll(bucket: ObjectStore, prefix: string, fold: BucketFold, signal: AbortSignal): Promise<void> {
  for await (const page of bucket.list(prefix, signal)) {
    fold.add(page);
  }
}

/** Whether the work was finished. An error after the signal fired is its consequence; any other is passed on. */
async function unlessAborted(signal: AbortSignal, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return !signal.aborted;
  } catch (error) {
    if (signal.aborted) {
      return false;
    }
    throw error;
  }
}

/**
 * Divides the blocks into key prefixes of similar weight.
 *
 * The first characters of a ULID are its time: for years they are the same in every block, so the prefix grows until it divides.
 */
export function shards(folders: readonly string[]): readonly string[] {
  const blocks = folders.filter(isUlid);
  const ranges = divide(blocks, '', Math.max(1, Math.ceil(blocks.length / LISTINGS)));
  const others = folders.filter((folder) => !isUlid(folder) && !ranges.some((range) => folder.startsWith(range)));
  return [...ranges, ...others.map((folder) => `${folder}/`)];
}

function divide(ulids: readonly string[], prefix: string, most: number): readonly string[] {
  if (ulids.length === 0) {
    return [];
  }
  if (ulids.length <= most || prefix.length === 26) {
    return [prefix === '' ? (ulids[0]?.slice(0, 1) ?? '') : prefix];
  }
  const groups = Map.groupBy(ulids, (ulid) => ulid.slice(0, prefix.length + 1));
  return [...groups].flatMap(([longer, group]) => divide(group, longer, most));
}

/** Blocks never change, so their metadata is read once in the life of the store. */
async function collectMetas(
  bucket: ObjectStore,
  root: string,
  ulids: readonly string[],
  memory: CheckMemory,
  metas: Map<string, BlockMeta>,
  signal: AbortSignal,
): Promise<void> {
  const cached = await memory.read(CACHE);
  const wanted = new Set(ulids);
  for (const [key, text] of cached) {
    const meta = readCachedMeta(text);
    if (meta !== null && wanted.has(meta.ulid) && key === CACHE + meta.ulid) {
      metas.set(meta.ulid, meta);
    }
  }
  const unread = ulids.filter((ulid) => !metas.has(ulid));
  for (let start = 0; start < unread.length; start += BATCH) {
    const batch = await inParallel(unread.slice(start, start + BATCH), READS, (ulid) => readMeta(bucket, root, ulid, signal));
    const read = batch.flatMap((meta) => (meta === null ? [] : [meta]));
    await memory.write(new Map(read.map((meta) => [CACHE + meta.ulid, JSON.stringify(meta)])));
    for (const meta of read) {
      metas.set(meta.ulid, meta);
    }
  }
  await memory.forget([...cached.keys()].filter((key) => !wanted.has(key.slice(CACHE.length))));
}

async function readMeta(bucket: ObjectStore, root: string, ulid: string, signal: AbortSignal): Promise<BlockMeta | null> {
  const bytes = await bucket.get(`${root}${ulid}/meta.json`, signal);
  const meta = bytes === null ? null : parseBlockMeta(new TextDecoder().decode(bytes));
  return meta?.ulid === ulid ? meta : null;
}
