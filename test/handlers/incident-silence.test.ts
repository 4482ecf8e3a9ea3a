import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../src/actions/propose.ts';
import type { OperationLink } from '../../src/escalation/incident-actions.ts';
import { type SilencedPlace, silenceMenu } from '../../src/handlers/incident-silence.ts';
import { say } from '../../src/messages/say.ts';
import type { Message } from '../../src/model/message.ts';
import { alert, notification } from '../scenarios/payloads.ts';
import { CHANNELS, Stage } from '../scenarios/stage.ts';
import { plannedOperation } from './planned.ts';

const view = { locale: 'en', timeZone: 'UTC' } as const;

/** The menu of an incident over a runner that only keeps what is proposed. */
async function menuOf(stage: Stage, change: { readonly place?: SilencedPlace; readonly labels?: Record<string, string> } = {}) {
  const [id = ''] = await stage.receive(notification([alert()], change.labels === undefined ? {} : { commonLabels: change.labels }));
  const proposals: Proposal[] = [];
  const links: OperationLink[] = [];
  const shown: Message[] = [];
  const handlers = silenceMenu({
    incidents: stage.store,
    actions: { proposed: async (_, link) => void links.push(link) },
    runner: {
      propose: async (proposal) => {
        proposals.push(proposal);
        return plannedOperation(proposal, planned);
      },
    },
    placeOf: () => change.place ?? { kind: 'all' },
    deadlineMs: 1_000,
  });
  const answer = {
    show: async (message: Message) => void shown.push(message),
    replace: async () => undefined,
    remove: async () => undefined,
  };
  const choose = async (choice: string | null, incidentId = id): Promise<void> =>
    handlers.silence?.(
      {
        interaction: 'silence',
        reference: { id: incidentId, revision: 1 },
        choice,
        userId: 'U0PRIMARY',
        channelId: CHANNELS.incidents,
        messageTs: null,
        isPrivate: false,
        triggerId: 't',
      },
      answer,
      view,
    );
  return { id, proposals, links, shown, choose };
}

const planned = {
  title: say('silence.title', { what: 'x', duration: '1h', clusters: 2 }),
  confirm: say('silence.confirm', { duration: '1h', clusters: 2 }),
};

describe('handlers/incident-silence', () => {
  it('shows what it would do before it silences anything, and remembers for which incident', async () => {
    await using stage = await Stage.open();
    const { id, proposals, links, shown, choose } = await menuOf(stage);
    await choose('1h');

    expect(proposals).toMatchObject([
      {
        actionId: 'silence-short',
        userId: 'U0PRIMARY',
        channel: CHANNELS.incidents,
        params: { durationMs: 3_600_000, owner: 'U0PRIMARY', comment: `incident ${id}` },
      },
    ]);
    expect(proposals[0]?.params).not.toHaveProperty('cluster');
    expect(JSON.stringify(shown[0]?.blocks)).toContain('"confirm"');
    expect(links).toMatchObject([{ incidentId: id, command: expect.stringMatching(/^silence alertname="\w+".* for 1h$/) }]);
    expect((await stage.store.get(id))?.escalation).toMatchObject({ silencedUntil: null });
  });

  it('asks for the action of operators when it is long', async () => {
    await using stage = await Stage.open();
    const { proposals, choose } = await menuOf(stage);
    await choose('24h');

    expect(proposals).toMatchObject([{ actionId: 'silence' }]);
  });

  it('is made where the alerts come from, when that is known', async () => {
    await using stage = await Stage.open();
    const { proposals, choose } = await menuOf(stage, { place: { kind: 'one', cluster: 'cluster-02' } });
    await choose('1h');

    expect(proposals).toMatchObject([{ params: { cluster: 'cluster-02' } }]);
  });

  it.each([null, '', 'garbage', '0m', '-1h'])('refuses %j as a length', async (choice) => {
    await using stage = await Stage.open();
    const { proposals, choose } = await menuOf(stage);

    await expect(choose(choice)).rejects.toMatchObject({ phrase: { id: 'response.badDuration' } });
    expect(proposals).toEqual([]);
  });

  it('says why there is nothing to silence', async () => {
    await using stage = await Stage.open();
    const nowhere = await menuOf(stage, { place: { kind: 'none' } });
    await expect(nowhere.choose('1h')).rejects.toMatchObject({ phrase: { id: 'response.noAlertmanager' } });
    await expect(nowhere.choose('1h', 'inc_unknown')).rejects.toMatchObject({ phrase: { id: 'response.gone' } });
  });

  it('makes no silence out of alerts that share nothing', async () => {
    await using stage = await Stage.open();
    const { choose } = await menuOf(stage, { labels: {} });

    await expect(choose('1h')).rejects.toMatchObject({ phrase: { id: 'response.nothingInCommon' } });
  });
});
