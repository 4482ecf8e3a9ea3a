import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOperationRunner, type OperationRunner } from '../../src/actions/run.ts';
import type { Drills } from '../../src/drill/drills.ts';
import type { Operation } from '../../src/model/plan.ts';
import { minutes } from '../../src/model/time.ts';
import { drillsOn } from '../drill/stage.ts';
import { Stage } from '../scenarios/stage.ts';
import { ADMIN, config, LEAD, openStage } from './world.ts';

const signal = new AbortController().signal;

describe('actions/drill', () => {
  let stage: Stage;
  let drills: Drills;
  let runner: OperationRunner;

  beforeEach(async () => {
    stage = await Stage.open();
    drills = drillsOn(stage);
    const roster = async () => ({ timezone: stage.config.timezone, escalation: stage.config.escalation, overrides: [] });
    const { deps } = openStage(stage.database, { drills, roster, config: { ...config, escalation: stage.config.escalation } });
    runner = createOperationRunner({ ...deps, clock: stage.clock });
  });

  afterEach(async () => {
    await runner.stop();
    await stage[Symbol.asyncDispose]();
  });

  const propose = (scenario: string): Promise<Operation> =>
    runner.propose({ actionId: 'drill', params: { scenario }, userId: LEAD, channel: 'C0OPS' }, signal);

  const confirm = async ({ id, revision }: Operation, userId = LEAD) => {
    const outcome = await runner.confirm({ operationId: id, revision, userId, signal });
    await runner.idle();
    return outcome;
  };

  it('says whom it would call when, and that it breaks nothing, before anything happens', async () => {
    const { plan } = await propose('prometheus');

    expect(plan.notes).toEqual([
      { id: 'drill.planIncident', args: {} },
      { id: 'drill.planCall', args: { level: 1, afterMs: 0, who: ['U0PRIMARY'] } },
      { id: 'drill.planCall', args: { level: 2, afterMs: minutes(5), who: ['U0SECOND', 'U0LEAD'] } },
      { id: 'drill.planCall', args: { level: 3, afterMs: minutes(15), who: ['U0PRIMARY', 'U0SECOND', 'U0LEAD', 'U0ADMIN'] } },
      { id: 'drill.planOutside', args: {} },
      { id: 'drill.planBreaksNothing', args: {} },
      { id: 'drill.planEnd', args: { durationMs: minutes(60) } },
    ]);
    expect(await drills.running()).toBeNull();
  });

  it('begins where the real outage would: the manual calls for S3 at Level 2', async () => {
    const { plan } = await propose('s3');

    expect(plan.notes[1]).toEqual({ id: 'drill.planCall', args: { level: 2, afterMs: 0, who: ['U0SECOND', 'U0LEAD'] } });
  });

  it('starts one drill in the name of the person who confirmed', async () => {
    const operation = await propose('prometheus');
    expect(await confirm(operation)).toMatchObject({ kind: 'started' });

    expect(await runner.byId(operation.id)).toMatchObject({ status: 'succeeded' });
    expect(await drills.running()).toMatchObject({ scenario: 'prometheus', startedBy: LEAD });
    await expect(propose('s3')).rejects.toMatchObject({ phrase: { id: 'drill.busy', args: { by: LEAD } } });
  });

  it('refuses the second of two plans that were both made while none ran', async () => {
    const [first, second] = [await propose('prometheus'), await propose('s3')];
    await confirm(first);

    expect(await confirm(second)).toMatchObject({ kind: 'refused', reason: { id: 'drill.busy' } });
  });

  it('is undone by stopping it', async () => {
    const operation = await propose('prometheus');
    await confirm(operation);
    const undo = await runner.proposeUndo({ operationId: operation.id, userId: ADMIN, channel: 'C0OPS' }, signal);
    await confirm(undo, ADMIN);

    expect(await runner.byId(undo.id)).toMatchObject({ status: 'succeeded' });
    expect(await drills.running()).toBeNull();
    expect((await drills.recent(1))[0]?.end).toMatchObject({ how: 'stopped', by: ADMIN });
  });
});
