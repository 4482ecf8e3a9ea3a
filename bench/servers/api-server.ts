import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import { argumentOf, serveParent } from '../parent.ts';

/**
 * API servers of several clusters with so many pods and ConfigMaps each in `monitoring`. Every page is made once and sent as it is, so
 * that what is measured is the reader.
 */
const { clusters, pods, configMaps } = argumentOf(z.object({ clusters: z.number(), pods: z.number(), configMaps: z.number() }));
const PAGE = 500;

type Json = Readonly<Record<string, unknown>>;

const podsPath = '/api/v1/namespaces/monitoring/pods';
const lists = new Map([
  [podsPath, pagesOf(pods, (metadata, items) => ({ kind: 'PodList', apiVersion: 'v1', metadata, items: items.map(pod) }))],
  [`${podsPath} as=Table`, pagesOf(pods, podTable)],
  [
    '/api/v1/namespaces/monitoring/configmaps',
    pagesOf(configMaps, (metadata, items) => ({ kind: 'ConfigMapList', apiVersion: 'v1', metadata, items: items.map(configMap) })),
  ],
]);
const discovery = new Map<string, Json>([
  ['/version', { major: '1', minor: '31', gitVersion: 'v1.31.2' }],
  ['/api', { kind: 'APIVersions', versions: ['v1'] }],
  ['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: [] }],
  [
    '/api/v1',
    { kind: 'APIResourceList', groupVersion: 'v1', resources: [resource('pods', 'Pod', 'po'), resource('configmaps', 'ConfigMap', 'cm')] },
  ],
]);

const servers = await Promise.all(Array.from({ length: clusters }, listening));
serveParent({
  urls: servers.map((server) => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }),
});

function listening(): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    const form = pathname === podsPath && (request.headers.accept ?? '').includes('as=Table') ? ' as=Table' : '';
    const body =
      lists.get(`${pathname}${form}`)?.(Number(searchParams.get('continue') ?? 0), Number(searchParams.get('limit') ?? 0)) ??
      known(pathname);
    response
      .writeHead(body === null ? 404 : 200, { 'content-type': 'application/json' })
      .end(body ?? '{"kind":"Status","reason":"NotFound"}');
  });
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function known(path: string): string | null {
  const found = discovery.get(path);
  return found === undefined ? null : JSON.stringify(found);
}

function resource(name: string, kind: string, shortName: string): Json {
  return { name, singularName: '', namespaced: true, kind, verbs: ['get', 'list'], shortNames: [shortName] };
}

/** Pages by their first index; a reader without a limit gets all of them in one. */
function pagesOf(count: number, make: (metadata: Json, items: readonly number[]) => Json): (from: number, limit: number) => Buffer {
  const pages = new Map<string, Buffer>();
  const page = (from: number, until: number): Buffer => {
    const next = until < count ? { continue: String(until), remainingItemCount: count - until } : {};
    const items = Array.from({ length: until - from }, (_, offset) => from + offset);
    return Buffer.from(JSON.stringify(make({ resourceVersion: '4711', ...next }, items)));
  };
  return (from, limit) => {
    const until = Math.min(count, from + (limit === 0 ? count : Math.min(limit, PAGE)));
    const key = `${from}-${until}`;
    const made = pages.get(key) ?? page(from, until);
    pages.set(key, made);
    return made;
  };
}

function metadata(name: string, index: number): Json {
  return {
    name,
    namespace: 'monitoring',
    uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    resourceVersion: String(100_000 + index),
    creationTimestamp: '2026-11-01T00:00:00Z',
    labels: { 'app.kubernetes.io/name': 'prometheus', 'app.kubernetes.io/managed-by': 'Helm', 'pod-template-hash': '7d9c5b8f6d' },
    managedFields: [{ manager: 'helm', operation: 'Update', apiVersion: 'v1', fieldsV1: { 'f:metadata': { 'f:labels': { '.': {} } } } }],
  };
}

/** About 3 kB, like a small pod of a real cluster. */
function pod(index: number): Json {
  const container = (name: string): Json => ({
    name,
    image: `quay.io/prometheus/${name}:v3.7.1`,
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    ports: [{ name: 'http', containerPort: 9_090, protocol: 'TCP' }],
    volumeMounts: [{ name: 'config', mountPath: '/etc/config', readOnly: true }],
    readinessProbe: { httpGet: { path: '/-/ready', port: 'http', scheme: 'HTTP' }, periodSeconds: 5, failureThreshold: 3 },
  });
  const status = (name: string): Json => ({
    name,
    ready: true,
    started: true,
    restartCount: 0,
    image: `quay.io/prometheus/${name}:v3.7.1`,
    imageID: `quay.io/prometheus/${name}@sha256:0000000000000000000000000000000000000000000000000000000000000000`,
    containerID: 'containerd://0000000000000000000000000000000000000000000000000000000000000000',
    state: { running: { startedAt: '2026-11-01T00:00:10Z' } },
    lastState: {},
  });
  const condition = (type: string): Json => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: '2026-11-01T00:00:20Z' });
  return {
    metadata: metadata(podName(index), index),
    spec: {
      nodeName: `node-${index % 40}`,
      containers: [container('prometheus'), container('thanos-sidecar')],
      volumes: [{ name: 'config', secret: { secretName: 'prometheus', defaultMode: 420 } }],
      restartPolicy: 'Always',
    },
    status: {
      phase: 'Running',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
      containerStatuses: [status('prometheus'), status('thanos-sidecar')],
      podIP: '10.244.1.17',
      startTime: '2026-11-01T00:00:00Z',
    },
  };
}

/** The same pods as the API server prints them. */
function podTable(metadata: Json, indexes: readonly number[]): Json {
  const columns = ['Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP', 'Node', 'Nominated Node', 'Readiness Gates'];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map((name) => ({ name, type: 'string', format: '', description: '', priority: 0 })),
    rows: indexes.map((index) => ({
      cells: [podName(index), '2/2', 'Running', '0', '21d', '10.244.1.17', `node-${index % 40}`, '<none>', '<none>'],
      object: null,
    })),
  };
}

function podName(index: number): string {
  return `prometheus-kube-prometheus-stack-prometheus-${index}`;
}

/** About 3 kB, like a dashboard's ConfigMap cut short. */
function configMap(index: number): Json {
  const line = `groups:\n- name: rules-${index}\n  rules:\n  - alert: Alert${index}\n    expr: up{job="job-${index}"} == 0\n    for: 5m\n`;
  return { metadata: metadata(`rules-${index}`, index), data: { 'rules.yaml': line.repeat(24) } };
}
