import { z } from 'zod';
import type { PodRow } from '../model/kubernetes.ts';
import { type DurationMs, days, hours, minutes, seconds } from '../model/time.ts';

/** Asks for what `kubectl get` prints; a server that prints no tables may answer with the objects. */
export const TABLE_TYPE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** Pods as the API server prints them. Source: k8s.io/kubernetes pkg/printers/internalversion, `printPod`. */
export const podTable = z.object({
  kind: z.literal('Table'),
  metadata: z.object({ continue: z.string().optional() }).default({}),
  columnDefinitions: z.array(z.object({ name: z.string() })),
  rows: z.array(z.object({ cells: z.array(z.unknown()) })),
});

/** The rows of a table; a cell that is missing or written in a way we do not know becomes `null`. */
export function readPodRows({ columnDefinitions, rows }: z.output<typeof podTable>): PodRow[] {
  const names = columnDefinitions.map(({ name }) => name);
  const [name, ready, status, restarts] = ['Name', 'Ready', 'Status', 'Restarts'].map((column) => names.indexOf(column));
  return rows.map(({ cells }) => {
    const cell = (column: number | undefined): string => String(cells[column ?? -1] ?? '');
    return { name: cell(name), status: cell(status), ...readReady(cell(ready)), ...readRestarts(cell(restarts)) };
  });
}

function readReady(text: string): Pick<PodRow, 'ready' | 'containers'> {
  const [, ready, containers] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  return { ready: numberOr(ready), containers: numberOr(containers) };
}

/** `5 (3m20s ago)`; servers before 1.22 print the number alone. */
function readRestarts(text: string): Pick<PodRow, 'restarts' | 'lastRestartAgoMs'> {
  const [, restarts, ago] = /^(\d+)(?: \((\w+) ago\))?$/.exec(text) ?? [];
  return { restarts: numberOr(restarts), lastRestartAgoMs: ago === undefined ? null : readAge(ago) };
}

const UNITS: Readonly<Record<string, DurationMs>> = { y: days(365), d: days(1), h: hours(1), m: minutes(1), s: seconds(1) };

/** Ages of at most two units, the second rounded down: `47h`, `3d5h`, `2y10d`. */
function readAge(text: string): DurationMs | null {
  if (!/^(\d+[ydhms])+$/.test(text)) {
    return null;
  }
  return [...text.matchAll(/(\d+)([ydhms])/g)].reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}

function numberOr(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
