import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Action, defineAction } from '../../src/actions/action.ts';
import { createOperationRunner, type OperationRunner } from '../../src/actions/run.ts';
import { createTypedConfirmation, TYPED_CONFIRMATION } from '../../src/handlers/typed-confirmation.ts';
import type { Dialog } from '../../src/model/message.ts';
import type { Operation } from '../../src/model/plan.ts';
import { seconds } from '../../src/model/time.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { words } from '../scenarios/fake-slack.ts';
import { openTemporarySqlite } from '../store/databases.ts';
import { ADMIN, drain, LEAD, openStage, type Stage } from './world.ts';

const signal = new AbortController().signal;
const view = { locale: 'en', timeZone: 'UTC' } as const;

/** Loses data when it runs; counts how often it did. */
function wipe(ran: string[]): Action {
  return defineAction({
    id: 'wipe',
    risk: 'destructive',
    access: 'operator',
    params: z.strictObject({}),
    deadlineMs: seconds(60),
    plan: async () => ({
      actionId: 'wipe',
      title: { id: 'backup.title', args: { clusters: ['cluster-01'] } },
      confirm: { id: 'operation.confirm', args: {} },
      risk: 'destructive',
      changes: [{ object: 'cluster-01 / monitoring / statefulset/thanos-store', field: 'data', from: 'all', to: 'none' }],
      notes: [],
      undo: null,
      gitPatch: null,
      precondition: {},
      baseline: {},
    }),
    steps: () => [],
    execute: async (_params, { operationId }) => {
      ran.push(operationId);
    },
    verify: async () => ({ kind: 'reached', result: { id: 'operation.started', args: {} } }),
  });
}

describe('actions/confirm of destructive plans', () => {
  let database: OpenDatabase;
  let stage: Stage;
  let runner: OperationRunner;
  let ran: string[];

  beforeEach(async () => {
    database = await openTemporarySqlite();
    stage = openStage(database);
    ran = [];
    runner = createOperationRunner({ ...stage.deps, actions: [wipe(ran)] });
  });

  afterEach(() => database.close());

  const propose = () => runner.propose({ actionId: 'wipe', params: {}, userId: LEAD, channel: 'C0OPS' }, signal);

  const click = ({ id, revision }: Pick<Operation, 'id' | 'revision'>, userId: string) => ({ operationId: id, revision, userId, signal });

  const confirmed = async (): Promise<Operation> => {
    const outcome = await runner.confirm(click(await propose(), LEAD));
    if (outcome.kind !== 'awaiting-approval') {
      throw new Error(outcome.kind);
    }
    await drain();
    return outcome.operation;
  };

  it('asks the channel for a second person and does not run', async () => {
    await confirmed();

    const [board] = stage.slack.inChannel('C0OPS');
    expect(board && words(board)).toContain('a second person has to approve it');
    expect(ran).toEqual([]);
  });

  it('runs once a second person approves', async () => {
    const operation = await confirmed();

    expect(await runner.approve(click(operation, ADMIN))).toMatchObject({ kind: 'started' });
    await stage.settle(runner);
    expect(ran).toEqual([operation.id]);
    expect(stage.slack.inChannel('C0OPS')).toHaveLength(1);
  });

  it('refuses the requester as the second person, on the record', async () => {
    const operation = await confirmed();

    expect(await runner.approve(click(operation, LEAD))).toMatchObject({ kind: 'refused', reason: { id: 'operation.selfApproval' } });
    expect(await stage.audit.recent(1)).toMatchObject([{ actor: LEAD, outcome: 'refused' }]);
    expect(ran).toEqual([]);
  });

  it('refuses somebody who is no approver', async () => {
    expect(await runner.approve(click(await confirmed(), 'U0PRIMARY'))).toMatchObject({
      kind: 'refused',
      reason: { id: 'action.forbidden', args: { who: [ADMIN] } },
    });
  });

  it('refuses an approval before the confirmation', async () => {
    expect(await runner.approve(click(await propose(), ADMIN))).toMatchObject({
      kind: 'refused',
      reason: { id: 'operation.notConfirmed' },
    });
  });

  it('tells the channel when it is withdrawn', async () => {
    const operation = await confirmed();
    stage.clock.advance(seconds(4));
    await runner.cancel(click(operation, LEAD));

    const [board] = stage.slack.inChannel('C0OPS');
    expect(board && words(board)).toContain('Cancelled');
  });

  it('wants the name typed before it asks anybody', async () => {
    const opened: Dialog[] = [];
    const open = async (_trigger: string, dialog: Dialog): Promise<void> => {
      opened.push(dialog);
    };
    const typed = createTypedConfirmation({ runner, dialogs: { open }, deadlineMs: seconds(20) });
    const { id, revision } = await propose();
    const at = { choice: null, userId: LEAD, channelId: 'C0OPS', messageTs: null, isPrivate: true, triggerId: 't' };
    const submission = (name: string) => ({ dialog: TYPED_CONFIRMATION, reference: { id, revision }, userId: LEAD, values: { name } });

    expect(await typed.ask({ ...at, interaction: 'confirm', reference: { id, revision } }, view)).toBe(true);
    expect(opened).toHaveLength(1);
    expect(await typed.submit(submission('thanos-query'), view)).toMatchObject({
      kind: 'errors',
      errors: { name: 'Type exactly: thanos-store' },
    });
    expect(await runner.byId(id)).toMatchObject({ confirmedBy: null });
    expect(await typed.submit(submission('thanos-store'), view)).toEqual({ kind: 'close' });
    expect(await runner.byId(id)).toMatchObject({ confirmedBy: LEAD, status: 'planned' });
  });
});
