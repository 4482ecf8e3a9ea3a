import type { IncidentView } from '../messages/incident-view.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';
import type { IncidentStore } from './incident-store.ts';
import type { Recipients } from './roster.ts';

/** As much of an incident as its messages show; the rest is numbers. */
const ALERTS = 10;
const CHILDREN = 10;
const EVENTS = 1_000;

/** Collects what the messages about an incident say. `null`: there is no such incident. */
export async function loadView(
  store: IncidentStore,
  incidentId: string,
  options: {
    readonly now: EpochMs;
    readonly permalink: string | null;
    readonly callable: (incident: Incident) => Promise<IncidentView['callable']>;
  },
): Promise<IncidentView | null> {
  const { permalink } = options;
  const incident = await store.get(incidentId);
  if (incident === null) {
    return null;
  }
  const [alerts, counts, timeline, children, childCount, callable] = await Promise.all([
    store.alertsOf(incidentId, ALERTS),
    store.alertCounts(incidentId),
    store.timelineOf(incidentId, EVENTS),
    store.childrenOf(incidentId, CHILDREN),
    store.countChildren(incidentId),
    options.callable(incident),
  ]);
  return {
    incident,
    alerts,
    counts,
    truncatedAlerts: truncatedOf(timeline),
    paged: pagedOf(timeline),
    acknowledgedAt: timeline.find((event) => event.kind === 'acknowledged')?.at ?? null,
    silence: silenceOf(incident, timeline),
    children,
    childCount,
    callable,
    resolution: resolutionOf(incident, timeline),
    permalink,
  };
}

function truncatedOf(timeline: readonly TimelineEvent[]): number {
  const event = timeline.findLast(({ kind, details }) => kind === 'alerts-changed' && typeof details['truncated'] === 'number');
  const truncated = event?.details['truncated'];
  return typeof truncated === 'number' ? truncated : 0;
}

function resolutionOf({ escalation }: Incident, timeline: readonly TimelineEvent[]): IncidentView['resolution'] {
  const details = timeline.findLast(({ kind }) => kind === 'resolved')?.details;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const resolution = { cause: text(details?.['cause']), note: text(details?.['note']) };
  return escalation.status === 'resolved' && resolution.cause !== '' ? resolution : null;
}

function pagedOf(timeline: readonly TimelineEvent[]): IncidentView['paged'] {
  const event = timeline.findLast(({ kind }) => kind === 'paged');
  return event === undefined ? null : { recipients: recipientsIn(event), at: event.at };
}

/** People and groups as they were called then; an outside address goes by its role. */
function recipientsIn({ details }: TimelineEvent): Recipients {
  const list = (name: string): readonly string[] => {
    const value = details[name];
    return Array.isArray(value) ? value : [];
  };
  const withoutRoles = (id: string) => ({ id, roles: [] });
  return {
    users: list('users').map(withoutRoles),
    usergroups: list('groups').map(withoutRoles),
    webhooks: list('outside').map((role) => ({ id: role, roles: [role] })),
  };
}

/** The silences that pause the incident; the history says whose the one that ends first is. */
function silenceOf({ escalation }: Pick<Incident, 'escalation'>, timeline: readonly TimelineEvent[]): IncidentView['silence'] {
  if (escalation.status === 'resolved' || escalation.silencedUntil === null) {
    return null;
  }
  const event = timeline.findLast(({ kind }) => kind === 'silenced');
  const { by, comment } = event?.details ?? {};
  return {
    by: typeof by === 'string' ? by : 'alertmanager',
    until: escalation.silencedUntil,
    comment: typeof comment === 'string' ? comment : '',
  };
}
