import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { nextDueAt } from '../escalation/machine.ts';
import type { EscalationState, Incident, IncidentAlert, Level, TimelineEvent, TimelineKind } from '../model/incident.ts';
import type { Database } from './schema.ts';

type IncidentRow = Selectable<Database['incidents']>;
type AlertRow = Selectable<Database['alerts']>;
type TimelineRow = Selectable<Database['timeline']>;

const textMap = z.record(z.string(), z.string());

const level: z.ZodType<Level> = z.object({
  level: z.number(),
  notify: z.array(z.string()),
  ackTimeoutMs: z.number(),
  repeat: z.boolean(),
  perPerson: z.boolean().optional(),
  isHighest: z.boolean().optional(),
});

const instant = z.number().nullable();

/** Rows of earlier versions do not say it. */
const silencedUntil = instant.default(null);

const escalationState: z.ZodType<EscalationState> = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('triggered'),
    isQuiet: z.boolean(),
    levelIndex: z.number(),
    repeats: z.number(),
    nextEscalationAt: instant,
    silencedUntil,
  }),
  z.object({
    status: z.literal('acknowledged'),
    isQuiet: z.boolean(),
    by: z.string(),
    at: z.number(),
    levelIndex: z.number(),
    remindAt: instant,
    handBackAt: instant,
    snoozedUntil: instant,
    silencedUntil,
    others: z.array(z.string()).optional(),
  }),
  z.object({ status: z.literal('resolved'), isQuiet: z.boolean(), by: z.string(), at: z.number(), levelIndex: z.number() }),
]);

const severity = z.enum(['critical', 'warning', 'info']);

const detail = z.union([z.string(), z.number(), z.null(), z.array(z.string())]);

const TIMELINE_KINDS = [
  'opened',
  'paged',
  'escalated',
  'acknowledged',
  'unacknowledged',
  'taken-over',
  'joined',
  'snoozed',
  'reminded',
  'handed-back',
  'resolved',
  'reopened',
  'alerts-changed',
  'silenced',
  'silence-ended',
  'folded',
  'note',
  'action',
  'delivery',
  'late',
  'exhausted',
] as const satisfies readonly TimelineKind[];

/** What a timeline event looks like in the store, on its own row or within an intent. */
export const timelineEvent: z.ZodType<TimelineEvent> = z.object({
  incidentId: z.string(),
  at: z.number(),
  kind: z.enum(TIMELINE_KINDS),
  actor: z.string(),
  details: z.record(z.string(), detail),
});

/** Key under which at most one incident is open: a group of one Alertmanager. */
export function openKey(source: string, groupKey: string): string {
  return createHash('sha256').update(`${source}\0${groupKey}`).digest('hex');
}

/** Every column except where the message stands: that is written on its own, so that a transition cannot overwrite it. */
export function incidentColumns(incident: Incident): Omit<IncidentRow, 'message_channel' | 'message_ts'> {
  const { escalation } = incident;
  return {
    id: incident.id,
    revision: incident.revision,
    status: escalation.status,
    source: incident.source,
    group_key: incident.groupKey,
    open_key: escalation.status === 'resolved' ? null : openKey(incident.source, incident.groupKey),
    title: incident.title,
    summary: incident.summary,
    severity: incident.severity,
    cluster: incident.cluster,
    class_id: incident.classId,
    labels: JSON.stringify(incident.labels),
    annotations: JSON.stringify(incident.annotations),
    levels: JSON.stringify(incident.levels),
    escalation: JSON.stringify(escalation),
    next_due_at: nextDueAt(escalation),
    opened_at: incident.openedAt,
    updated_at: incident.updatedAt,
    acknowledged_at: escalation.status === 'acknowledged' ? escalation.at : null,
    resolved_at: escalation.status === 'resolved' ? escalation.at : null,
    parent_id: incident.parentId,
  };
}

/** Reads rows and leaves out those that this version cannot read: one odd row must not hide the others. */
export function readIncidents(rows: readonly IncidentRow[]): {
  readonly incidents: readonly Incident[];
  readonly unreadable: readonly string[];
} {
  const incidents: Incident[] = [];
  const unreadable: string[] = [];
  for (const row of rows) {
    try {
      incidents.push(readIncident(row));
    } catch {
      unreadable.push(row.id);
    }
  }
  return { incidents, unreadable };
}

/** @throws ZodError or SyntaxError when the row is not what this version writes. */
export function readIncident(row: IncidentRow): Incident {
  return {
    id: row.id,
    revision: row.revision,
    source: row.source,
    groupKey: row.group_key,
    title: row.title,
    summary: row.summary,
    severity: severity.parse(row.severity),
    cluster: row.cluster,
    classId: row.class_id,
    labels: textMap.parse(JSON.parse(row.labels)),
    annotations: textMap.parse(JSON.parse(row.annotations)),
    levels: z.array(level).parse(JSON.parse(row.levels)),
    escalation: escalationState.parse(JSON.parse(row.escalation)),
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    message: row.message_channel === null || row.message_ts === null ? null : { channel: row.message_channel, ts: row.message_ts },
    parentId: row.parent_id,
  };
}

export function readAlert(row: AlertRow): IncidentAlert {
  return {
    incidentId: row.incident_id,
    fingerprint: row.fingerprint,
    startsAt: row.starts_at,
    status: readAlertStatus(row.status),
    labels: textMap.parse(JSON.parse(row.labels)),
    annotations: textMap.parse(JSON.parse(row.annotations)),
    generatorUrl: row.generator_url,
    firstSeenAt: row.first_seen_at,
    resolvedAt: row.resolved_at,
  };
}

export function readAlertStatus(status: string): IncidentAlert['status'] {
  return status === 'firing' ? 'firing' : 'resolved';
}

export function readTimelineEvent(row: TimelineRow): TimelineEvent {
  return timelineEvent.parse({
    incidentId: row.incident_id,
    at: row.at,
    kind: row.kind,
    actor: row.actor,
    details: JSON.parse(row.details),
  });
}
