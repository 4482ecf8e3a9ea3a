import { CALENDAR_DAYS, CALENDAR_MOST_BYTES, CALENDAR_MOST_TURNS, type CalendarProblem } from '../../../model/oncall-calendar.ts';
import { formatBytes } from '../../../model/size.ts';
import { code, dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import { formatDuration } from '../../../model/time.ts';

const PROBLEMS: Readonly<Record<CalendarProblem, string>> = {
  missing: 'does not exist',
  unreadable: 'could not be read',
  'no-calendar': 'is no iCalendar file, or only the first part of one',
  'too-large': `is larger than ${formatBytes(CALENDAR_MOST_BYTES)}`,
  'too-many': `has more than ${CALENDAR_MOST_TURNS} turns in the next ${CALENDAR_DAYS} days`,
};

export const oncall = {
  'oncall.title': (): string => 'On call now',
  'oncall.headline': (a: { level: number | null; who: readonly string[] }): RichText =>
    a.level === null
      ? ['On call now: nobody. No level has anybody to call.']
      : rich`On call now: ${join(a.who.map(mention), ', ')} (Level ${a.level}).`,
  'oncall.level': (a: { level: number; afterMs: number; ackTimeoutMs: number; repeat: boolean; who: readonly string[] }): RichText =>
    rich`Level ${a.level} · ${a.afterMs === 0 ? 'at once' : `after ${formatDuration(a.afterMs)}`} · waits ${formatDuration(a.ackTimeoutMs)}${
      a.repeat ? ', then calls again' : ''
    }: ${a.who.length === 0 ? 'nobody now' : join(a.who.map(mention), ', ')}`,
  'oncall.schedule': (a: { schedule: string; user: string; isOverride: boolean }): RichText =>
    rich`${a.schedule}: ${mention(a.user)}${a.isOverride ? ' (stands in)' : ''}`,
  'oncall.handOver': (a: { at: number; to: string }): RichText => rich`hands over to ${mention(a.to)} at ${dateTime(a.at)}`,
  'oncall.alone': (): string => 'nobody takes over',
  'oncall.gap': (a: { level: number; from: number; until: number }): RichText =>
    rich`Level ${a.level} has nobody to call from ${dateTime(a.from)} until ${dateTime(a.until)}`,
  'oncall.noGaps': (a: { days: number }): string => `Every level has somebody for the next ${a.days} days.`,
  'oncall.moreGaps': (a: { count: number }): string => `… and ${a.count} more gaps`,
  'oncall.groupsUnknown': (a: { groups: readonly string[] }): RichText =>
    rich`Slack does not say who is in ${join(
      a.groups.map((group) => code(group)),
      ', ',
    )}; whether they bring anybody to their levels is unknown.`,
  'oncall.override': (a: { number: number; subject: string; user: string; from: number; until: number }): RichText =>
    rich`Override #${a.number} · ${a.subject}: ${mention(a.user)} from ${dateTime(a.from)} until ${dateTime(a.until)}`,
  'oncall.overrideFromCalendar': (a: { subject: string; user: string; from: number; until: number }): RichText =>
    rich`Calendar · ${a.subject}: ${mention(a.user)} from ${dateTime(a.from)} until ${dateTime(a.until)}`,
  'oncall.moreOverrides': (a: { count: number }): string => `… and ${a.count} more overrides`,

  'oncall.overrideSet': (a: { number: number; subject: string; user: string; from: number; until: number; by: string }): RichText =>
    rich`${mention(a.user)} is on call for ${code(a.subject)} from ${dateTime(a.from)} until ${dateTime(a.until)}. Set by ${mention(a.by)} (override #${a.number}).`,
  'oncall.overrideRemoved': (a: { number: number; subject: string; user: string; from: number; until: number; by: string }): RichText =>
    rich`Override #${a.number} is taken back by ${mention(a.by)}: ${mention(a.user)} no longer stands in for ${code(a.subject)} (${dateTime(a.from)} until ${dateTime(a.until)}).`,
  'oncall.overrideDone': (a: { number: number; subject: string; user: string; from: number; until: number }): RichText =>
    rich`Done: ${mention(a.user)} is on call for ${code(a.subject)} from ${dateTime(a.from)} until ${dateTime(a.until)}. Take it back with ${code(`/thanos oncall override remove ${a.number}`)}.`,
  'oncall.removeDone': (a: { number: number; subject: string; user: string; from: number; until: number }): RichText =>
    rich`Override #${a.number} is gone: ${mention(a.user)} no longer stands in for ${code(a.subject)}.`,

  'oncall.noSuchSubject': (a: { word: string; suggestion: string | null; known: readonly string[] }): RichText =>
    a.suggestion === null
      ? rich`There is no schedule or role ${code(a.word)}. There are ${join(a.known.map(code), ', ')}.`
      : rich`There is no schedule or role ${code(a.word)}. Did you mean ${code(a.suggestion)}?`,
  'oncall.whichSubject': (a: { known: readonly string[] }): RichText =>
    rich`It is not clear whose place is taken. Name it before the person: ${join(a.known.map(code), ', ')}.`,
  'oncall.severalPeople': (a: { subject: string }): RichText =>
    rich`${code(a.subject)} does not stand for one person, so one person cannot stand in for it. Name a schedule or a role of one person.`,
  'oncall.noSuchUser': (a: { word: string }): RichText =>
    rich`${code(a.word)} is nobody whom Slack knows. Choose the person from the list that opens when you type ${code('@')}.`,
  'oncall.mayNotAcknowledge': (a: { user: string }): RichText =>
    rich`${mention(a.user)} could be called but not acknowledge. Add the person to ${code('access.responders')} in the configuration first.`,
  'oncall.badTime': (a: { text: string }): RichText =>
    rich`${code(a.text === '' ? '…' : a.text)} is not a time that is understood. Write ${code('18:00')}, ${code('tomorrow 09:00')}, ${code('2026-11-24 18:00')} or ${code('4h')}.`,
  'oncall.inThePast': (a: { at: number }): RichText => rich`${dateTime(a.at)} is in the past, so nothing was changed.`,
  'oncall.endsBeforeStart': (a: { from: number; until: number }): RichText =>
    rich`${dateTime(a.until)} is not after ${dateTime(a.from)}, so nothing was changed.`,
  'oncall.tooFar': (a: { until: number; days: number }): RichText =>
    rich`${dateTime(a.until)} is more than ${a.days} days ahead. Change the rotation in the configuration instead.`,
  'oncall.noSuchOverride': (a: { number: number }): RichText =>
    rich`There is no override #${a.number}; perhaps somebody has taken it back already. See ${code('/thanos oncall')}.`,

  'oncall.exported': (a: { names: readonly string[]; days: number }): RichText =>
    rich`On-call turns of the next ${a.days} days, overrides included: ${a.names.join(', ')}`,
  'oncall.exportSent': (a: { names: readonly string[] }): RichText => rich`Sent to you by direct message: ${a.names.join(', ')}`,
  'oncall.exportRefused': (a: { names: readonly string[] }): RichText =>
    rich`Slack did not take ${a.names.join(', ')} as a file. Save this text under that name instead.`,
  'oncall.nothingToExport': (): string => 'No schedule is configured, so there is nothing to export.',
  'oncall.noAddresses': (): RichText =>
    rich`Calendars are not fetched from addresses. Put the file beside the configuration and name it under ${code('escalation.schedules.<name>.calendar')}; then ${code('/thanos oncall import')} reads it again.`,
  'oncall.noCalendars': (): RichText =>
    rich`No schedule has a calendar. Name a file under ${code('escalation.schedules.<name>.calendar')} in the configuration.`,
  'oncall.calendarRead': (a: { schedule: string; file: string; shifts: number; unread: readonly string[]; more: number }): RichText =>
    rich`${code(a.schedule)}: ${a.shifts} turns read from ${code(a.file)}.${
      a.unread.length === 0
        ? ''
        : ` Left out, because they name nobody of the schedule or cannot be read: ${a.unread.join(', ')}${a.more === 0 ? '' : ` and ${a.more} more`}.`
    }`,
  'oncall.calendarProblem': (a: { schedule: string; file: string; problem: CalendarProblem }): RichText =>
    rich`${code(a.schedule)}: ${code(a.file)} ${PROBLEMS[a.problem]}. What was read before still counts, else the rotation.`,
};
