import { dateTime, type RichText, rich } from '../../../model/text.ts';
import { roughDuration } from '../../../model/time.ts';

const times = (name: string, a: { meanMs: number | null; medianMs: number | null; count: number }): string =>
  a.meanMs === null || a.medianMs === null
    ? `${name}: never`
    : `${name}: mean ${roughDuration(a.meanMs)}, median ${roughDuration(a.medianMs)} (${a.count})`;

/** The week's look back on incidents. */
export const weekly = {
  'weekly.title': (): string => 'Incident response of the week',
  'weekly.headline': (a: { incidents: number; stillOpen: number; from: number; until: number }): RichText =>
    a.incidents === 0
      ? rich`No incident called anybody from ${dateTime(a.from)} until ${dateTime(a.until)}.`
      : rich`${a.incidents} incident${a.incidents === 1 ? '' : 's'} called somebody from ${dateTime(a.from)} until ${dateTime(a.until)}${
          a.stillOpen === 0 ? '' : `; ${a.stillOpen} still open`
        }.`,
  'weekly.acknowledge': (a: { meanMs: number | null; medianMs: number | null; count: number }): string => times('Time to acknowledge', a),
  'weekly.resolve': (a: { meanMs: number | null; medianMs: number | null; count: number }): string => times('Time to resolve', a),
  'weekly.noise': (a: { endedAlone: number; nightsDisturbed: number }): string =>
    `Ended by themselves before anybody acknowledged: ${a.endedAlone} · nights disturbed: ${a.nightsDisturbed}`,
  'weekly.column.level': (): string => 'Level',
  'weekly.column.reached': (): string => 'Incidents',
  'weekly.column.calls': (): string => 'Calls',
  'weekly.column.alert': (): string => 'Loudest alerts',
  'weekly.column.incidents': (): string => 'Incidents',
};
