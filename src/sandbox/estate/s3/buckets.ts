import { bucketUsedBytes } from '../metrics/node-metrics.ts';
import { type Block, dataFiles } from '../model/block.ts';
import type { EstateModel } from '../model/estate-model.ts';
import { at, listAt, numberAt, parseObject, textAt, textsAt } from '../model/json.ts';
import type { EpochMs } from '../model/time.ts';
import { type Content, sizeOf } from './content.ts';

export interface StoredObject {
  readonly key: string;
  readonly content: Content;
  readonly modifiedMs: EpochMs;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Bucket {
  readonly createdMs: EpochMs;
  lifecycle: string | undefined;
  /** Objects in key order. */
  list(prefix: string): StoredObject[];
  get(key: string): StoredObject | undefined;
  put(object: StoredObject): void;
  remove(key: string): void;
}

export function plainBucket(createdMs: EpochMs): Bucket {
  const objects = new Map<string, StoredObject>();
  return {
    createdMs,
    lifecycle: undefined,
    list: (prefix) => [...objects.values()].filter((object) => object.key.startsWith(prefix)).sort((a, b) => (a.key < b.key ? -1 : 1)),
    get: (key) => objects.get(key),
    put: (object) => void objects.set(object.key, object),
    remove: (key) => void objects.delete(key),
  };
}

const plain = { contentType: 'application/octet-stream', metadata: {} };

/** The bucket of the blocks: its objects are the model's, and what somebody writes or deletes there changes the model. */
export function blockBucket(model: EstateModel): Bucket {
  const extra = plainBucket(model.startMs);
  const modelled = (block: Block): StoredObject[] =>
    model.blocks.objectsOf(block).map((object) => ({
      key: object.key,
      modifiedMs: object.modifiedMs,
      content:
        object.text === undefined
          ? { kind: 'made-up', key: object.key, sizeBytes: object.sizeBytes }
          : { kind: 'held', bytes: Buffer.from(object.text) },
      ...plain,
    }));
  const list = (prefix: string): StoredObject[] => {
    const blocks = model.blocks.all().filter((block) => block.ulid.startsWith(prefix.slice(0, 26)) || prefix.startsWith(block.ulid));
    const objects = [...blocks.flatMap(modelled), ...filler(model)].filter((object) => object.key.startsWith(prefix));
    const known = new Set(objects.map((object) => object.key));
    return [...objects, ...extra.list(prefix).filter((object) => !known.has(object.key))].sort((a, b) => (a.key < b.key ? -1 : 1));
  };
  return {
    createdMs: model.startMs - 100 * 86_400_000,
    lifecycle: undefined,
    list,
    get: (key) => {
      const block = model.blocks.get(key.slice(0, 26));
      const object =
        block === undefined
          ? filler(model).find((candidate) => candidate.key === key)
          : modelled(block).find((candidate) => candidate.key === key);
      return object ?? extra.get(key);
    },
    put: (object) => {
      if (!changeModel(model, object)) extra.put(object);
      else extra.remove(object.key);
    },
    remove: (key) => {
      removeFromModel(model, key);
      extra.remove(key);
    },
  };
}

/** A bucket filled by somebody else, so that its size and its metrics agree. */
function filler(model: EstateModel): StoredObject[] {
  const fault = model.faults.at(model.nowMs, 'bucket-full');
  const missingBytes = fault === undefined ? 0 : Math.round(bucketUsedBytes(model, model.nowMs) - model.blocks.sizeBytes);
  if (missingBytes <= 0) return [];
  return [
    {
      key: 'stray/unrelated-dump.bin',
      content: { kind: 'made-up', key: 'stray', sizeBytes: missingBytes },
      modifiedMs: fault?.fromMs ?? 0,
      ...plain,
    },
  ];
}

/** True when the object became part of a block. */
function changeModel(model: EstateModel, object: StoredObject): boolean {
  const [ulid = '', ...rest] = object.key.split('/');
  const path = rest.join('/');
  const block = model.blocks.get(ulid);
  if (path === 'meta.json' && block === undefined) return adopt(model, ulid, object);
  if (block === undefined) return false;
  if (path === 'deletion-mark.json') {
    const mark = object.content.kind === 'held' ? parseObject(object.content.bytes.toString()) : undefined;
    block.markedMs = numberAt(mark, model.nowMs / 1_000, 'deletion_time') * 1_000;
    return true;
  }
  block.missing.delete(path);
  return path === 'meta.json' || dataFiles(block, model.blocks.bytesPerUnit).some((file) => file.path === path);
}

/** A block that comes back, from its own `meta.json`. */
function adopt(model: EstateModel, ulid: string, object: StoredObject): boolean {
  const meta = object.content.kind === 'held' ? parseObject(object.content.bytes.toString()) : undefined;
  if (meta === undefined || textAt(meta, 'ulid') !== ulid) return false;
  const labels = textsAt(meta, 'thanos', 'labels');
  const resolution = numberAt(meta, 0, 'thanos', 'downsample', 'resolution');
  const sizes = listAt(meta, 'thanos', 'files').map((file) => numberAt(file, 0, 'size_bytes'));
  const source = textAt(meta, 'thanos', 'source');
  model.blocks.lost.delete(ulid);
  model.blocks.add({
    ulid,
    streamId: `${labels['cluster'] ?? ''}/${labels['prometheus_replica'] ?? labels['ruler_replica'] ?? ''}`,
    labels,
    minTimeMs: numberAt(meta, 0, 'minTime'),
    maxTimeMs: numberAt(meta, 0, 'maxTime'),
    resolution: resolution === 300_000 || resolution === 3_600_000 ? resolution : 0,
    level: numberAt(meta, 1, 'compaction', 'level'),
    sources: listAt(meta, 'compaction', 'sources').map(String),
    parents: [],
    source: source === 'sidecar' || source === 'ruler' ? source : 'compactor',
    uploadedMs: model.nowMs,
    units: sizes.reduce((total, size) => total + size, 0) / model.blocks.bytesPerUnit,
    markedMs: undefined,
    isDownsampled: at(meta, 'compaction', 'level') !== 1,
    missing: new Set(),
  });
  return true;
}

function removeFromModel(model: EstateModel, key: string): void {
  const [ulid = '', ...rest] = key.split('/');
  const block = model.blocks.get(ulid);
  if (block === undefined) return;
  const path = rest.join('/');
  if (path === 'deletion-mark.json') {
    block.markedMs = undefined;
    return;
  }
  block.missing.add(path);
  if (model.blocks.objectsOf(block).every((object) => object.key.endsWith('deletion-mark.json'))) model.blocks.remove(ulid);
}

export const bytesOf = (object: StoredObject): number => sizeOf(object.content);
