import type { Insertable, Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { DrillStore } from '../drill/drill-store.ts';
import { StoreConflict } from '../escalation/incident-store.ts';
import { DRILL_OUTCOMES, DRILL_SCENARIOS, type Drill } from '../model/drill.ts';
import { isConflict } from './conflict.ts';
import { withIncidents } from './incident-transaction.ts';
import { phraseShape } from './phrase-shape.ts';
import type { Database } from './schema.ts';

/** What the unique column holds while a drill runs. */
const RUNNING = 'running';

const stepShape = z.object({
  id: z.string(),
  shownAt: z.number().nullable(),
  seen: z.object({ by: z.string(), at: z.number(), outcome: z.enum(DRILL_OUTCOMES), note: z.string() }).nullable(),
});

const reportShape = z.object({
  calls: z.array(
    z.object({
      level: z.number(),
      limitMs: z.number(),
      calledAfterMs: z.number().nullable(),
      who: z.array(z.string()),
      result: z.enum(['acknowledged', 'no-answer', 'cut-short', 'not-called']),
    }),
  ),
  acknowledgement: z.object({ by: z.string(), afterMs: z.number(), level: z.number(), limitMs: z.number() }).nullable(),
  questions: z.array(phraseShape),
});

const endShape: z.ZodType<Drill['end']> = z
  .object({ how: z.enum(['resolved', 'stopped', 'timed-out']), by: z.string(), at: z.number(), report: reportShape })
  .nullable();

/** Drills and their incidents over either database. */
export function createDrillStore(db: Kysely<Database>): DrillStore {
  return {
    transaction: async (work) => {
      try {
        return await db.transaction().execute((tx) =>
          withIncidents(tx, (incidents) =>
            work({
              incidents,
              byId: (id) => byId(tx, id),
              running: () => running(tx),
              insert: async (drill) => {
                await tx.insertInto('drills').values(columns(drill)).execute();
              },
              update: (drill, seenRevision) => update(tx, drill, seenRevision),
            }),
          ),
        );
      } catch (error) {
        throw isConflict(error) ? new StoreConflict('another drill, or another step of this one, came first') : error;
      }
    },
    byId: (id) => byId(db, id),
    running: () => running(db),
    recent: async (limit) => {
      const rows = await db.selectFrom('drills').selectAll().orderBy('started_at', 'desc').orderBy('id').limit(limit).execute();
      return rows.map(read);
    },
  };
}

async function byId(db: Kysely<Database>, id: string): Promise<Drill | null> {
  const row = await db.selectFrom('drills').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : read(row);
}

async function running(db: Kysely<Database>): Promise<Drill | null> {
  const row = await db.selectFrom('drills').selectAll().where('running_key', '=', RUNNING).executeTakeFirst();
  return row === undefined ? null : read(row);
}

async function update(tx: Kysely<Database>, drill: Drill, seenRevision: number): Promise<void> {
  const result = await tx
    .updateTable('drills')
    .set(columns(drill))
    .where('id', '=', drill.id)
    .where('revision', '=', seenRevision)
    .executeTakeFirst();
  if (Number(result.numUpdatedRows) !== 1) {
    throw new StoreConflict(`${drill.id} is no longer at revision ${seenRevision}`);
  }
}

function columns(drill: Drill): Insertable<Database['drills']> {
  return {
    id: drill.id,
    revision: drill.revision,
    running_key: drill.end === null ? RUNNING : null,
    scenario: drill.scenario,
    cluster: drill.cluster,
    incident_id: drill.incidentId,
    started_by: drill.startedBy,
    started_at: drill.startedAt,
    ends_at: drill.endsAt,
    steps: JSON.stringify(drill.steps),
    ending: JSON.stringify(drill.end),
  };
}

/** @throws ZodError or SyntaxError when the row is not what this version writes. */
function read(row: Selectable<Database['drills']>): Drill {
  return {
    id: row.id,
    revision: row.revision,
    scenario: z.enum(DRILL_SCENARIOS).parse(row.scenario),
    cluster: row.cluster,
    incidentId: row.incident_id,
    startedBy: row.started_by,
    startedAt: row.started_at,
    endsAt: row.ends_at,
    steps: z.array(stepShape).parse(JSON.parse(row.steps)),
    end: endShape.parse(JSON.parse(row.ending)),
  };
}
