import type { Labels } from '../promql/labels.ts';
import type { Json, JsonObject } from './json.ts';
import { hash } from './random.ts';
import { type EpochMs, hourMs } from './time.ts';

export type Resolution = 0 | 300_000 | 3_600_000;

export interface Block {
  readonly ulid: string;
  readonly streamId: string;
  readonly labels: Labels;
  readonly minTimeMs: EpochMs;
  readonly maxTimeMs: EpochMs;
  readonly resolution: Resolution;
  readonly level: number;
  readonly sources: readonly string[];
  readonly parents: readonly { readonly ulid: string; readonly minTime: EpochMs; readonly maxTime: EpochMs }[];
  readonly source: 'sidecar' | 'compactor' | 'ruler';
  readonly uploadedMs: EpochMs;
  /** Size in units; the estate's scale turns them into bytes. */
  readonly units: number;
  markedMs: EpochMs | undefined;
  isDownsampled: boolean;
  /** Objects of the block that somebody deleted one by one. */
  readonly missing: Set<string>;
}

export interface BlockFile {
  readonly path: string;
  readonly sizeBytes: number;
}

const segmentBytes = 512 * 1024 * 1024;

/** The block's data objects in upload order; `meta.json` and marks are not among them. */
export function dataFiles(block: Block, bytesPerUnit: number): BlockFile[] {
  const total = Math.max(1_024, Math.round(block.units * bytesPerUnit));
  const indexBytes = Math.round(total * 0.12);
  const chunks: BlockFile[] = [];
  for (let rest = total - indexBytes, number = 1; rest > 0; rest -= segmentBytes, number += 1) {
    chunks.push({ path: `chunks/${String(number).padStart(6, '0')}`, sizeBytes: Math.min(rest, segmentBytes) });
  }
  return [...chunks, { path: 'index', sizeBytes: indexBytes }];
}

export function metaJson(block: Block, bytesPerUnit: number): JsonObject {
  const files = dataFiles(block, bytesPerUnit);
  const spanHours = (block.maxTimeMs - block.minTimeMs) / hourMs;
  const series = 90_000 + (hash(block.streamId) % 60_000);
  const perHour = block.resolution === 0 ? 120 : block.resolution === 300_000 ? 12 : 1;
  const listed: Json[] = files.map((file) => ({ rel_path: file.path, size_bytes: file.sizeBytes }));
  const samples = Math.round(series * spanHours * perHour);
  return {
    ulid: block.ulid,
    minTime: block.minTimeMs,
    maxTime: block.maxTimeMs,
    stats: { numSamples: samples, numFloatSamples: samples, numSeries: series, numChunks: Math.max(series, Math.round(samples / 120)) },
    compaction: {
      level: block.level,
      sources: [...block.sources],
      ...(block.parents.length > 0 ? { parents: block.parents.map((parent) => ({ ...parent })) } : {}),
    },
    version: 1,
    thanos: {
      version: 1,
      labels: { ...block.labels },
      downsample: { resolution: block.resolution },
      source: block.source,
      segment_files: files.filter((file) => file.path !== 'index').map((file) => file.path.slice('chunks/'.length)),
      files: [...listed, { rel_path: 'meta.json' }],
      index_stats: { series_max_size: 16, chunk_max_size: 1_024 },
    },
  };
}

export function deletionMark(block: Block): JsonObject {
  return {
    id: block.ulid,
    version: 1,
    details: block.resolution === 0 && block.level < 4 ? 'source of compacted block' : 'block exceeding retention of 0',
    deletion_time: Math.floor((block.markedMs ?? 0) / 1_000),
  };
}
