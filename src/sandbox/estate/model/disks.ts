import type { ClusterModel } from './cluster-model.ts';
import type { Fault } from './faults.ts';
import { fraction } from './random.ts';
import { dayMs, type EpochMs, minuteMs } from './time.ts';

const gib = 1024 ** 3;

export interface Disk {
  readonly name: string;
  readonly sizeBytes: number;
  usedBytesAt(timeMs: EpochMs): number;
}

const rampMs = 2 * minuteMs;

/** Between the natural level and a fault's level lies a ramp of two minutes. */
function withFault(natural: number, sizeBytes: number, fault: Fault | undefined, timeMs: EpochMs): number {
  if (fault === undefined) return natural;
  const wanted = (sizeBytes * (fault.percent ?? 95)) / 100;
  const share = Math.min(1, (timeMs - fault.fromMs) / rampMs);
  return Math.max(natural, natural + (wanted - natural) * share);
}

function disk(
  cluster: ClusterModel,
  kind: 'disk-full' | 'pvc-full',
  name: string,
  sizeBytes: number,
  filled: number,
  perDay: number,
): Disk {
  const offset = fraction(`${cluster.name}/${name}`) * 0.1;
  const beginMs = Date.UTC(2026, 0, 1);
  return {
    name,
    sizeBytes,
    usedBytesAt: (timeMs) => {
      const days = (timeMs - beginMs) / dayMs;
      const saw = (days % 7) / 7;
      const natural = sizeBytes * Math.min(0.9, filled + offset + perDay * saw * 7 + 0.004 * Math.sin(days * 6.283));
      return withFault(natural, sizeBytes, cluster.faults.at(timeMs, kind, cluster.name, name), timeMs);
    },
  };
}

/** The root filesystem and the one Longhorn keeps its replicas on. */
export function nodeDisks(cluster: ClusterModel): Disk[] {
  return [disk(cluster, 'disk-full', '/', 200 * gib, 0.38, 0.004), disk(cluster, 'disk-full', '/var/lib/longhorn', 500 * gib, 0.42, 0.006)];
}

export function claimDisks(cluster: ClusterModel): Disk[] {
  return cluster.objects.list('/persistentvolumeclaims').map((claim) => {
    const metadata = claim['metadata'];
    const name = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) ? String(metadata['name']) : '';
    const storage = JSON.stringify(claim['spec']).match(/"storage":"(\d+)Gi"/)?.[1] ?? '10';
    return disk(cluster, 'pvc-full', name, Number(storage) * gib, name.startsWith('prometheus') ? 0.28 : 0.18, 0.003);
  });
}
