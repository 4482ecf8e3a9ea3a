import { describe, expect, it } from 'vitest';
import type { OperationLink } from '../../src/escalation/incident-actions.ts';
import type { Operation } from '../../src/model/plan.ts';
import { createOperationsOf } from '../../src/wiring/operations-of.ts';
import { RESOLVED, STARTED, TRIGGERED, viewOf } from '../messages/incident-views.ts';

const on = (id: string, object: string, change: Partial<Operation> = {}): Operation => ({
  id,
  revision: 2,
  status: 'succeeded',
  actionId: 'scale',
  params: {},
  plan: {
    actionId: 'scale',
    title: { id: 'operation.confirm', args: {} },
    confirm: { id: 'operation.confirm', args: {} },
    risk: 'reversible',
    changes: [{ object, field: 'replicas', from: '1', to: '2' }],
    notes: [],
    undo: null,
    gitPatch: null,
    precondition: {},
    baseline: {},
  },
  requestedBy: 'U0KIM',
  channel: 'C1',
  createdAt: STARTED,
  expiresAt: STARTED,
  confirmedBy: null,
  startedAt: STARTED + 1,
  finishedAt: null,
  steps: [],
  result: null,
  message: null,
  undoneBy: null,
  ...change,
});

const LINKS: Readonly<Record<string, OperationLink>> = {
  'op-linked': { incidentId: 'inc_7f3a', command: 'scale query 3' },
  'op-other': { incidentId: 'inc_other', command: 'scale query 3' },
};

function operationsOf(operations: readonly Operation[]) {
  const windows: (readonly [number, number])[] = [];
  const look = createOperationsOf({
    operations: {
      startedBetween: async (from, until) => {
        windows.push([from, until]);
        return operations;
      },
      byId: async (id) => (id === 'op-undo' ? on('op-undo', '') : on(id, '', { status: 'failed' })),
    },
    links: { get: async (id) => LINKS[id] ?? null },
    clock: { now: () => STARTED + 99 },
  });
  return { look, windows };
}

describe('wiring/operations-of', () => {
  it('takes what was proposed from the incident, and what changed its cluster meanwhile', async () => {
    const { look } = operationsOf([
      on('op-linked', 'cluster-09 / x'),
      on('op-here', 'cluster-01 / monitoring / deployment/thanos-query'),
      on('op-there', 'cluster-010 / x'),
      on('op-other', 'cluster-01 / x'),
    ]);

    expect((await look(viewOf(RESOLVED).incident)).map(({ operation }) => operation.id)).toEqual(['op-linked', 'op-here']);
  });

  it('says what undid an operation only when that succeeded', async () => {
    const { look } = operationsOf([
      on('op-1', 'cluster-01 / x', { undoneBy: 'op-undo' }),
      on('op-2', 'cluster-01 / x', { undoneBy: 'op-failed' }),
      on('op-3', 'cluster-01 / x'),
    ]);

    expect((await look(viewOf(RESOLVED).incident)).map(({ undoneBy }) => undoneBy)).toEqual(['op-undo', null, null]);
  });

  it('looks from the opening to the end, or to now', async () => {
    const { look, windows } = operationsOf([]);
    await look(viewOf(RESOLVED).incident);
    await look(viewOf(TRIGGERED).incident);

    expect(windows).toEqual([
      [STARTED, RESOLVED.at],
      [STARTED, STARTED + 99],
    ]);
  });
});
