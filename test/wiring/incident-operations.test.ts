import { describe, expect, it } from 'vitest';
import { createIncidentActions } from '../../src/escalation/incident-actions.ts';
import type { OperationStatus } from '../../src/model/plan.ts';
import { createSettingsStore } from '../../src/store/settings.ts';
import { createOperationLinks, tellUntold } from '../../src/wiring/incident-operations.ts';
import { alert, notification } from '../scenarios/payloads.ts';
import { Stage } from '../scenarios/stage.ts';
import { quietLogger } from '../store/databases.ts';

/** An incident for which an operation was proposed, and what is left of the process that carried it out. */
async function open(stage: Stage, status: OperationStatus | null) {
  const [incidentId = ''] = await stage.receive(notification([alert()]));
  const links = createOperationLinks(createSettingsStore(stage.database.db), stage.clock);
  const actions = createIncidentActions({ store: stage.store, links, config: stage.config, clock: stage.clock, onCommit: () => undefined });
  await actions.proposed('op_1', { incidentId, command: 'scale query 3' });
  const operations = {
    byId: async (id: string) => (status === null ? null : { id, status, confirmedBy: 'U0LEAD', requestedBy: 'U0ADMIN' }),
  };
  const told = async () => (await stage.store.timelineOf(incidentId, 20)).filter(({ kind }) => kind === 'action');
  return { links, actions, told, tell: () => tellUntold({ links, operations, actions, logger: quietLogger }) };
}

describe('wiring/incident-operations', () => {
  it.each(['succeeded', 'failed', 'unknown'] as const)(
    'tells the incident once of an operation that %s although its process died before it did',
    async (status) => {
      await using stage = await Stage.open();
      const { tell, told, links } = await open(stage, status);
      await tell();
      await tell();

      expect(await told()).toMatchObject([
        { actor: 'U0LEAD', details: { text: '/thanos scale query 3', outcome: status, operation: 'op_1' } },
      ]);
      expect(await links.waiting()).toEqual([]);
    },
  );

  it('says nothing twice when the process died after it had told', async () => {
    await using stage = await Stage.open();
    const { actions, links, tell, told } = await open(stage, 'succeeded');
    const link = await links.get('op_1');
    await actions.ended({ id: 'op_1', by: 'U0LEAD', outcome: 'succeeded' });
    await links.keep('op_1', link ?? { incidentId: '', command: '' });
    await tell();

    expect(await told()).toHaveLength(1);
    expect(await links.waiting()).toEqual([]);
  });

  it.each(['planned', 'running'] as const)('waits for an operation that is %s', async (status) => {
    await using stage = await Stage.open();
    const { tell, told, links } = await open(stage, status);
    await tell();

    expect(await told()).toEqual([]);
    expect(await links.waiting()).toEqual(['op_1']);
  });

  it.each(['cancelled', 'expired', null] as const)('forgets an operation that came to nothing (%s)', async (status) => {
    await using stage = await Stage.open();
    const { tell, told, links } = await open(stage, status);
    await tell();

    expect(await told()).toEqual([]);
    expect(await links.waiting()).toEqual([]);
  });
});
