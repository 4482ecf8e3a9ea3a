import { type Kysely, sql } from 'kysely';
import { StoreConflict } from '../escalation/incident-store.ts';
import type { Incident } from '../model/incident.ts';
import { chunks } from './chunks.ts';
import { incidentColumns } from './incident-rows.ts';
import type { Database } from './schema.ts';
import { columnsOf, valuesTable } from './values-table.ts';

/** SQLite takes 32,766 values in one statement; a row has about twenty. */
const ROWS_PER_STATEMENT = 500;

/** An incident to be saved over the revision that was read. */
export interface RevisedIncident {
  readonly incident: Incident;
  readonly seenRevision: number;
}

const CHANGE = {
  id: 'text',
  revision: 'bigint',
  status: 'text',
  source: 'text',
  group_key: 'text',
  open_key: 'text',
  title: 'text',
  summary: 'text',
  severity: 'text',
  cluster: 'text',
  class_id: 'text',
  labels: 'text',
  annotations: 'text',
  levels: 'text',
  escalation: 'text',
  next_due_at: 'bigint',
  opened_at: 'bigint',
  updated_at: 'bigint',
  acknowledged_at: 'bigint',
  resolved_at: 'bigint',
  parent_id: 'text',
} as const satisfies Record<keyof ReturnType<typeof incidentColumns>, 'text' | 'bigint'>;

const ASSIGNMENTS = sql.join(columnsOf(CHANGE).map((column) => sql`${sql.ref(column)} = ${sql.ref(`change.${column}`)}`));

/** @throws StoreConflict when one of the groups already has an open incident. */
export async function insertIncidents(tx: Kysely<Database>, incidents: readonly Incident[]): Promise<void> {
  for (const chunk of chunks(incidents, ROWS_PER_STATEMENT)) {
    const result = await tx
      .insertInto('incidents')
      .values(chunk.map(insertColumns))
      .onConflict((conflict) => conflict.column('open_key').doNothing())
      .executeTakeFirst();
    if (Number(result.numInsertedOrUpdatedRows ?? 0) !== chunk.length) {
      throw new StoreConflict(`a group among ${chunk.map(({ id }) => id).join(', ')} already has an open incident`);
    }
  }
}

/** Saves every incident over the revision that was read. @throws StoreConflict when one is no longer the stored one. */
export async function updateIncidents(tx: Kysely<Database>, changes: readonly RevisedIncident[]): Promise<void> {
  for (const chunk of chunks(changes, ROWS_PER_STATEMENT)) {
    const rows = chunk.map(({ incident, seenRevision }) => ({ ...incidentColumns(incident), seen_revision: seenRevision }));
    const { rows: saved } = await sql<{ readonly id: string }>`
      with ${valuesTable('change', { ...CHANGE, seen_revision: 'bigint' }, rows)}
      update incidents set ${ASSIGNMENTS} from change
      where incidents.id = change.id and incidents.revision = change.seen_revision
      returning incidents.id`.execute(tx);
    if (saved.length !== chunk.length) {
      const stored = new Set(saved.map(({ id }) => id));
      const lost = chunk.filter(({ incident }) => !stored.has(incident.id));
      throw new StoreConflict(
        lost.map(({ incident, seenRevision }) => `${incident.id} is no longer at revision ${seenRevision}`).join(', '),
      );
    }
  }
}

function insertColumns(incident: Incident) {
  return { ...incidentColumns(incident), message_channel: incident.message?.channel ?? null, message_ts: incident.message?.ts ?? null };
}
