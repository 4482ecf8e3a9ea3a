import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditLog } from '../../src/actions/audit-log.ts';
import type { Drills } from '../../src/drill/drills.ts';
import type { Answer } from '../../src/handlers/answer.ts';
import { drillButtons, drillSubmissions, markedInDrills } from '../../src/handlers/drill-buttons.ts';
import type { Click } from '../../src/handlers/interaction-router.ts';
import { DRILL_NOTE_DIALOG } from '../../src/messages/drill.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import type { Dialog, Message } from '../../src/model/message.ts';
import type { AuditEntry } from '../../src/model/plan.ts';
import type { Access } from '../../src/ports.ts';
import { drillsOn } from '../drill/stage.ts';
import { alert, notification } from '../scenarios/payloads.ts';
import { Stage } from '../scenarios/stage.ts';

const VIEW = { locale: 'en', timeZone: 'UTC' } as const;

const access: Access = { may: async (userId) => (userId === 'U0STRANGER' ? 'no' : 'yes'), whoMay: () => ['U0PRIMARY'] };

describe('handlers/drill-buttons', () => {
  let stage: Stage;
  let drills: Drills;
  let dialogs: Dialog[];
  let entries: AuditEntry[];
  let shown: Message[];

  beforeEach(async () => {
    stage = await Stage.open();
    drills = drillsOn(stage);
    [dialogs, entries, shown] = [[], [], []];
  });

  afterEach(() => stage[Symbol.asyncDispose]());

  const answer: Answer = {
    show: async (message) => {
      shown.push(message);
    },
    replace: async () => undefined,
    remove: async () => undefined,
  };

  const audit: AuditLog = {
    append: async (entry) => {
      entries.push(entry);
    },
    recent: async () => entries,
  };

  const parts = () => ({
    drills,
    access,
    audit,
    clock: stage.clock,
    dialogs: {
      open: async (_triggerId: string, dialog: Dialog) => {
        dialogs.push(dialog);
      },
    },
  });

  const click = (interaction: Click['interaction'], id: string, userId = 'U0PRIMARY'): Click => ({
    interaction,
    reference: { id, revision: 1 },
    choice: null,
    userId,
    channelId: 'C0INCIDENT',
    messageTs: '1.1',
    isPrivate: false,
    triggerId: 't',
  });

  const begin = () => drills.start({ id: 'drill-1', scenario: 'prometheus', by: 'U0LEAD' });
  const seen = async (step: number) => (await drills.byId('drill-1'))?.steps[step]?.seen;

  it('ticks a step for a person who may respond, on the record', async () => {
    await begin();
    await drillButtons(parts()).drill_seen?.(click('drill_seen', 'drill-1/deleted'), answer, VIEW);

    expect(await seen(0)).toMatchObject({ by: 'U0PRIMARY', outcome: 'expected', note: '' });
    expect(shown.map(({ text }) => plainText(text, 'UTC'))).toEqual(['DRILL · Written down. The next step is in the thread.']);
    expect(entries).toMatchObject([{ actor: 'U0PRIMARY', action: 'drill-step', subject: 'drill-1', outcome: 'succeeded' }]);
  });

  it('refuses somebody who may not respond', async () => {
    await begin();
    const refused = drillButtons(parts()).drill_seen?.(click('drill_seen', 'drill-1/deleted', 'U0STRANGER'), answer, VIEW);

    await expect(refused).rejects.toMatchObject({ phrase: { id: 'action.forbidden' } });
    expect(await seen(0)).toBeNull();
    expect(entries).toMatchObject([{ outcome: 'refused' }]);
  });

  it('takes a note through a dialog', async () => {
    await begin();
    await drillButtons(parts()).drill_note?.(click('drill_note', 'drill-1/deleted'), answer, VIEW);
    const [dialog] = dialogs;
    const reference = dialog?.reference ?? { id: '', revision: 0 };
    const submit = drillSubmissions(parts())[DRILL_NOTE_DIALOG];
    const values = { outcome: 'different', note: `  ${'x'.repeat(2_000)}` };

    expect(await submit?.({ dialog: DRILL_NOTE_DIALOG, reference, userId: 'U0SECOND', values }, VIEW)).toEqual({ kind: 'close' });
    expect(await seen(0)).toMatchObject({ by: 'U0SECOND', outcome: 'different' });
    expect((await seen(0))?.note).toHaveLength(1_000);
  });

  it('marks answers about a drill’s incident, and only those', async () => {
    const { incidentId } = await begin();
    const [real = ''] = await stage.receive(notification([alert()]));
    const plain = async (_click: Click, to: Answer): Promise<void> => to.show({ text: ['You have it.'], blocks: [] });
    const handlers = markedInDrills({ acknowledge: plain, reopen: plain }, stage.store);
    await handlers.acknowledge?.(click('acknowledge', incidentId), answer, VIEW);
    await handlers.acknowledge?.(click('acknowledge', real), answer, VIEW);
    await handlers.reopen?.(click('reopen', real), answer, VIEW);

    expect(shown.map(({ text }) => plainText(text, 'UTC'))).toEqual(['DRILL · You have it.', 'You have it.', 'You have it.']);
    await expect(handlers.reopen?.(click('reopen', incidentId), answer, VIEW)).rejects.toMatchObject({
      phrase: { id: 'drill.noSuchButton' },
    });
  });
});
