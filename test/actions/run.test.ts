import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/model/plan.ts';
import { minutes, seconds } from '../../src/model/time.ts';
import { words } from '../scenarios/fake-slack.ts';
import { openTemporarySqlite } from '../store/databases.ts';
import { ADMIN, drain, endpoint, LEAD, openStage, STRANGER, type Stage } from './world.ts';

const signal = new AbortController().signal;

describe('actions/run', () => {
  let stage: Stage;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const database = await openTemporarySqlite();
    stage = openStage(database);
    close = () => database.close();
  });

  afterEach(() => close());

  const propose = (replicas: number): Promise<Operation> =>
    stage.runner.propose({ actionId: 'scale', params: { component: 'query', replicas }, userId: LEAD, channel: 'C0OPS' }, signal);

  const click = (operation: Operation, userId = LEAD) => ({ operationId: operation.id, revision: operation.revision, userId, signal });

  const stored = async (id: string): Promise<Operation> => {
    const operation = await stage.runner.byId(id);
    if (operation === null) {
      throw new Error(`no operation ${id}`);
    }
    return operation;
  };

  it('changes nothing until the plan is confirmed', async () => {
    const operation = await propose(2);

    expect(operation.status).toBe('planned');
    expect(operation.plan.changes).toEqual([
      { object: 'cluster-01 / monitoring / deployment/thanos-query', field: 'spec.replicas', from: '1', to: '2' },
    ]);
    expect(stage.central).toMatchObject({ writes: 0, dryRuns: 1 });
    expect(stage.slack.posted).toEqual([]);
  });

  it('runs a confirmed plan to its proven end and says so in the channel', async () => {
    const operation = await propose(2);

    expect(await stage.runner.confirm(click(operation))).toMatchObject({ kind: 'started' });
    await stage.settle();

    expect(await stored(operation.id)).toMatchObject({ status: 'succeeded', confirmedBy: LEAD });
    expect(stage.central.state.replicas).toBe(2);
    const [board, ...others] = stage.slack.inChannel('C0OPS');
    expect(others).toEqual([]);
    expect(board && words(board)).toContain('Done: Scale thanos-query from 1 to 2 replicas');
    expect(board && words(board)).toContain('2 of 2 stores');
    expect((await stage.audit.recent(10)).map(({ actor, outcome }) => [actor, outcome])).toEqual([
      [LEAD, 'succeeded'],
      [LEAD, 'allowed'],
    ]);
  });

  it('runs once for a double click', async () => {
    const operation = await propose(2);

    const outcomes = await Promise.all([stage.runner.confirm(click(operation)), stage.runner.confirm(click(operation))]);
    await stage.settle();

    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['refused', 'started']);
    expect(stage.central.writes).toBe(1);
  });

  it('runs once when two replicas get the click', async () => {
    const operation = await propose(2);
    const other = stage.replica('process-2');

    const outcomes = await Promise.all([stage.runner.confirm(click(operation)), other.confirm(click(operation))]);
    await stage.settle();
    await stage.settle(other);

    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['refused', 'started']);
    expect(stage.central.writes).toBe(1);
  });

  it('refuses a second confirmation and names the first', async () => {
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    await stage.settle();

    expect(await stage.runner.confirm(click(operation))).toMatchObject({
      kind: 'refused',
      reason: { id: 'operation.alreadyConfirmed', args: { by: LEAD, status: 'succeeded' } },
    });
  });

  it('refuses a plan that has expired', async () => {
    const operation = await propose(2);
    stage.clock.advance(minutes(5));

    expect(await stage.runner.confirm(click(operation))).toMatchObject({ kind: 'refused', reason: { id: 'operation.expired' } });
    expect(stage.central.writes).toBe(0);
    expect(await stored(operation.id)).toMatchObject({ status: 'expired' });
  });

  it('refuses a person who may not, and records the attempt', async () => {
    const proposal = { actionId: 'scale', params: { component: 'query', replicas: 2 }, userId: STRANGER, channel: 'C0OPS' };

    await expect(stage.runner.propose(proposal, signal)).rejects.toMatchObject({ phrase: { id: 'action.forbidden' } });
    expect(await stage.audit.recent(1)).toMatchObject([{ actor: STRANGER, outcome: 'refused' }]);
  });

  it('refuses the confirmation of a plan made for somebody else', async () => {
    const operation = await propose(2);

    expect(await stage.runner.confirm(click(operation, ADMIN))).toMatchObject({ kind: 'refused', reason: { id: 'operation.notYours' } });
    expect(stage.central.writes).toBe(0);
  });

  it('shows a new plan when the object has changed since', async () => {
    const operation = await propose(3);
    stage.central.change({ replicas: 2, readyReplicas: 2, updatedReplicas: 2 });

    const outcome = await stage.runner.confirm(click(operation));

    expect(outcome).toMatchObject({ kind: 'replanned', operation: { status: 'planned', plan: { changes: [{ from: '2', to: '3' }] } } });
    expect(stage.central.writes).toBe(0);
    expect(await stored(operation.id)).toMatchObject({ status: 'cancelled' });
  });

  it('refuses to change an object that is being changed', async () => {
    stage.central.becomesReady = false;
    const first = await propose(2);
    await stage.runner.confirm(click(first));
    await drain();

    await expect(propose(3)).rejects.toMatchObject({ phrase: { id: 'operation.busy', args: { id: first.id } } });
  });

  it('forgets a cancelled plan', async () => {
    const operation = await propose(2);

    expect(await stage.runner.cancel(click(operation))).toMatchObject({ kind: 'cancelled' });
    expect(await stage.runner.confirm(click(operation))).toMatchObject({ kind: 'refused' });
    expect(stage.central.writes).toBe(0);
  });

  it('fails at the deadline when pods do not become ready, and says how many are', async () => {
    stage.central.becomesReady = false;
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    await stage.settle();

    expect(await stored(operation.id)).toMatchObject({
      status: 'failed',
      result: { id: 'scale.notReady', args: { ready: 1, wanted: 2 } },
      finishedAt: operation.createdAt + minutes(5),
    });
  });

  it('does not call it done while Query misses a store it listed before', async () => {
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    stage.stores.listed = [endpoint('10.0.0.1:10901')];
    await stage.settle();

    expect(await stored(operation.id)).toMatchObject({ status: 'failed', result: { args: { missing: ['10.0.0.2:10901'] } } });
  });

  it('lets the world decide when the answer to a write is lost', async () => {
    stage.central.losesAnswer = true;
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    await stage.settle();

    expect(await stored(operation.id)).toMatchObject({ status: 'succeeded' });
    expect(stage.central.writes).toBe(1);
  });

  it('fails when something sets the replicas back', async () => {
    stage.central.becomesReady = false;
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    await drain();
    stage.central.change({ replicas: 1, readyReplicas: 1, updatedReplicas: 1 });
    await stage.settle();

    expect(await stored(operation.id)).toMatchObject({ status: 'failed', result: { id: 'scale.notApplied' } });
  });

  it('is of unknown outcome when the world cannot be read until the deadline', async () => {
    stage.central.becomesReady = false;
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    await drain();
    stage.central.isDown = true;
    await stage.settle();

    expect(await stored(operation.id)).toMatchObject({ status: 'unknown', result: { id: 'operation.cannotTell' } });
  });

  it('takes over what a dead process left running, and only reads', async () => {
    const operation = await propose(2);
    const lease = { owner: 'dead', until: stage.clock.now() + seconds(60) };
    const start = { confirmedBy: LEAD, at: stage.clock.now(), steps: [], lease };
    await stage.deps.store.begin(operation.id, operation.revision, start);
    stage.central.change({ replicas: 2, readyReplicas: 2, updatedReplicas: 2 });

    await stage.runner.sweep();
    expect(await stored(operation.id)).toMatchObject({ status: 'running' });
    stage.clock.advance(seconds(60));
    await stage.runner.sweep();
    await stage.settle();

    expect(await stored(operation.id)).toMatchObject({ status: 'succeeded' });
    expect(stage.central.writes).toBe(0);
  });

  it('marks what a dead process never did as failed', async () => {
    const operation = await propose(2);
    const start = { confirmedBy: LEAD, at: stage.clock.now(), steps: [], lease: { owner: 'dead', until: 0 } };
    await stage.deps.store.begin(operation.id, operation.revision, start);

    await stage.runner.sweep();
    await stage.settle();

    expect(await stored(operation.id)).toMatchObject({ status: 'failed', result: { id: 'scale.notApplied' } });
  });

  it('hands a running operation over when it stops', async () => {
    stage.central.becomesReady = false;
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    await drain();
    await stage.runner.stop();
    expect(await stored(operation.id)).toMatchObject({ status: 'running' });

    stage.central.change({ readyReplicas: 2 });
    const next = stage.replica('process-2');
    await next.sweep();
    await stage.settle(next);

    expect(await stored(operation.id)).toMatchObject({ status: 'succeeded' });
    expect(stage.central.writes).toBe(1);
    expect(stage.slack.inChannel('C0OPS')).toHaveLength(1);
  });

  it('keeps its lease for as long as it runs', async () => {
    stage.central.becomesReady = false;
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    for (let second = 0; second < 120; second += 1) {
      await drain();
      stage.clock.advance(seconds(1));
    }
    await drain();
    const other = stage.replica('process-2');
    await other.sweep();
    await other.idle();

    expect(await stored(operation.id)).toMatchObject({ status: 'running' });
  });

  it('undoes an operation once', async () => {
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    await stage.settle();
    const request = { operationId: operation.id, userId: LEAD, channel: 'C0OPS' };

    const undo = await stage.runner.proposeUndo(request, signal);
    await stage.runner.confirm(click(undo));
    await stage.settle();

    expect(stage.central.state.replicas).toBe(1);
    await expect(stage.runner.proposeUndo(request, signal)).rejects.toMatchObject({ phrase: { id: 'operation.alreadyUndone' } });
  });

  it('lets an undo be asked for again after it was cancelled', async () => {
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    await stage.settle();
    const request = { operationId: operation.id, userId: LEAD, channel: 'C0OPS' };
    await stage.runner.cancel(click(await stage.runner.proposeUndo(request, signal)));

    expect(await stage.runner.proposeUndo(request, signal)).toMatchObject({ status: 'planned' });
  });

  it('edits its message at most once in three seconds', async () => {
    stage.central.becomesReady = false;
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    for (let ready = 0; ready < 20; ready += 1) {
      await drain();
      stage.central.change({ readyReplicas: ready % 2 });
      stage.clock.advance(500);
    }
    await drain();

    const [board] = stage.slack.inChannel('C0OPS');
    expect(board?.edits).toBeGreaterThan(0);
    expect(board?.edits).toBeLessThanOrEqual(4);
  });

  it('tells the requester alone when the bot is not in the channel', async () => {
    stage.slack.refusedChannels.set('C0OPS', 'not_in_channel');
    const operation = await propose(2);
    await stage.runner.confirm(click(operation));
    await stage.settle();

    const told = stage.slack.inChannel(LEAD);
    expect(told).toHaveLength(1);
    expect(told[0] && words(told[0])).toContain('Done');
  });

  it('shows the result later when Slack is away at the end', async () => {
    const operation = await propose(2);
    stage.slack.outage = 'down';
    await stage.runner.confirm(click(operation));
    await stage.settle();
    expect(await stored(operation.id)).toMatchObject({ status: 'succeeded' });

    stage.slack.outage = null;
    stage.clock.advance(minutes(1));
    await drain();

    const board = stage.slack.inChannel('C0OPS')[0];
    expect(board && words(board)).toContain('Done');
  });
});
