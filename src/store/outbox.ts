import { type Kysely, type Selectable, sql } from 'kysely';
import type { OutboxDraft } from '../escalation/intent.ts';
import type { ClaimOptions, OutboxItem, OutboxStore } from '../escalation/outbox.ts';
import type { OpenDatabase } from './database.ts';
import { insertDrafts, readDraft, readItem } from './outbox-rows.ts';
import type { Database } from './schema.ts';

/** Any number that no other program locks in this database. */
const CLAIM_LOCK = 4_217_001;

type OutboxRow = Selectable<Database['outbox']>;

const WAITING = ['pending', 'sending'] as const;

/**
 * The queue of things to say over either database.
 *
 * States: `pending`; `sending` with an owner and a lease; `sending` without an owner, when it may have arrived; then `sent`, `refused`,
 * `folded` or `parked`. Attempt and lease times are instants of the sender's clock, `created_at` of the program's.
 */
export function createOutboxStore({ db, dialect }: Pick<OpenDatabase, 'db' | 'dialect'>): OutboxStore {
  return {
    enqueue: (drafts, at) =>
      insertDrafts(
        db,
        drafts.map((draft) => ({ draft, at })),
      ),
    claim: (options) => claim(db, dialect, options),
    renew: async (owner, leaseUntil) => {
      await db
        .updateTable('outbox')
        .set({ lease_until: leaseUntil })
        .where('status', '=', 'sending')
        .where('lease_owner', '=', owner)
        .execute();
    },
    takeOver: async () => {
      await db.updateTable('outbox').set({ lease_owner: null, lease_until: 0 }).where('status', '=', 'sending').execute();
    },
    markSent: (item, owner, at, address) => markSent(db, item, owner, at, address),
    postpone: async (item, owner, { until, reason, isUncertain, countsAsAttempt }) => {
      const result = await held(db, item, owner)
        .set({
          status: isUncertain ? 'sending' : 'pending',
          lease_owner: null,
          lease_until: isUncertain ? until : null,
          next_attempt_at: until,
          last_error: reason,
          ...(countsAsAttempt ? {} : { attempts: item.attempts - 1 }),
        })
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },
    drop: async (item, owner, at, how, reason) => {
      const result = await held(db, item, owner)
        .set({ status: how, lease_owner: null, lease_until: null, sent_at: at, last_error: reason })
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },
    waitingFor: async (incidentId, exceptId) => {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('incident_id', '=', incidentId)
        .where('status', 'in', WAITING)
        .where('id', '!=', exceptId)
        .orderBy('id')
        .limit(200)
        .execute();
      return readable(rows).map(({ draft, row }) => ({ ...draft, id: row.id }));
    },
    anchor: async (key) => {
      const row = await db
        .selectFrom('outbox')
        .select(['status', 'message_channel', 'message_ts'])
        .where('dedupe_key', '=', key)
        .executeTakeFirst();
      if (row?.message_channel && row.message_ts) {
        return { kind: 'sent', address: { channel: row.message_channel, ts: row.message_ts } };
      }
      return row?.status === 'pending' || row?.status === 'sending' ? { kind: 'waiting' } : { kind: 'lost' };
    },
    isQueued: async (key) => {
      const row = await db.selectFrom('outbox').select('id').where('dedupe_key', '=', key).executeTakeFirst();
      return row !== undefined;
    },
    arrivedCalls: async (incidentId) => {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('incident_id', '=', incidentId)
        .where('kind', 'in', ['page', 'direct-page', 'reminder'])
        .where('status', '=', 'sent')
        .orderBy('id', 'desc')
        .limit(100)
        .execute();
      return readable(rows).flatMap(({ draft, row }) =>
        row.message_channel === null || row.message_ts === null
          ? []
          : [{ draft, address: { channel: row.message_channel, ts: row.message_ts } }],
      );
    },
    waitingPages: async (before, limit) => {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('status', 'in', WAITING)
        .where('priority', '=', 0)
        .where('incident_id', 'is not', null)
        .where('created_at', '<', before)
        .orderBy('id')
        .limit(limit)
        .execute();
      return readable(rows).map(({ draft, row }) => ({
        incidentId: row.incident_id ?? '',
        lane: row.lane,
        attempts: row.attempts,
        intent: draft.intent,
      }));
    },
    depth: async () => {
      const row = await db
        .selectFrom('outbox')
        .select((eb) => [eb.fn.countAll<number>().as('pending'), eb.fn.min('created_at').as('oldest_at')])
        .where('status', 'in', WAITING)
        .executeTakeFirst();
      return { pending: Number(row?.pending ?? 0), oldestAt: row?.oldest_at ?? null };
    },
    countParked: async () => {
      const row = await db
        .selectFrom('outbox')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('status', '=', 'parked')
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },
    prune: async (before) => {
      const result = await db
        .deleteFrom('outbox')
        .where('status', 'not in', WAITING)
        .where('created_at', '<', before)
        .where('kind', '!=', 'incident-edit')
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

/** Leaves out what this version cannot read: it is set aside when its turn comes, and must not keep others from being said. */
function readable(rows: readonly OutboxRow[]): readonly { readonly row: OutboxRow; readonly draft: OutboxDraft }[] {
  return rows.flatMap((row) => {
    try {
      return [{ row, draft: readDraft(row) }];
    } catch {
      return [];
    }
  });
}

/** Takes the best row of every free lane. Claims of several processes exclude each other, so that a lane is never used twice at once. */
async function claim(db: Kysely<Database>, dialect: OpenDatabase['dialect'], options: ClaimOptions): Promise<readonly OutboxItem[]> {
  const rows = await db.transaction().execute(async (tx) => {
    if (dialect === 'postgres' && !(await tryLock(tx))) {
      return [];
    }
    const chosen = await best(tx, options);
    if (chosen.length === 0) {
      return [];
    }
    const wasSending = new Set(chosen.filter((row) => row.status === 'sending').map((row) => row.id));
    const claimed = await tx
      .updateTable('outbox')
      .set((eb) => ({ status: 'sending', lease_owner: options.owner, lease_until: options.leaseUntil, attempts: eb('attempts', '+', 1) }))
      .where(
        'id',
        'in',
        chosen.map((row) => row.id),
      )
      .returningAll()
      .execute();
    return claimed.map((row) => ({ row, isUncertain: wasSending.has(row.id) }));
  });
  const items: OutboxItem[] = [];
  for (const { row, isUncertain } of rows) {
    try {
      items.push(readItem(row, isUncertain));
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 500) : String(error);
      await park(db, row.id, reason);
      options.onUnreadable?.({ id: row.id, incidentId: row.incident_id, reason });
    }
  }
  return items.sort((a, b) => a.priority - b.priority || a.id - b.id);
}

async function tryLock(tx: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(${sql.lit(CLAIM_LOCK)}) as taken`.execute(tx);
  return rows[0]?.taken === true;
}

async function best(
  tx: Kysely<Database>,
  { now, limit, pausedLanes }: ClaimOptions,
): Promise<readonly { readonly id: number; readonly status: string }[]> {
  const free = tx
    .selectFrom('outbox')
    .select(['id', 'priority', 'status', sql<number>`row_number() over (partition by lane order by priority, id)`.as('place')])
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'pending'), eb('next_attempt_at', '<=', now)]),
        eb.and([eb('status', '=', 'sending'), eb('lease_until', '<=', now)]),
      ]),
    )
    .where('lane', 'not in', (eb) =>
      eb
        .selectFrom('outbox')
        .select('lane')
        .where('status', '=', 'sending')
        .where('lease_owner', 'is not', null)
        .where('lease_until', '>', now),
    );
  const open = pausedLanes.length === 0 ? free : free.where('lane', 'not in', [...pausedLanes]);
  return tx
    .selectFrom(open.as('free'))
    .select(['id', 'status'])
    .where('place', '=', 1)
    .orderBy('priority')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** A row that this version cannot read waits for one that can; it must not stop its lane. */
async function park(db: Kysely<Database>, id: number, reason: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ status: 'parked', lease_owner: null, lease_until: null, last_error: reason })
    .where('id', '=', id)
    .execute();
}

/** An edit that was asked for again while it was being sent goes back into the queue. */
async function markSent(
  db: Kysely<Database>,
  item: OutboxItem,
  owner: string,
  at: number,
  address: { readonly channel: string; readonly ts: string } | null,
): Promise<boolean> {
  const result = await held(db, item, owner)
    .set({
      status: sql<string>`case when payload = ${item.payload} then 'sent' else 'pending' end`,
      lease_owner: null,
      lease_until: null,
      next_attempt_at: 0,
      sent_at: at,
      message_channel: address?.channel ?? null,
      message_ts: address?.ts ?? null,
      last_error: null,
    })
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

function held(db: Kysely<Database>, item: OutboxItem, owner: string) {
  return db.updateTable('outbox').where('id', '=', item.id).where('lease_owner', '=', owner).where('status', '=', 'sending');
}
