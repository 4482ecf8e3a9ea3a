import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../src/digest/announcer.ts';
import { createOncallDesk } from '../../src/handlers/oncall-desk.ts';
import { UserError } from '../../src/model/errors.ts';
import type { AuditEntry } from '../../src/model/plan.ts';
import { hours } from '../../src/model/time.ts';
import { createOverrideStore } from '../../src/store/overrides.ts';
import { createSettingsStore } from '../../src/store/settings.ts';
import { MONDAY, Stage } from '../scenarios/stage.ts';

async function open() {
  const stage = await Stage.open({ escalation: { schedules: { primary: { start: '2026-01-05T09:00', users: ['U0PRIMARY'] } } } });
  const overrides = createOverrideStore(createSettingsStore(stage.database.db));
  const audit: AuditEntry[] = [];
  const announced: Announcement[] = [];
  const { timezone, escalation } = stage.config;
  const desk = createOncallDesk({
    config: stage.config,
    overrides,
    roster: async () => ({ timezone, escalation, overrides: await overrides.list() }),
    access: { may: async (userId) => (userId === 'U0STRANGER' ? 'no' : 'yes'), whoMay: () => [] },
    audit: { append: async (entry) => void audit.push(entry), recent: async () => audit },
    announcer: { announce: async (announcement) => void announced.push(announcement) },
    messenger: stage.slack,
    readCalendars: async () => [],
    clock: stage.clock,
  });
  return { stage, desk, overrides, audit, announced };
}

const REQUEST = { subject: 'primary', userId: 'U0SECOND', from: null, until: { kind: 'after', durationMs: hours(4) } } as const;

describe('handlers/oncall-desk', () => {
  it('stores, records and announces who stands in', async () => {
    const { stage, desk, overrides, audit, announced } = await open();

    expect(await desk.set(REQUEST, 'U0PRIMARY')).toMatchObject({ number: 1, userId: 'U0SECOND', from: MONDAY, until: MONDAY + hours(4) });
    expect(await overrides.list()).toHaveLength(1);
    expect(audit).toMatchObject([
      { actor: 'U0PRIMARY', subject: 'primary', outcome: 'succeeded', details: { number: 1, user: 'U0SECOND' } },
    ]);
    expect(announced.map(({ key, channel }) => [key, channel])).toEqual([['override:1:set', 'C0INCIDENT']]);
    await stage[Symbol.asyncDispose]();
  });

  it('refuses somebody who could be called but not acknowledge', async () => {
    const { stage, desk, overrides } = await open();

    await expect(desk.set({ ...REQUEST, userId: 'U0STRANGER' }, 'U0PRIMARY')).rejects.toThrow(UserError);
    expect(await overrides.list()).toEqual([]);
    await stage[Symbol.asyncDispose]();
  });

  it('sends calendar files and gives back what Slack did not take', async () => {
    const { stage, desk } = await open();
    const files = [{ name: 'oncall-primary.ics', text: 'BEGIN:VCALENDAR' }];
    const view = { locale: 'en', timeZone: 'Asia/Seoul' } as const;

    expect(await desk.send(files, 'U0LEAD', view)).toEqual([]);
    expect(stage.slack.uploads).toMatchObject([{ channel: 'U0LEAD', file: { name: 'oncall-primary.ics' } }]);
    stage.slack.outage = 'down';
    expect(await desk.send(files, 'U0LEAD', view)).toEqual(files);
    await stage[Symbol.asyncDispose]();
  });
});
