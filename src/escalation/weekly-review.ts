import { isDrill } from '../model/drill.ts';
import { type DurationMs, type EpochMs, hours } from '../model/time.ts';
import type { PastIncident } from './incident-history.ts';
import { dayOf, floatingOf } from './local-calendar.ts';

/** Mean and median of a time; `null` when it was never measured. */
export interface Times {
  readonly count: number;
  readonly meanMs: DurationMs;
  readonly medianMs: DurationMs;
}

export interface WeeklyReview {
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** Incidents that called somebody. */
  readonly incidents: number;
  readonly stillOpen: number;
  readonly timeToAcknowledge: Times | null;
  readonly timeToResolve: Times | null;
  /** How many incidents reached each level, and how often it was called. */
  readonly levels: readonly { readonly level: number; readonly incidents: number; readonly calls: number }[];
  /** Incidents that ended by themselves before anybody acknowledged. */
  readonly endedAlone: number;
  /** Alerts that called most often, loudest first. */
  readonly loudest: readonly { readonly name: string; readonly incidents: number }[];
  /** Nights between 22:00 and 07:00 in which somebody was called. */
  readonly nightsDisturbed: number;
}

const LOUDEST = 5;
const NIGHT_FROM_HOUR = 22;
const NIGHT_UNTIL_HOUR = 7;

/** Looks back on the incidents of a window. Drills, and incidents that called nobody, do not count. */
export function reviewOf(
  past: readonly PastIncident[],
  { from, until, timeZone }: { readonly from: EpochMs; readonly until: EpochMs; readonly timeZone: string },
): WeeklyReview {
  const real = past.filter(
    ({ incident, events }) => !isDrill(incident) && incident.parentId === null && events.some(({ kind }) => kind === 'paged'),
  );
  const ends = real.flatMap(({ incident: { escalation, openedAt } }) =>
    escalation.status === 'resolved' ? [escalation.at - openedAt] : [],
  );
  return {
    from,
    until,
    incidents: real.length,
    stillOpen: real.length - ends.length,
    timeToAcknowledge: timesOf(real.flatMap((each) => acknowledgedAfter(each) ?? [])),
    timeToResolve: timesOf(ends),
    levels: levelsOf(real),
    endedAlone: real.filter(endedAlone).length,
    loudest: loudestOf(real),
    nightsDisturbed: nightsOf(real, timeZone),
  };
}

function acknowledgedAfter({ incident, events }: PastIncident): DurationMs | null {
  const event = events.find(({ kind }) => kind === 'acknowledged');
  return event === undefined ? null : event.at - incident.openedAt;
}

function endedAlone(past: PastIncident): boolean {
  const { escalation } = past.incident;
  return escalation.status === 'resolved' && escalation.by === 'alertmanager' && acknowledgedAfter(past) === null;
}

function levelsOf(past: readonly PastIncident[]): WeeklyReview['levels'] {
  const calls = past.flatMap(({ events }) => events.filter(({ kind }) => kind === 'paged'));
  const byLevel = Map.groupBy(calls, ({ details }) => (typeof details['level'] === 'number' ? details['level'] : 0));
  return [...byLevel]
    .map(([level, own]) => ({ level, incidents: new Set(own.map(({ incidentId }) => incidentId)).size, calls: own.length }))
    .toSorted((a, b) => a.level - b.level);
}

function loudestOf(past: readonly PastIncident[]): WeeklyReview['loudest'] {
  const byName = Map.groupBy(past, ({ incident }) => incident.labels['alertname'] ?? incident.title);
  return [...byName]
    .map(([name, own]) => ({ name, incidents: own.length }))
    .toSorted((a, b) => b.incidents - a.incidents || (a.name < b.name ? -1 : 1))
    .slice(0, LOUDEST);
}

/** A night belongs to the evening on which it began. */
function nightsOf(past: readonly PastIncident[], timeZone: string): number {
  const calls = past.flatMap(({ events }) => events.filter(({ kind }) => kind === 'paged'));
  const nights = calls.flatMap(({ at }) => {
    const floating = floatingOf(at, timeZone);
    const hour = (floating - dayOf(floating)) / hours(1);
    return hour >= NIGHT_FROM_HOUR || hour < NIGHT_UNTIL_HOUR ? [dayOf(floating - hours(NIGHT_UNTIL_HOUR))] : [];
  });
  return new Set(nights).size;
}

function timesOf(values: readonly DurationMs[]): Times | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  const other = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined || other === undefined
    ? null
    : { count: sorted.length, meanMs: sorted.reduce((sum, value) => sum + value, 0) / sorted.length, medianMs: (middle + other) / 2 };
}
