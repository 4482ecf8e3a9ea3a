import type { Kysely } from 'kysely';
import type { IncidentHistory } from '../escalation/incident-history.ts';
import type { TimelineEvent, TimelineKind } from '../model/incident.ts';
import { chunks } from './chunks.ts';
import { readIncidents, readTimelineEvent } from './incident-rows.ts';

import type { Database } from './schema.ts';

const IDS_PER_QUERY = 500;
const KINDS: readonly TimelineKind[] = ['paged', 'acknowledged', 'resolved'];

/** The past over either database: two kinds of query, whatever the number of incidents. */
export function createIncidentHistory(db: Kysely<Database>): IncidentHistory {
  return {
    opened: async ({ from, until }, limit) => {
      const rows = await db
        .selectFrom('incidents')
        .selectAll()
        .where('opened_at', '>=', from)
        .where('opened_at', '<', until)
        .orderBy('opened_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      const { incidents } = readIncidents(rows);
      const events = await eventsOf(
        db,
        incidents.map(({ id }) => id),
      );
      return incidents.map((incident) => ({ incident, events: events.get(incident.id) ?? [] }));
    },
  };
}

async function eventsOf(db: Kysely<Database>, ids: readonly string[]): Promise<ReadonlyMap<string, readonly TimelineEvent[]>> {
  const events: TimelineEvent[] = [];
  for (const chunk of chunks(ids, IDS_PER_QUERY)) {
    const rows = await db
      .selectFrom('timeline')
      .selectAll()
      .where('incident_id', 'in', chunk)
      .where('kind', 'in', KINDS)
      .orderBy('id')
      .execute();
    events.push(...rows.map(readTimelineEvent));
  }
  return Map.groupBy(events, ({ incidentId }) => incidentId);
}
