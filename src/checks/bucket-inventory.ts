import type { EpochMs } from '../model/time.ts';
import type { StoredObject } from '../ports.ts';
import { type BlockMeta, isUlid } from './block-meta.ts';

export type Mark = 'deletion' | 'no-compact' | 'no-downsample';

/** One block as its objects show it. */
export interface Block {
  readonly ulid: string;
  readonly sizeBytes: number;
  readonly objects: number;
  /** Without a meta.json the block is partial: being uploaded, aborted, or being deleted. */
  readonly hasMeta: boolean;
  /** When each mark was written. */
  readonly marks: Readonly<Partial<Record<Mark, EpochMs>>>;
  readonly newestAt: EpochMs;
  /** `null` when it has none, or it could not be read. */
  readonly meta: BlockMeta | null;
}

/** Objects outside of blocks. */
export interface OtherContent {
  /** Folder with its closing slash; `null`: files that are in none, counted together because there may be any number of them. */
  readonly name: string | null;
  readonly objects: number;
  readonly sizeBytes: number;
}

/** What the bucket holds. */
export interface BucketInventory {
  readonly blocks: readonly Block[];
  /** What is no block, by its place at the top level: old Thanos versions left `debug/`, people leave files. */
  readonly others: readonly OtherContent[];
  /** The listing was cut off: every number is a lower bound. */
  readonly isPartial: boolean;
}

/** Bytes of blocks and of everything else: what the bucket is charged for. */
export function bucketBytes({ blocks, others }: BucketInventory): number {
  return otherBytes(others) + blocks.reduce((sum, block) => sum + block.sizeBytes, 0);
}

export function otherBytes(others: readonly OtherContent[]): number {
  return others.reduce((sum, other) => sum + other.sizeBytes, 0);
}

const MARK_FILES: Readonly<Record<string, Mark>> = {
  'deletion-mark.json': 'deletion',
  'no-compact-mark.json': 'no-compact',
  'no-downsample-mark.json': 'no-downsample',
};

interface Tally {
  sizeBytes: number;
  objects: number;
  hasMeta: boolean;
  marks: Partial<Record<Mark, EpochMs>>;
  newestAt: EpochMs;
}

/** Folds a listing into one small record per block; memory grows with blocks, not with objects. */
export class BucketFold {
  readonly #prefix: string;
  readonly #blocks = new Map<string, Tally>();
  readonly #others = new Map<string | null, { objects: number; sizeBytes: number }>();

  /** @param prefix of the bucket's Thanos data, with its closing slash, or empty. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  add(objects: readonly StoredObject[]): void {
    for (const object of objects) {
      const [ulid = '', ...rest] = object.key.slice(this.#prefix.length).split('/');
      if (isUlid(ulid)) {
        this.#addToBlock(ulid, rest.join('/'), object);
      } else {
        this.#addToOthers(rest.length === 0 ? null : `${ulid}/`, object);
      }
    }
  }

  #addToOthers(name: string | null, { sizeBytes }: StoredObject): void {
    const tally = this.#others.get(name) ?? { objects: 0, sizeBytes: 0 };
    this.#others.set(name, { objects: tally.objects + 1, sizeBytes: tally.sizeBytes + sizeBytes });
  }

  #addToBlock(ulid: string, file: string, object: StoredObject): void {
    const tally = this.#blocks.get(ulid) ?? { sizeBytes: 0, objects: 0, hasMeta: false, marks: {}, newestAt: 0 };
    const mark = MARK_FILES[file];
    tally.sizeBytes += object.sizeBytes;
    tally.objects += 1;
    tally.hasMeta ||= file === 'meta.json';
    tally.newestAt = Math.max(tally.newestAt, object.modifiedAt);
    if (mark !== undefined) {
      tally.marks[mark] = object.modifiedAt;
    }
    this.#blocks.set(ulid, tally);
  }

  /** Blocks that have a meta.json to read. */
  withMeta(): readonly string[] {
    return [...this.#blocks].filter(([, tally]) => tally.hasMeta).map(([ulid]) => ulid);
  }

  finish(metas: ReadonlyMap<string, BlockMeta>, isPartial: boolean): BucketInventory {
    const blocks = [...this.#blocks].map(([ulid, tally]): Block => ({ ulid, ...tally, meta: metas.get(ulid) ?? null }));
    return {
      blocks: blocks.toSorted((a, b) => (a.ulid < b.ulid ? -1 : 1)),
      others: [...this.#others].map(([name, tally]) => ({ name, ...tally })).toSorted((a, b) => b.sizeBytes - a.sizeBytes),
      isPartial,
    };
  }
}
