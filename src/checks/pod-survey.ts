import type { Pod, PodRow } from '../model/kubernetes.ts';
import { days, hours } from '../model/time.ts';
import type { KubernetesReader } from '../ports.ts';
import { inParallel } from './in-parallel.ts';

/** The pods of one namespace. */
export interface PodFacts {
  /** Names of those whose row in the server's table leaves no doubt that they are fine. */
  readonly quiet: readonly string[];
  /** All others, in full. */
  readonly pods: readonly Pod[];
}

/** Beyond so many the whole list in pages is cheaper than one request for each. */
const SINGLE_READS = 50;
const AT_ONCE = 8;

/** A day, and what two clocks and a rounded age may hide. */
const SURELY_PAST_MS = days(1) + hours(1);

/** Looks at every pod as a row, and reads in full only those that may have a problem. */
export async function surveyPods(kubernetes: KubernetesReader, namespace: string, signal: AbortSignal): Promise<PodFacts> {
  const quiet: string[] = [];
  const doubtful: string[] = [];
  const pods: Pod[] = [];
  for await (const page of kubernetes.surveyPods(namespace, signal)) {
    for (const entry of page) {
      if (entry.kind === 'pod') {
        pods.push(entry.pod);
      } else {
        (isQuiet(entry.row) ? quiet : doubtful).push(entry.row.name);
      }
    }
  }
  if (doubtful.length > SINGLE_READS) {
    return { quiet: [], pods: await kubernetes.listPods(namespace, signal) };
  }
  // A pod that is gone by now was on its way out.
  const read = await inParallel(doubtful, AT_ONCE, (name) => kubernetes.readPod(namespace, name, signal));
  return { quiet, pods: [...pods, ...read.filter((pod) => pod !== null)] };
}

/**
 * Whether a row proves that its pod is fine: running, every container ready, no restart of the last day. The table prints another status
 * for a pod that is being deleted, waits, failed or finished; whatever cannot be read is no proof either.
 */
export function isQuiet({ status, ready, containers, restarts, lastRestartAgoMs }: PodRow): boolean {
  const isReady = status === 'Running' && ready !== null && ready > 0 && ready === containers;
  return isReady && (restarts === 0 || (restarts !== null && lastRestartAgoMs !== null && lastRestartAgoMs > SURELY_PAST_MS));
}
