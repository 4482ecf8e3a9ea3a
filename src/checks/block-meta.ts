import { z } from 'zod';
import type { Resolution } from '../model/cluster.ts';

/** What we keep of a block's `meta.json`. Instants are EpochMs, `maxTime` is exclusive. */
export interface BlockMeta {
  readonly ulid: string;
  readonly minTime: number;
  readonly maxTime: number;
  readonly resolution: Resolution;
  readonly level: number;
  readonly source: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: number;
}

const RESOLUTIONS: ReadonlyMap<number, Resolution> = new Map([
  [0, 'raw'],
  [300_000, '5m'],
  [3_600_000, '1h'],
]);

/** Source: Thanos pkg/block/metadata/meta.go. Unknown fields are ignored. */
const metaSchema = z.object({
  ulid: z.string(),
  minTime: z.number(),
  maxTime: z.number(),
  stats: z.object({ numSamples: z.number().optional() }).optional(),
  compaction: z.object({ level: z.number().default(0) }).optional(),
  thanos: z.object({
    labels: z.record(z.string(), z.string()).nullish(),
    downsample: z.object({ resolution: z.number() }).default({ resolution: 0 }),
    source: z.string().default(''),
  }),
});

/** Reads a `meta.json`; `null` when it is not one. */
export function parseBlockMeta(text: string): BlockMeta | null {
  const parsed = metaSchema.safeParse(parseJson(text));
  const resolution = parsed.success ? RESOLUTIONS.get(parsed.data.thanos.downsample.resolution) : undefined;
  if (!parsed.success || resolution === undefined) {
    return null;
  }
  const { ulid, minTime, maxTime, stats, compaction, thanos } = parsed.data;
  return {
    ulid,
    minTime,
    maxTime,
    resolution,
    level: compaction?.level ?? 0,
    source: thanos.source,
    labels: thanos.labels ?? {},
    samples: stats?.numSamples ?? 0,
  };
}

const cachedSchema = z.object({
  ulid: z.string(),
  minTime: z.number(),
  maxTime: z.number(),
  resolution: z.enum(['raw', '5m', '1h']),
  level: z.number(),
  source: z.string(),
  labels: z.record(z.string(), z.string()),
  samples: z.number(),
});

/** Reads what `JSON.stringify` made of a `BlockMeta`; `null` when an older version kept another shape. */
export function readCachedMeta(text: string): BlockMeta | null {
  const parsed = cachedSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

/** The instant at which a block was made, from the first ten characters of its ULID. */
export function ulidTime(ulid: string): number {
  return [...ulid.slice(0, 10)].reduce((sum, digit) => sum * 32 + '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(digit), 0);
}

export function isUlid(text: string): boolean {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
