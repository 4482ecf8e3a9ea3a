import { describe, expect, it } from 'vitest';
import { podTable, readPodRows } from '../../src/clients/kubernetes-table.ts';
import { days, hours, minutes, seconds } from '../../src/model/time.ts';
import { recordedTable } from './kubernetes-table-recorded.ts';

const columns = ['Name', 'Ready', 'Status', 'Restarts', 'Age'].map((name) => ({ name }));

function rowOf(...cells: readonly unknown[]) {
  return readPodRows(podTable.parse({ kind: 'Table', metadata: {}, columnDefinitions: columns, rows: [{ cells, object: null }] }))[0];
}

describe('clients/kubernetes-table', () => {
  it('reads every row that a real server printed', () => {
    const rows = readPodRows(podTable.parse(recordedTable));

    expect(rows).toHaveLength(recordedTable.rows.length);
    expect(rows.filter(({ ready, containers, restarts }) => ready === null || containers === null || restarts === null)).toEqual([]);
  });

  it.each([
    ['fine', 'Running', 2, 2, 0],
    ['half-ready', 'Running', 1, 2, 0],
    ['crash-loop', 'CrashLoopBackOff', 0, 1, 7],
    ['init-waits', 'Init:0/1', 0, 1, 0],
    ['completed', 'Completed', 0, 1, 0],
    ['ending', 'Terminating', 1, 1, 0],
    ['evicted', 'Evicted', 0, 1, 0],
  ])('reads the recorded pod %s as %s', (name, status, ready, containers, restarts) => {
    expect(readPodRows(podTable.parse(recordedTable)).find((row) => row.name === name)).toEqual({
      name,
      status,
      ready,
      containers,
      restarts,
      lastRestartAgoMs: null,
    });
  });

  it.each([
    ['0', 0, null],
    [7, 7, null],
    ['1 (45s ago)', 1, seconds(45)],
    ['5 (3m20s ago)', 5, minutes(3) + seconds(20)],
    ['5 (7h12m ago)', 5, hours(7) + minutes(12)],
    ['2 (47h ago)', 2, hours(47)],
    ['12 (8d ago)', 12, days(8)],
    ['3 (2y10d ago)', 3, days(740)],
    ['3 (<invalid> ago)', null, null],
    ['many', null, null],
    [null, null, null],
  ])('reads restarts printed as %s', (cell, restarts, lastRestartAgoMs) => {
    expect(rowOf('a', '1/1', 'Running', cell, '3d')).toMatchObject({ restarts, lastRestartAgoMs });
  });

  it.each(['', '1', 'all', '1/2/3'])('knows nothing of readiness printed as "%s"', (cell) => {
    expect(rowOf('a', cell, 'Running', '0', '3d')).toMatchObject({ ready: null, containers: null });
  });

  it('finds the columns by name, wherever they are', () => {
    const table = { kind: 'Table', columnDefinitions: [{ name: 'Status' }, { name: 'Name' }], rows: [{ cells: ['Running', 'a'] }] };

    expect(readPodRows(podTable.parse(table))).toEqual([
      { name: 'a', status: 'Running', ready: null, containers: null, restarts: null, lastRestartAgoMs: null },
    ]);
  });
});
