import { type Insertable, type Kysely, sql } from 'kysely';
import type { AlertCounts, FiringAlert, KnownAlert, StoredAlert } from '../escalation/incident-store.ts';
import { days, type EpochMs } from '../model/time.ts';
import { chunks } from './chunks.ts';
import { readAlertStatus } from './incident-rows.ts';
import type { Database } from './schema.ts';
import { valuesTable } from './values-table.ts';

/** How long the end of an alert is remembered, so that a late beginning of the same alert opens nothing. */
const MEMORY_MS = days(30);

/** SQLite takes 32,766 values in one statement. */
const ROWS_PER_STATEMENT = 1_000;
const VALUES_PER_LIST = 5_000;

const ENDED = { source: 'text', fingerprint: 'text', starts_at: 'text', at: 'bigint' } as const;

/** What makes an alert the same. The start is the stored string, not the instant. */
export interface AlertKey {
  readonly source: string;
  readonly fingerprint: string;
  readonly startsAt: string;
}

export function alertKeyOf({ source, fingerprint, startsAt }: AlertKey): string {
  return JSON.stringify([source, fingerprint, startsAt]);
}

export async function upsertAlerts(
  tx: Kysely<Database>,
  alerts: readonly { readonly source: string; readonly alert: StoredAlert }[],
): Promise<void> {
  for (const chunk of chunks(alerts, ROWS_PER_STATEMENT)) {
    // A key that is stored already is older than the memory above: the alert has come back to life with its old start.
    await tx
      .insertInto('alerts')
      .values(chunk.map(alertColumns))
      .onConflict((conflict) =>
        conflict.columns(['source', 'fingerprint', 'starts_at']).doUpdateSet((eb) => ({
          incident_id: eb.ref('excluded.incident_id'),
          status: eb.ref('excluded.status'),
          resolved_at: eb.ref('excluded.resolved_at'),
        })),
      )
      .execute();
  }
}

export async function resolveAlerts(tx: Kysely<Database>, ended: readonly (AlertKey & { readonly at: EpochMs })[]): Promise<void> {
  for (const chunk of chunks(ended, ROWS_PER_STATEMENT)) {
    const rows = chunk.map(({ source, fingerprint, startsAt, at }) => ({ source, fingerprint, starts_at: startsAt, at }));
    await sql`
      with ${valuesTable('ended', ENDED, rows)}
      update alerts set status = 'resolved', resolved_at = ended.at from ended
      where alerts.source = ended.source and alerts.fingerprint = ended.fingerprint and alerts.starts_at = ended.starts_at`.execute(tx);
  }
}

export async function knownAlerts(
  tx: Kysely<Database>,
  wanted: readonly Omit<AlertKey, 'startsAt'>[],
  now: EpochMs,
): Promise<readonly KnownAlert[]> {
  const sources = [...new Set(wanted.map(({ source }) => source))];
  const known: KnownAlert[] = [];
  // Other pairs of the same sources and fingerprints come along; who asked looks for their own.
  for (const chunk of chunks([...new Set(wanted.map(({ fingerprint }) => fingerprint))], VALUES_PER_LIST)) {
    const rows = await tx
      .selectFrom('alerts')
      .select(['source', 'fingerprint', 'starts_at', 'status', 'incident_id'])
      .where('source', 'in', sources)
      .where('fingerprint', 'in', chunk)
      .where((eb) => eb.or([eb('status', '=', 'firing'), eb('resolved_at', '>', now - MEMORY_MS)]))
      .execute();
    known.push(
      ...rows.map((row) => ({
        source: row.source,
        fingerprint: row.fingerprint,
        startsAt: row.starts_at,
        status: readAlertStatus(row.status),
        incidentId: row.incident_id === '' ? null : row.incident_id,
      })),
    );
  }
  return known;
}

/** How many alerts of each incident fire and how many have ended. */
export async function alertCounts(db: Kysely<Database>, incidentIds: readonly string[]): Promise<ReadonlyMap<string, AlertCounts>> {
  const counts = new Map(incidentIds.map((id) => [id, { firing: 0, resolved: 0 }]));
  for (const chunk of chunks([...counts.keys()], VALUES_PER_LIST)) {
    const rows = await db
      .selectFrom('alerts')
      .select((eb) => ['incident_id', 'status', eb.fn.countAll<number>().as('count')])
      .where('incident_id', 'in', chunk)
      .groupBy(['incident_id', 'status'])
      .execute();
    for (const row of rows) {
      const count = counts.get(row.incident_id) ?? { firing: 0, resolved: 0 };
      counts.set(row.incident_id, { ...count, [readAlertStatus(row.status)]: Number(row.count) });
    }
  }
  return counts;
}

export async function firingOf(db: Kysely<Database>, incidentIds: readonly string[]): Promise<ReadonlyMap<string, readonly FiringAlert[]>> {
  const firing: (FiringAlert & { readonly incidentId: string })[] = [];
  for (const chunk of chunks(incidentIds, VALUES_PER_LIST)) {
    const rows = await db
      .selectFrom('alerts')
      .select(['incident_id as incidentId', 'fingerprint', 'starts_at as startsAt', 'first_seen_at as firstSeenAt'])
      .where('incident_id', 'in', chunk)
      .where('status', '=', 'firing')
      .execute();
    firing.push(...rows);
  }
  return Map.groupBy(firing, ({ incidentId }) => incidentId);
}

function alertColumns({ source, alert }: { readonly source: string; readonly alert: StoredAlert }): Insertable<Database['alerts']> {
  return {
    source,
    fingerprint: alert.fingerprint,
    starts_at: alert.startsAt,
    incident_id: alert.incidentId ?? '',
    status: alert.status,
    labels: JSON.stringify(alert.labels),
    annotations: JSON.stringify(alert.annotations),
    generator_url: alert.generatorUrl,
    first_seen_at: alert.firstSeenAt,
    resolved_at: alert.resolvedAt,
  };
}
