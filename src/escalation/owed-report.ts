import type { Incident } from '../model/incident.ts';
import { type OutboxDraft, PRIORITY } from './intent.ts';

/** What is owed when an incident is over: its figures in the thread, and then its story as a file. Each end of an incident has its own. */
export function reportDrafts(incident: Incident, channel: string): readonly OutboxDraft[] {
  const { id: incidentId, revision } = incident;
  const lane = incident.message?.channel ?? channel;
  const common = { priority: PRIORITY.digest, incidentId };
  return [
    { ...common, key: reportKey(incidentId, revision), lane, intent: { kind: 'report', incidentId, revision } },
    {
      ...common,
      key: `${reportKey(incidentId, revision)}:file`,
      lane: `files:${lane}`,
      intent: { kind: 'report-file', incidentId, revision },
    },
  ];
}

export function reportKey(incidentId: string, revision: number): string {
  return `report:${incidentId}:${revision}`;
}
