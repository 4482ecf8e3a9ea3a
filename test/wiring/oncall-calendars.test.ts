import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CALENDAR_MOST_BYTES } from '../../src/model/oncall-calendar.ts';
import { minutes } from '../../src/model/time.ts';
import { createOncallCalendars, type OncallCalendars } from '../../src/wiring/oncall-calendars.ts';
import { ManualClock } from '../scenarios/manual-clock.ts';
import { escalationConfig } from '../scenarios/stage.ts';
import { quietLogger } from '../store/databases.ts';

const NOW = Date.parse('2026-11-23T09:00:00+09:00');
const { timezone, escalation } = escalationConfig({
  schedules: { primary: { start: '2026-01-05T09:00', users: ['U0PRIMARY', 'U0SECOND'], calendar: 'primary.ics' } },
});

const turnOf = (person: string): string =>
  [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    `UID:${person}`,
    `SUMMARY:${person}`,
    'DTSTART:20261124T000000Z',
    'DTEND:20261125T000000Z',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');

describe('wiring/oncall-calendars', () => {
  let directory: string;
  let clock: ManualClock;
  let calendars: OncallCalendars;

  const write = (text: string): void => writeFileSync(join(directory, 'primary.ics'), text);
  const people = async (): Promise<readonly string[]> => (await calendars.overrides()).map(({ userId }) => userId);

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'oncall-calendars-'));
    clock = new ManualClock(NOW);
    const environment = { configFile: join(directory, 'thanos-chatops.yaml') };
    calendars = createOncallCalendars({ config: { timezone, escalation, environment }, clock, logger: quietLogger });
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('reads the file beside the configuration, and notices within the hour that it was replaced', async () => {
    write(turnOf('U0PRIMARY'));
    expect(await people()).toEqual(['U0PRIMARY']);
    write(turnOf('U0SECOND'));
    expect(await people()).toEqual(['U0PRIMARY']);

    clock.advance(minutes(60));
    expect(await people()).toEqual(['U0SECOND']);
  });

  it.each([
    ['a page of a proxy', '<html>502 Bad Gateway</html>', 'no-calendar'],
    ['the first part of it', turnOf('U0SECOND').slice(0, 100), 'no-calendar'],
    ['a file too large for a calendar of turns', turnOf('U0SECOND').padEnd(CALENDAR_MOST_BYTES + 1), 'too-large'],
  ])('keeps the turns that it has when the file becomes %s, and says so', async (_, text, problem) => {
    write(turnOf('U0PRIMARY'));
    await calendars.read();
    write(text);

    expect(await calendars.read()).toMatchObject([{ schedule: 'primary', shifts: 1, problem }]);
    expect(await people()).toEqual(['U0PRIMARY']);
  });

  it('leaves it to the rotation while there is no file', async () => {
    expect(await people()).toEqual([]);
    expect(calendars.states()).toMatchObject([{ problem: 'missing' }]);
  });
});
