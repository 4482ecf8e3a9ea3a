import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../src/actions/propose.ts';
import { createIncidentActions, type OperationLink } from '../../src/escalation/incident-actions.ts';
import type { Answer } from '../../src/handlers/answer.ts';
import type { CommandRequest } from '../../src/handlers/command-router.ts';
import { suggestionMenu } from '../../src/handlers/incident-suggestions.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import { say } from '../../src/messages/say.ts';
import { UserError } from '../../src/model/errors.ts';
import type { Message } from '../../src/model/message.ts';
import type { Operation } from '../../src/model/plan.ts';
import { alert, notification } from '../scenarios/payloads.ts';
import { CHANNELS, Stage } from '../scenarios/stage.ts';
import { plannedOperation } from './planned.ts';

const view = { locale: 'en', timeZone: 'UTC' } as const;

/** The menu over a real incident, with two replicas of Query. */
async function menuFor(stage: Stage, name: string) {
  const [id = ''] = await stage.receive(notification([alert({ name })]));
  await stage.deliver();
  const typed: CommandRequest[] = [];
  const proposals: Proposal[] = [];
  const shown: Message[] = [];
  const links = new Map<string, OperationLink>();
  const actions = createIncidentActions({
    store: stage.store,
    links: {
      keep: async (operation, link) => void links.set(operation, link),
      get: async (operation) => links.get(operation) ?? null,
      forget: async (operation) => void links.delete(operation),
      waiting: async () => [...links.keys()],
    },
    config: stage.config,
    clock: stage.clock,
    onCommit: () => undefined,
  });
  const handlers = suggestionMenu({
    incidents: stage.store,
    actions,
    command: async (request) => void typed.push(request),
    runner: {
      propose: async (proposal) => {
        proposals.push(proposal);
        return operationOf(proposal);
      },
    },
    replicasOf: async () => 2,
    deadlineMs: 1_000,
  });
  const answer: Answer = {
    show: async (message) => void shown.push(message),
    replace: async () => undefined,
    remove: async () => undefined,
  };
  const choose = async (choice: string): Promise<void> =>
    handlers.run_action?.(
      {
        interaction: 'run_action',
        reference: { id, revision: 1 },
        choice,
        userId: 'U0LEAD',
        channelId: CHANNELS.incidents,
        messageTs: null,
        isPrivate: false,
        triggerId: 't',
      },
      answer,
      view,
    );
  return { id, actions, choose, typed, proposals, shown };
}

function operationOf(proposal: Proposal): Operation {
  const title = say('scale.title', { name: 'thanos-query', from: 2, to: 3, cluster: 'cluster-01' });
  const confirm = say('scale.confirm', { to: 3, cluster: 'cluster-01' });
  return plannedOperation(proposal, { title, confirm });
}

describe('handlers/incident-suggestions', () => {
  it('answers a look like the command that it names, and writes it into the history without telling the thread', async () => {
    await using stage = await Stage.open();
    const { id, choose, typed } = await menuFor(stage, 'ThanosQueryStoreUnhealthy');
    await choose('stores');
    await stage.deliver();

    expect(typed).toEqual([{ userId: 'U0LEAD', channelId: CHANNELS.incidents, text: 'stores' }]);
    expect((await stage.store.timelineOf(id, 20)).at(-1)).toMatchObject({
      kind: 'action',
      actor: 'U0LEAD',
      details: { text: '/thanos stores' },
    });
    expect(stage.slack.posted.filter(({ threadTs }) => threadTs !== null)).toEqual([]);
  });

  it('proposes one replica more than there are, and tells the incident how it ended', async () => {
    await using stage = await Stage.open();
    const { id, actions, choose, proposals, shown } = await menuFor(stage, 'ThanosQueryOverloaded');
    await choose('add-query');
    expect(proposals).toMatchObject([{ actionId: 'scale', params: { component: 'query', replicas: 3 }, userId: 'U0LEAD' }]);
    expect(shown).toHaveLength(1);

    await actions.ended({ id: 'op_1', by: 'U0LEAD', outcome: 'succeeded' });
    await actions.ended({ id: 'op_of_nobody', by: 'U0LEAD', outcome: 'failed' });
    await stage.deliver();
    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    expect(parent === undefined ? [] : stage.slack.threadOf(parent)).toContainEqual(
      expect.stringContaining('@U0LEAD ran /thanos scale query 3: it worked'),
    );
    expect((await stage.store.timelineOf(id, 20)).filter(({ kind }) => kind === 'action')).toHaveLength(1);
  });

  it.each(['backup', 'add-query', 'stores; backup', ''])('runs nothing that the incident does not suggest (%j)', async (choice) => {
    await using stage = await Stage.open();
    const { choose, typed, proposals } = await menuFor(stage, 'PVCNearFull');

    await expect(choose(choice)).rejects.toBeInstanceOf(UserError);
    expect([...typed, ...proposals]).toEqual([]);
  });

  it('says the way to the plan in the words of the plan', async () => {
    await using stage = await Stage.open();
    const { choose, shown } = await menuFor(stage, 'ThanosQuerySlow');
    await choose('add-query');

    expect(shown.map(({ text }) => plainText(text, 'UTC')).join()).toContain('thanos-query');
  });
});
