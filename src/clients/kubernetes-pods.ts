import { z } from 'zod';
import type { Pod, PodEntry } from '../model/kubernetes.ts';
import type { HttpAnswer } from './http.ts';
import { matchShape, readJson } from './json-answer.ts';
import type { ClusterConnection } from './kube-config.ts';
import { isMissing } from './kubernetes-missing.ts';
import { PAGE_SIZE, type Page, readPages } from './kubernetes-pages.ts';
import { podSchema, toPod } from './kubernetes-pod.ts';
import { podTable, readPodRows, TABLE_TYPE } from './kubernetes-table.ts';
import type { Upstream } from './upstream.ts';

/** Where pods are read. */
export interface PodSource {
  readonly connection: ClusterConnection;
  readonly upstream: Upstream;
  readonly namespace: string;
  readonly signal: AbortSignal;
}

const podList = z.object({ metadata: z.object({ continue: z.string().optional() }).default({}), items: z.array(podSchema) });
const anyKind = z.looseObject({ kind: z.string().optional() });

/** All pods in full, or those with a label selector. */
export async function listPods(source: PodSource, labelSelector?: string): Promise<readonly Pod[]> {
  const parameters: Readonly<Record<string, string>> = labelSelector === undefined ? {} : { labelSelector };
  const pods: Pod[] = [];
  const pages = readPages(
    async (token) => readList(readJson(await askPage(source, { parameters, token }), anyKind, source.upstream), source.upstream),
    ({ name }) => name,
  );
  for await (const page of pages) {
    pods.push(...page);
  }
  return pods;
}

/** One line for each pod; from a server that prints no tables, the pods themselves. */
export function surveyPods(source: PodSource): AsyncGenerator<readonly PodEntry[]> {
  return readPages(async (token): Promise<Page<PodEntry>> => {
    const answer = await askPage(source, { parameters: { includeObject: 'None' }, token, accept: TABLE_TYPE });
    const list = readJson(answer, anyKind, source.upstream);
    if (list.kind !== 'Table') {
      const { items, next } = readList(list, source.upstream);
      return { items: items.map((pod) => ({ kind: 'pod', pod })), next };
    }
    const table = matchShape(list, podTable, source.upstream);
    return { items: readPodRows(table).map((row) => ({ kind: 'row', row })), next: table.metadata.continue };
  }, nameOf);
}

/** One pod in full, or `null` when it does not exist. */
export async function readPod({ connection, upstream, namespace, signal }: PodSource, name: string): Promise<Pod | null> {
  const answer = await connection.call({ method: 'GET', path: `${podsPath(namespace)}/${encodeURIComponent(name)}` }, signal);
  return isMissing(answer) ? null : toPod(readJson(answer, podSchema, upstream));
}

function askPage(
  { connection, namespace, signal }: PodSource,
  ask: { readonly parameters: Readonly<Record<string, string>>; readonly token: string | undefined; readonly accept?: string },
): Promise<HttpAnswer> {
  const query = new URLSearchParams({
    ...ask.parameters,
    limit: String(PAGE_SIZE),
    ...(ask.token === undefined ? {} : { continue: ask.token }),
  });
  const headers = ask.accept === undefined ? {} : { accept: ask.accept };
  return connection.call({ method: 'GET', path: `${podsPath(namespace)}?${query}`, headers }, signal);
}

/** An answer of another shape is an error: it must not read as "no pods". */
function readList(answer: unknown, upstream: Upstream): Page<Pod> {
  const list = matchShape(answer, podList, upstream);
  return { items: list.items.map(toPod), next: list.metadata.continue };
}

function podsPath(namespace: string): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
}

function nameOf(entry: PodEntry): string {
  return entry.kind === 'row' ? entry.row.name : entry.pod.name;
}
