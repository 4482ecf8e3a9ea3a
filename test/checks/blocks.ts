import type { Resolution } from '../../src/model/cluster.ts';
import { hours } from '../../src/model/time.ts';
import { NOW } from './config.ts';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID of an instant; `tail` keeps those of one instant apart. */
export function ulid(at: number, tail = '0'): string {
  let rest = at;
  let text = '';
  for (let place = 0; place < 10; place += 1) {
    text = `${DIGITS[rest % 32]}${text}`;
    rest = Math.floor(rest / 32);
  }
  return text + tail.padStart(16, '0');
}

const RESOLUTION_MS: Readonly<Record<Resolution, number>> = { raw: 0, '5m': 300_000, '1h': 3_600_000 };

/** A meta.json as a v0.37.2 sidecar or compactor writes it, cut to what is read. */
export function metaJson(
  id: string,
  change: { cluster?: string; resolution?: Resolution; minTime?: number; maxTime?: number; level?: number; replica?: string } = {},
): string {
  const {
    cluster = 'cluster-02',
    resolution = 'raw',
    minTime = NOW - hours(4),
    maxTime = NOW - hours(2),
    level = 1,
    replica = 'prometheus-0',
  } = change;
  return JSON.stringify({
    ulid: id,
    minTime,
    maxTime,
    stats: { numSamples: 1_000, numSeries: 10, numChunks: 20 },
    compaction: { level, sources: [id] },
    version: 1,
    thanos: {
      version: 1,
      labels: { cluster, prometheus_replica: replica },
      downsample: { resolution: RESOLUTION_MS[resolution] },
      source: level === 1 ? 'sidecar' : 'compactor',
      files: [{ rel_path: 'index', size_bytes: 100 }, { rel_path: 'meta.json' }],
    },
  });
}
