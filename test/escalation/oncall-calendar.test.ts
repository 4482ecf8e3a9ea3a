import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overridesOf, readCalendar, writeShifts } from '../../src/escalation/oncall-calendar.ts';
import { days } from '../../src/model/time.ts';

const at = (iso: string): number => Date.parse(iso);
const WINDOW = { from: at('2026-03-01T00:00Z'), until: at('2026-05-01T00:00Z') };

function calendar(...events: readonly (readonly string[])[]): string {
  const lines = events.flatMap((event) => ['BEGIN:VEVENT', ...event, 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

function readAll(text: string) {
  const reading = readCalendar(text, WINDOW, 'Asia/Seoul');
  return typeof reading === 'string' ? { shifts: [], unread: [reading] } : reading;
}

const read = (...event: readonly string[]) => readAll(calendar(event));
const startsOf = ({ shifts }: ReturnType<typeof read>) => shifts.map(({ from }) => new Date(from).toISOString().slice(5, 16));

describe('escalation/oncall-calendar', () => {
  it.each([
    ['in UTC', 'DTSTART:20260302T000000Z', 'DTEND:20260309T000000Z', '2026-03-02T00:00Z', '2026-03-09T00:00Z'],
    [
      'in a named zone',
      'DTSTART;TZID=Europe/Berlin:20260323T090000',
      'DTEND;TZID=Europe/Berlin:20260330T090000',
      '2026-03-23T09:00+01:00',
      '2026-03-30T09:00+02:00',
    ],
    ['without a zone', 'DTSTART:20260302T090000', 'DTEND:20260309T090000', '2026-03-02T09:00+09:00', '2026-03-09T09:00+09:00'],
    ['with a length', 'DTSTART:20260302T000000Z', 'DURATION:P1DT12H', '2026-03-02T00:00Z', '2026-03-03T12:00Z'],
    ['in weeks', 'DTSTART:20260302T000000Z', 'DURATION:P1W', '2026-03-02T00:00Z', '2026-03-09T00:00Z'],
    ['of one whole day', 'DTSTART;VALUE=DATE:20260302', 'TRANSP:OPAQUE', '2026-03-02T00:00+09:00', '2026-03-03T00:00+09:00'],
    [
      'that ends in another zone',
      'DTSTART;TZID=Asia/Seoul:20260302T090000',
      'DTEND:20260302T120000Z',
      '2026-03-02T00:00Z',
      '2026-03-02T12:00Z',
    ],
    ['in whole days', 'DTSTART;VALUE=DATE:20260302', 'DTEND;VALUE=DATE:20260304', '2026-03-02T00:00+09:00', '2026-03-04T00:00+09:00'],
  ])('reads a shift %s', (_, start, end, from, until) => {
    const { shifts, unread } = read('UID:1', 'SUMMARY:U0KIM', start, end);

    expect(unread).toEqual([]);
    expect(shifts).toEqual([{ uid: '1', person: 'U0KIM', from: at(from), until: at(until) }]);
  });

  it('repeats a weekly shift at the same local time across the change of the clock', () => {
    const { shifts } = read(
      'UID:w',
      'SUMMARY:U0KIM',
      'DTSTART;TZID=Europe/Berlin:20260316T090000',
      'DTEND;TZID=Europe/Berlin:20260317T090000',
      'RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3',
    );

    expect(shifts.map(({ from }) => new Date(from).toISOString())).toEqual([
      '2026-03-16T08:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
      '2026-04-13T07:00:00.000Z',
    ]);
  });

  it.each([
    ['every third day until a day', 'FREQ=DAILY;INTERVAL=3;UNTIL=20260310T000000Z', ['02', '05', '08']],
    ['on chosen weekdays', 'FREQ=WEEKLY;BYDAY=MO,FR;COUNT=4', ['02', '06', '09', '13']],
    ['on working days', 'FREQ=DAILY;BYDAY=MO,TU;COUNT=3', ['02', '03', '09']],
  ])('repeats %s', (_, rule, expected) => {
    const { shifts } = read('UID:d', 'SUMMARY:U0KIM', 'DTSTART:20260302T000000Z', 'DTEND:20260302T120000Z', `RRULE:${rule}`);

    expect(shifts.map(({ from }) => new Date(from).toISOString().slice(8, 10))).toEqual(expected);
  });

  it('finds the present turns of a rule that began years ago', () => {
    const { shifts } = read('UID:o', 'SUMMARY:U0KIM', 'DTSTART:20150105T000000Z', 'DTEND:20150112T000000Z', 'RRULE:FREQ=WEEKLY');

    expect(shifts).toHaveLength(10);
    expect(shifts[0]?.until).toBeGreaterThan(WINDOW.from);
  });

  it.each([
    ['a rule that it does not understand', ['DTSTART:20260302T000000Z', 'DTEND:20260303T000000Z', 'RRULE:FREQ=MONTHLY']],
    ['a part of a rule that it does not understand', ['DTSTART:20260302T000000Z', 'DTEND:20260303T000000Z', 'RRULE:FREQ=DAILY;BYHOUR=3']],
    ['a zone that does not exist', ['DTSTART;TZID=Mars/Base:20260302T000000', 'DTEND;TZID=Mars/Base:20260303T000000']],
    ['an end before its start', ['DTSTART:20260303T000000Z', 'DTEND:20260302T000000Z']],
    ['no end', ['DTSTART:20260303T000000Z']],
    ['a length of nothing', ['DTSTART:20260303T000000Z', 'DURATION:PT0S']],
    ['an exception that it cannot read', ['DTSTART:20260302T000000Z', 'DTEND:20260303T000000Z', 'RRULE:FREQ=DAILY', 'EXDATE:tomorrow']],
    ['additional dates', ['DTSTART:20260302T000000Z', 'DTEND:20260303T000000Z', 'RDATE:20260305T000000Z']],
    [
      'a change of all that follow',
      ['DTSTART:20260302T000000Z', 'DTEND:20260303T000000Z', 'RECURRENCE-ID;RANGE=THISANDFUTURE:20260302T000000Z'],
    ],
  ])('names the event with %s instead of guessing', (_, lines) => {
    expect(read('UID:odd', 'SUMMARY:U0KIM', ...lines)).toEqual({ shifts: [], unread: ['odd'] });
  });

  it.each([
    ['in the zone of the start', 'EXDATE;TZID=Europe/Berlin:20260330T090000,20260331T090000'],
    ['in UTC, after the clock has changed', 'EXDATE:20260330T070000Z,20260331T070000Z'],
  ])('leaves out the days that are taken out of a repetition, written %s', (_, exceptions) => {
    const start = ['DTSTART;TZID=Europe/Berlin:20260328T090000', 'DTEND;TZID=Europe/Berlin:20260329T090000', 'RRULE:FREQ=DAILY;COUNT=6'];

    expect(startsOf(read('UID:x', 'SUMMARY:U0KIM', ...start, exceptions))).toEqual([
      '03-28T08:00',
      '03-29T07:00',
      '04-01T07:00',
      '04-02T07:00',
    ]);
  });

  it('puts a turn that was moved or given away in the place of the one that it stands for', () => {
    const weekly = ['UID:w', 'SUMMARY:U0KIM', 'DTSTART:20260302T000000Z', 'DTEND:20260303T000000Z', 'RRULE:FREQ=WEEKLY;COUNT=3'];
    const given = ['UID:w', 'SUMMARY:U0LEE', 'RECURRENCE-ID:20260309T000000Z', 'DTSTART:20260309T000000Z', 'DTEND:20260310T000000Z'];
    const cancelled = ['UID:w', 'STATUS:CANCELLED', 'RECURRENCE-ID:20260316T000000Z', 'DTSTART:20260316T000000Z', 'DTEND:20260317T000000Z'];
    const other = ['UID:o', 'SUMMARY:U0PARK', 'DTSTART:20260309T000000Z', 'DTEND:20260310T000000Z'];
    const { shifts, unread } = readAll(calendar(weekly, given, cancelled, other));

    expect(unread).toEqual([]);
    expect(shifts.map(({ person, from }) => [person, new Date(from).toISOString().slice(5, 10)])).toEqual([
      ['U0KIM', '03-02'],
      ['U0LEE', '03-09'],
      ['U0PARK', '03-09'],
    ]);
  });

  it.each([
    ['a page of a proxy', '<html><body>502 Bad Gateway</body></html>'],
    ['nothing', ''],
    ['the first half of a file', calendar(['UID:1', 'SUMMARY:U0KIM', 'DTSTART:20260302T000000Z', 'DTEND:20260303T000000Z']).slice(0, 90)],
    ['events without a calendar', 'BEGIN:VEVENT\r\nEND:VEVENT\r\n'],
  ])('takes %s for no calendar', (_, text) => {
    expect(readCalendar(text, WINDOW, 'Asia/Seoul')).toBe('no-calendar');
  });

  it('refuses what has more turns than a schedule can have, without counting them all', () => {
    const daily = ['SUMMARY:U0KIM', 'DTSTART:20150105T000000Z', 'DTEND:20150106T000000Z', 'RRULE:FREQ=DAILY'];

    expect(readCalendar(calendar(...Array.from({ length: 5_000 }, () => daily)), WINDOW, 'Asia/Seoul')).toBe('too-many');
  });

  it('reads what begins with a byte order mark and ends without a line end', () => {
    const text = calendar(['UID:1', 'SUMMARY:U0KIM', 'DTSTART:20260302T000000Z', 'DTEND:20260303T000000Z']);

    expect(readAll(`\uFEFF${text.trimEnd()}`).shifts).toHaveLength(1);
  });

  it('never throws, whatever stands in the file', () => {
    const names = fc.constantFrom('DTSTART', 'DTEND', 'DURATION', 'RRULE', 'EXDATE', 'RECURRENCE-ID', 'UID', 'SUMMARY', 'STATUS');
    const values = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '20260329T023000',
        '20260302',
        '20260302T000000Z',
        'FREQ=DAILY',
        'FREQ=WEEKLY;BYDAY=MO;COUNT=3',
        'P1D',
        '99999999',
        '20261301T250000',
      ),
    );
    const lines = fc.array(fc.tuple(names, fc.constantFrom('', ';TZID=Europe/Berlin', ';TZID=Nowhere', ';VALUE=DATE'), values));
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 4 }), (events) => {
        const text = calendar(...events.map((event) => event.map(([name, parameter, value]) => `${name}${parameter}:${value}`)));
        for (const { from, until } of readAll(text).shifts) {
          expect(until).toBeGreaterThan(from);
        }
      }),
    );
  });

  it('joins folded lines and resolves escapes', () => {
    const { shifts } = read('UID:1', 'SUMMARY:Kim\\, Min', ' su', 'DTSTART:20260302T000000Z', 'DTEND:20260303T000000Z');

    expect(shifts[0]?.person).toBe('Kim, Minsu');
  });

  it('ignores times of other components inside of an event', () => {
    const { shifts } = read(
      'UID:1',
      'SUMMARY:U0KIM',
      'DTSTART:20260302T000000Z',
      'DTEND:20260303T000000Z',
      'BEGIN:VALARM',
      'SUMMARY:alarm',
      'END:VALARM',
    );

    expect(shifts.map(({ person }) => person)).toEqual(['U0KIM']);
  });

  it('turns shifts of known people into overrides', () => {
    const shift = { uid: '1', from: 1, until: 2 };
    const shifts = [
      { ...shift, person: 'Kim' },
      { ...shift, person: 'stranger' },
    ];

    expect(overridesOf(shifts, 'primary', (person) => (person === 'Kim' ? 'U0KIM' : null))).toEqual([
      { subject: 'primary', userId: 'U0KIM', from: 1, until: 2 },
    ]);
  });

  it('reads back what it writes', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((name) => name.trim() === name && !/[\r\n]/.test(name) && name.isWellFormed());
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 4 }), (people) => {
        const written = people.map((person, index) => ({
          uid: `primary-${index}`,
          person,
          from: WINDOW.from + days(index),
          until: WINDOW.from + days(index + 1),
        }));
        const text = writeShifts('primary', written, WINDOW.from);

        expect(text.split('\r\n').every((line) => new TextEncoder().encode(line).length <= 75)).toBe(true);
        expect(readCalendar(text, WINDOW, 'Asia/Seoul')).toEqual({ shifts: written, unread: [] });
      }),
      { numRuns: 50 },
    );
  });
});
