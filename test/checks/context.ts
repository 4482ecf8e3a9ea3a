import type { CheckContext } from '../../src/checks/check.ts';
import type { CheckMemory } from '../../src/checks/memory.ts';
import { UpstreamError } from '../../src/model/errors.ts';
import type { Sample } from '../../src/model/metrics.ts';
import type { ClusterAccess, ImageScanner, MetricsReader, ObjectStore, StoredObject, ThanosQuery } from '../../src/ports.ts';
import { NOW, testConfig } from './config.ts';

function refuse(system: string): Promise<never> {
  return Promise.reject(new UpstreamError('unreachable', { system, retryable: true, reason: 'connection refused' }));
}

/** Answers from a table of expressions; an expression that is not in it has no samples. */
export function metricsFrom(answers: Readonly<Record<string, readonly Sample[]>>): ThanosQuery & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    instant: (query) => {
      asked.push(query);
      const key = Object.keys(answers).find((part) => query.includes(part));
      return Promise.resolve({ samples: key === undefined ? [] : (answers[key] ?? []), warnings: [] });
    },
    range: () => Promise.resolve({ series: [], warnings: [] }),
    stores: () => Promise.resolve([]),
  };
}

export const deadMetrics: ThanosQuery = {
  instant: () => refuse('thanos-query'),
  range: () => refuse('thanos-query'),
  stores: () => refuse('thanos-query'),
};

/** A cluster where nothing answers; a test replaces what it needs. */
export function clusterAccess(name: string, parts: Partial<ClusterAccess> & { readonly metrics?: MetricsReader } = {}): ClusterAccess {
  return {
    name,
    kubernetes: {
      version: () => Promise.resolve('v1.31.2'),
      listPods: () => refuse('kubernetes'),
      surveyPods: () => {
        throw new Error('not used');
      },
      readPod: () => refuse('kubernetes'),
      readLog: () => refuse('kubernetes'),
      diskUse: () => refuse('kubernetes'),
      workload: () => refuse('kubernetes'),
      resourceKinds: () => refuse('kubernetes'),
      listObjects: () => {
        throw new Error('not used');
      },
      getObject: () => refuse('kubernetes'),
    },
    metrics: deadMetrics,
    alertmanager: {
      alerts: () => refuse('alertmanager'),
      silences: () => refuse('alertmanager'),
      createSilence: () => refuse('alertmanager'),
      expireSilence: () => refuse('alertmanager'),
    },
    nodes: [],
    ...parts,
  };
}

export function memoryOf(entries: Readonly<Record<string, string>> = {}): CheckMemory & { readonly entries: Map<string, string> } {
  const kept = new Map(Object.entries(entries));
  return {
    entries: kept,
    read: (prefix) => Promise.resolve(new Map([...kept].filter(([key]) => key.startsWith(prefix)))),
    write: async (added) => {
      for (const [key, value] of added) {
        kept.set(key, value);
      }
    },
    forget: async (keys) => {
      for (const key of keys) {
        kept.delete(key);
      }
    },
  };
}

/** A bucket that lives in memory and hands out pages of three objects. */
export function bucketOf(
  files: Readonly<Record<string, string>>,
  modifiedAt = NOW,
): ObjectStore & { readonly reads: string[]; readonly lists: string[] } {
  const encoder = new TextEncoder();
  const reads: string[] = [];
  const lists: string[] = [];
  const keys = Object.keys(files).toSorted();
  return {
    reads,
    lists,
    async *list(prefix, signal) {
      lists.push(prefix);
      const found = keys.filter((key) => key.startsWith(prefix));
      for (let start = 0; start < found.length; start += 3) {
        signal.throwIfAborted();
        yield found.slice(start, start + 3).map((key): StoredObject => ({ key, sizeBytes: files[key]?.length ?? 0, modifiedAt }));
      }
    },
    listLevel: (prefix) => {
      const below = keys.filter((key) => key.startsWith(prefix)).map((key) => ({ key, words: key.slice(prefix.length).split('/') }));
      const folders = below.filter(({ words }) => words.length > 1).map(({ words }) => `${prefix}${words[0]}/`);
      const loose = below.filter(({ words }) => words.length === 1);
      return Promise.resolve({
        folders: [...new Set(folders)],
        objects: loose.map(({ key }) => ({ key, sizeBytes: files[key]?.length ?? 0, modifiedAt })),
      });
    },
    get: (key) => {
      reads.push(key);
      const text = files[key];
      return Promise.resolve(text === undefined ? null : encoder.encode(text));
    },
    put: () => refuse('s3'),
    delete: () => refuse('s3'),
  };
}

/** A machine without Trivy. */
export const noScanner: ImageScanner = {
  scan: () => Promise.reject(new UpstreamError('not-found', { system: 'trivy', retryable: false, reason: 'trivy is not installed here' })),
};

export function checkContext(parts: Partial<CheckContext> = {}): CheckContext {
  return {
    config: testConfig(),
    cluster: clusterAccess('cluster-02'),
    clusters: [],
    thanos: deadMetrics,
    bucket: null,
    grafana: null,
    scanner: noScanner,
    inventory: () => Promise.resolve(null),
    memory: memoryOf(),
    history: { of: () => Promise.resolve([]) },
    stopwatchMs: () => 0,
    now: NOW,
    signal: new AbortController().signal,
    ...parts,
  };
}
