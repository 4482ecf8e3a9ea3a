import { describe, expect, it } from 'vitest';
import { exportSchedule } from '../../src/escalation/oncall-export.ts';
import type { Roster } from '../../src/escalation/roster.ts';
import { readScheduleCalendar } from '../../src/escalation/schedule-calendar.ts';
import { days, hours } from '../../src/model/time.ts';
import { escalationConfig } from '../scenarios/stage.ts';

const NOW = Date.parse('2026-11-23T09:00:00+09:00');
const WINDOW = { from: NOW, until: NOW + days(30), timeZone: 'Asia/Seoul' };
const { timezone, escalation } = escalationConfig({
  schedules: { primary: { start: '2026-01-05T09:00', users: ['U0PRIMARY', 'U0SECOND'], people: { 'Park Jihoon': 'U0LEAD' } } },
});
const [primary] = Object.values(escalation.schedules);
const event = (summary: string) =>
  `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:${summary}\r\nDTSTART:20261124T000000Z\r\nDTEND:20261125T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
function read(text: string) {
  const reading = primary === undefined ? 'missing' : readScheduleCalendar(text, 'primary', primary, WINDOW);
  return typeof reading === 'string' ? { overrides: [], unread: [reading] } : reading;
}

describe('escalation/schedule-calendar', () => {
  it.each([
    ['a name of the schedule', 'Park Jihoon', 'U0LEAD'],
    ['an id within a sentence', 'on call: Lee (U0SECOND)', 'U0SECOND'],
  ])('understands %s', (_, summary, userId) => {
    expect(read(event(summary))).toMatchObject({ overrides: [{ subject: 'primary', userId }], unread: [] });
  });

  it.each(['U0STRANGER', 'Somebody Else', 'constructor', '<!channel>'])('calls nobody who is not of the schedule: %s', (summary) => {
    expect(read(event(summary))).toEqual({ overrides: [], unread: [summary] });
  });

  it('reads back what was exported, overrides included', () => {
    const cover = { subject: 'primary', userId: 'U0LEAD', from: NOW + hours(10), until: NOW + hours(20) };
    const roster: Roster = { timezone, escalation, overrides: [cover] };
    const text = exportSchedule(roster, 'primary', WINDOW);

    expect(text).toContain('SUMMARY:primary: Park Jihoon (U0LEAD)');
    expect(read(text).overrides).toContainEqual(cover);
    expect(read(text).overrides.reduce((sum, { from, until }) => sum + until - from, 0)).toBe(days(30));
  });
});
