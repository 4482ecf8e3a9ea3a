import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/handlers/answer.ts';
import { incidentButtons } from '../../src/handlers/incident-buttons.ts';
import { CALL_LEVEL, callLevelMenu, callLevelSubmission } from '../../src/handlers/incident-level.ts';
import { RESOLVE_INCIDENT, resolveButton, resolveSubmission } from '../../src/handlers/incident-resolution.ts';
import type { Click } from '../../src/handlers/interaction-router.ts';
import type { SubmissionReply } from '../../src/handlers/submission-router.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import { UserError } from '../../src/model/errors.ts';
import type { Dialog, Interaction, Message } from '../../src/model/message.ts';
import type { AuditEntry } from '../../src/model/plan.ts';
import type { Role } from '../../src/ports.ts';
import { words } from '../scenarios/fake-slack.ts';
import { alert, notification } from '../scenarios/payloads.ts';
import { CHANNELS, MONDAY, Stage } from '../scenarios/stage.ts';

const view = { locale: 'en', timeZone: 'UTC' } as const;

/** People who may, one whom Slack cannot say, and strangers. */
const standing = (userId: string) => (userId === 'U0UNKNOWN' ? 'unverified' : userId === 'U0STRANGER' ? 'no' : 'yes');

class Buttons {
  readonly audit: AuditEntry[] = [];
  readonly dialogs: Dialog[] = [];
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Presses a button and returns what the person is told. */
  async press(interaction: Interaction, id: string, change: Partial<Click> = {}): Promise<string> {
    const stage = this.#stage;
    const handlers = {
      ...resolveButton(this.#resolution()),
      ...callLevelMenu(this.#levels()),
      ...incidentButtons(this.#acts()),
    };
    const told: Message[] = [];
    const answer: Answer = {
      show: async (message) => void told.push(message),
      replace: async () => undefined,
      remove: async () => undefined,
    };
    const revision = (await stage.store.get(id))?.revision ?? 1;
    const click: Click = {
      interaction,
      reference: { id, revision },
      choice: null,
      userId: 'U0PRIMARY',
      channelId: CHANNELS.incidents,
      messageTs: null,
      isPrivate: false,
      triggerId: 't',
      ...change,
    };
    await handlers[interaction]?.(click, answer, view);
    return told.map((message) => plainText(message.text, 'UTC')).join('\n');
  }

  /** Fills in the dialog that `resolve` opens. */
  async resolve(id: string, values: Readonly<Record<string, string>>, userId = 'U0PRIMARY'): Promise<SubmissionReply | undefined> {
    const reference = { id, revision: 1 };
    return resolveSubmission(this.#resolution())[RESOLVE_INCIDENT]?.({ dialog: RESOLVE_INCIDENT, reference, userId, values }, view);
  }

  /** Fills in the dialog that `call_level` opens. */
  async callLevel(id: string, level: string, change: { readonly revision?: number; readonly userId?: string } = {}): Promise<unknown> {
    const reference = { id, revision: change.revision ?? 1 };
    const userId = change.userId ?? 'U0PRIMARY';
    return callLevelSubmission(this.#levels())[CALL_LEVEL]?.({ dialog: CALL_LEVEL, reference, userId, values: { level } }, view);
  }

  #levels() {
    return { ...this.#resolution(), callable: async () => [{ level: 3, names: ['Kim', 'Choi'] }] };
  }

  #acts() {
    const { process, clock } = this.#stage;
    return {
      engine: process.engine,
      clock,
      access: {
        may: async (userId: string, role: Role) => (role === 'operator' && userId === 'U0PRIMARY' ? 'no' : standing(userId)),
        whoMay: () => ['U0LEAD'],
      },
      audit: { append: async (entry: AuditEntry) => void this.audit.push(entry), recent: async () => this.audit },
    };
  }

  #resolution() {
    const dialogs = { open: async (_: string, dialog: Dialog) => void this.dialogs.push(dialog) };
    return { ...this.#acts(), incidents: this.#stage.store, dialogs };
  }
}

async function open(stage: Stage): Promise<{ readonly id: string; readonly buttons: Buttons }> {
  const [id = ''] = await stage.receive(notification([alert()]));
  await stage.deliver();
  return { id, buttons: new Buttons(stage) };
}

describe('handlers/incident-buttons', () => {
  it('gives the incident to whoever presses first and tells the second', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    const [first, second] = await Promise.all([buttons.press('acknowledge', id), buttons.press('acknowledge', id)]);

    expect([first, second].toSorted()).toEqual([expect.stringMatching(/^Already acknowledged/), expect.stringMatching(/^You have it/)]);
    expect((await stage.store.timelineOf(id, 20)).filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1);
  });

  it('leaves it with the first of two people who acknowledge, and tells the second', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    await buttons.press('acknowledge', id);

    expect(await buttons.press('acknowledge', id, { userId: 'U0SECOND' })).toMatch(/^Already acknowledged by/);
    expect((await stage.store.get(id))?.escalation).toMatchObject({ status: 'acknowledged', by: 'U0PRIMARY' });
  });

  it('shows those who were called that somebody has it', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    await buttons.press('acknowledge', id, { userId: 'U0SECOND' });
    await stage.fastForward('10s');

    const [direct] = stage.slack.inChannel('U0PRIMARY');
    expect(direct === undefined ? '' : words(direct)).toContain('U0SECOND');
    expect(JSON.stringify(direct?.message.blocks)).not.toContain('"acknowledge"');
  });

  it('never brings back what is resolved', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    await buttons.resolve(id, { cause: 'a mistake' });

    expect(await buttons.press('acknowledge', id)).toMatch(/^Already resolved/);
    expect((await stage.store.get(id))?.escalation.status).toBe('resolved');
  });

  it('lets a person take it whose role cannot be looked up, and says so in the thread', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);

    expect(await buttons.press('acknowledge', id, { userId: 'U0UNKNOWN' })).toContain('could not be looked up');
    await stage.fastForward('5s');
    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    expect(parent === undefined ? [] : stage.slack.threadOf(parent)).toContainEqual(expect.stringContaining('usergroups'));
  });

  it.each(['acknowledge', 'resolve', 'escalate', 'unacknowledge', 'reopen'] as const)(
    'refuses %s to a stranger, names who may, and records it',
    async (interaction) => {
      await using stage = await Stage.open();
      const { id, buttons } = await open(stage);

      await expect(buttons.press(interaction, id, { userId: 'U0STRANGER' })).rejects.toBeInstanceOf(UserError);
      expect(buttons.audit).toMatchObject([{ actor: 'U0STRANGER', action: interaction, subject: id, outcome: 'refused' }]);
      expect((await stage.store.get(id))?.revision).toBe(1);
    },
  );

  it('does not wake more people for a message that has changed since', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);

    expect(await buttons.press('escalate', id)).toContain('Level 2');
    expect(await buttons.press('escalate', id, { reference: { id, revision: 1 } })).toContain('has changed since');
    expect((await stage.store.get(id))?.escalation.levelIndex).toBe(1);
  });

  it('opens again what was resolved a moment ago, and nothing older', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    await buttons.resolve(id, { cause: 'a mistake' });
    expect(await buttons.press('reopen', id)).toMatch(/^Opened again/);

    await buttons.resolve(id, { cause: 'a mistake' });
    stage.downtime('11m');
    expect(await buttons.press('reopen', id)).toContain('too long ago');
  });

  it('snoozes what somebody has, and hands it back afterwards', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    expect(await buttons.press('snooze', id, { choice: '1h' })).toContain('Nobody has acknowledged');

    await buttons.press('acknowledge', id);
    expect(await buttons.press('snooze', id, { choice: '1h' })).toMatch(/^Snoozed until/);
    await expect(buttons.press('snooze', id, { choice: '9d' })).rejects.toBeInstanceOf(UserError);
    await stage.fastForward('61m', 60_000);
    expect((await stage.store.get(id))?.escalation.status).toBe('triggered');
  });

  it('snoozes until the next time that the clock shows the hour, in the zone of the team', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    await buttons.press('acknowledge', id);
    await buttons.press('snooze', id, { choice: '09:00' });

    expect((await stage.store.get(id))?.escalation).toMatchObject({ snoozedUntil: MONDAY + 8.5 * 3_600_000 });
  });

  it.each(['0m', '-1h', '26h', 'yesterday 09:00', ''])('refuses to snooze for %j', async (choice) => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    await buttons.press('acknowledge', id);

    await expect(buttons.press('snooze', id, { choice })).rejects.toBeInstanceOf(UserError);
  });

  it('calls the level that was chosen, and none that does not exist', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);

    expect(await buttons.press('escalate', id, { choice: '9' })).toContain('has changed since');
    await expect(buttons.press('escalate', id, { choice: 'everybody' })).rejects.toBeInstanceOf(UserError);
    expect(await buttons.press('escalate', id, { choice: '3' })).toContain('Level 3');
    await stage.deliver();
    expect(stage.slack.inChannel('U0ADMIN')).toHaveLength(1);
  });

  it('asks for the cause before it resolves, and shows it afterwards', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    await buttons.press('resolve', id);
    expect(buttons.dialogs).toMatchObject([{ id: RESOLVE_INCIDENT, reference: { id } }]);
    expect((await stage.store.get(id))?.escalation.status).toBe('triggered');

    await expect(buttons.resolve(id, { cause: ' \u0000 ' })).rejects.toBeInstanceOf(UserError);
    expect(await buttons.resolve(id, { cause: 'disk\nfull', note: 'volume grown' })).toEqual({ kind: 'close' });
    await stage.fastForward('10s');
    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    expect(JSON.stringify(parent?.message.blocks)).toContain('disk full');
    expect((await stage.store.timelineOf(id, 20)).find(({ kind }) => kind === 'resolved')?.details).toEqual({
      cause: 'disk full',
      note: 'volume grown',
    });
  });

  it('tells whoever fills in the dialog that it was resolved meanwhile', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    await buttons.resolve(id, { cause: 'first' });

    await expect(buttons.resolve(id, { cause: 'second' }, 'U0SECOND')).rejects.toMatchObject({
      phrase: { id: 'response.alreadyResolved' },
    });
    await expect(buttons.resolve(id, { cause: 'third' }, 'U0STRANGER')).rejects.toMatchObject({ phrase: { id: 'action.forbidden' } });
  });

  it('counts everybody at a level where each answers for themselves, and lets one take it over', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    await buttons.press('escalate', id, { choice: '3' });
    await buttons.press('acknowledge', id);

    expect(await buttons.press('acknowledge', id, { userId: 'U0SECOND' })).toContain('you are here too');
    expect(await buttons.press('acknowledge', id, { userId: 'U0SECOND' })).toContain('You are counted already');
    expect((await stage.store.get(id))?.escalation).toMatchObject({ by: 'U0PRIMARY', others: ['U0SECOND'] });

    expect(await buttons.press('take_over', id, { userId: 'U0SECOND' })).toMatch(/^You have taken this over/);
    expect(await buttons.press('take_over', id, { userId: 'U0SECOND' })).toContain('have it already');
    expect((await stage.store.get(id))?.escalation).toMatchObject({ by: 'U0SECOND', others: ['U0PRIMARY'] });
  });

  it('shows whom a level would call in a dialog, and calls it for what the person saw only', async () => {
    await using stage = await Stage.open();
    const { id, buttons } = await open(stage);
    await buttons.press('call_level', id);
    expect(buttons.dialogs[0]).toMatchObject({ id: CALL_LEVEL, blocks: [{}, { options: [{ label: 'Level 3: Kim, Choi', value: '3' }] }] });

    await expect(buttons.callLevel(id, '3', { userId: 'U0STRANGER' })).rejects.toMatchObject({ phrase: { id: 'action.forbidden' } });
    await expect(buttons.callLevel(id, '7')).rejects.toMatchObject({ phrase: { id: 'response.changed' } });
    await expect(buttons.callLevel(id, '3', { revision: 9 })).rejects.toMatchObject({ phrase: { id: 'response.changed' } });
    expect(await buttons.callLevel(id, '3')).toEqual({ kind: 'close' });
    expect((await stage.store.get(id))?.escalation).toMatchObject({ status: 'triggered', levelIndex: 2 });
  });
});
