import type { Labels } from '../promql/labels.ts';
import { type Block, dataFiles, deletionMark, metaJson } from './block.ts';
import type { EpochMs } from './time.ts';

export interface BucketObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedMs: EpochMs;
  /** The text of small objects; `undefined` where the bytes are made up on demand. */
  readonly text: string | undefined;
}

const size = (text: string): number => Buffer.byteLength(text);

/** The blocks in the bucket and what it costs to keep them. */
export class BlockStore {
  readonly #blocks = new Map<string, Block>();
  /** Blocks somebody destroyed: gone from the bucket, though nothing marked them. */
  readonly lost = new Set<string>();
  readonly usage: { readonly timeMs: EpochMs; readonly units: number }[] = [];
  bytesPerUnit = 1;
  #units = 0;
  #labelSets: readonly Labels[] | undefined;

  add(block: Block): void {
    this.#blocks.set(block.ulid, block);
    this.#labelSets = undefined;
    this.#units += block.units;
  }

  remove(ulid: string): boolean {
    this.#labelSets = undefined;
    const block = this.#blocks.get(ulid);
    if (block !== undefined) this.#units -= block.units;
    return this.#blocks.delete(ulid);
  }

  get(ulid: string): Block | undefined {
    return this.#blocks.get(ulid);
  }

  all(): Block[] {
    return [...this.#blocks.values()];
  }

  /** The different label sets in the bucket, one per stream. */
  labelSets(): readonly Labels[] {
    if (this.#labelSets === undefined) {
      const sets = new Map<string, Labels>();
      for (const labels of new Set(this.all().map((block) => block.labels))) sets.set(JSON.stringify(labels), labels);
      this.#labelSets = [...sets.values()];
    }
    return this.#labelSets;
  }

  /** Blocks whose `meta.json` is there, so that Thanos sees them. */
  loaded(): Block[] {
    return this.all().filter((block) => !block.missing.has('meta.json'));
  }

  get sizeBytes(): number {
    return Math.round(this.#units * this.bytesPerUnit);
  }

  scaleTo(totalBytes: number): void {
    if (this.#units > 0) this.bytesPerUnit = totalBytes / this.#units;
  }

  recordUsage(timeMs: EpochMs): void {
    this.usage.push({ timeMs, units: this.#units });
    if (this.usage.length > 3_000) this.usage.splice(0, 1_000);
  }

  /** What the bucket held at an instant, linear between the records; nothing before the first of them. */
  usedBytesAt(timeMs: EpochMs): number {
    const after = this.usage.findIndex((point) => point.timeMs > timeMs);
    const later = after < 0 ? undefined : this.usage[after];
    const earlier = after < 0 ? this.usage.at(-1) : this.usage[after - 1];
    if (earlier === undefined) return 0;
    if (later === undefined) return this.#units * this.bytesPerUnit;
    const share = (timeMs - earlier.timeMs) / (later.timeMs - earlier.timeMs);
    return (earlier.units + (later.units - earlier.units) * share) * this.bytesPerUnit;
  }

  objectsOf(block: Block): BucketObject[] {
    const modifiedMs = block.uploadedMs;
    const objects: BucketObject[] = dataFiles(block, this.bytesPerUnit).map((file) => ({
      key: `${block.ulid}/${file.path}`,
      sizeBytes: file.sizeBytes,
      modifiedMs,
      text: undefined,
    }));
    const meta = JSON.stringify(metaJson(block, this.bytesPerUnit), undefined, 2);
    objects.push({ key: `${block.ulid}/meta.json`, sizeBytes: size(meta), modifiedMs, text: meta });
    if (block.markedMs !== undefined) {
      const mark = JSON.stringify(deletionMark(block));
      objects.push({ key: `${block.ulid}/deletion-mark.json`, sizeBytes: size(mark), modifiedMs: block.markedMs, text: mark });
    }
    return objects.filter((object) => !block.missing.has(object.key.slice(block.ulid.length + 1))).sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}
