import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Intent, OutboxDraft, PageFacts, Priority } from '../escalation/intent.ts';
import { PRIORITY } from '../escalation/intent.ts';
import type { OutboxItem } from '../escalation/outbox.ts';
import type { Message } from '../model/message.ts';
import type { EpochMs } from '../model/time.ts';
import { chunks } from './chunks.ts';
import { timelineEvent } from './incident-rows.ts';
import type { Database } from './schema.ts';

type OutboxRow = Selectable<Database['outbox']>;

const page: z.ZodType<PageFacts> = z.object({
  levelIndex: z.number(),
  reason: z.enum([
    'opened',
    'ack-timeout',
    'escalated',
    'repeat',
    'handed-back',
    'snooze-ended',
    'silence-ended',
    'unacknowledged',
    'reopened',
  ]),
  lateMs: z.number().nullable(),
  skipped: z.array(z.number()),
  repeats: z.number(),
  detour: z.object({ emptyLevelIndex: z.number(), levelIndex: z.number().nullable() }).nullable(),
});

const incidentId = z.string();

/** Messages are written by this program only; the shape is checked as far as the renderer relies on it. */
const message = z.custom<Message>(
  (value) => z.looseObject({ text: z.array(z.unknown()), blocks: z.array(z.unknown()) }).safeParse(value).success,
);

const intent: z.ZodType<Intent> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('incident-parent'), incidentId, channel: z.string().nullable() }),
  z.object({ kind: z.literal('incident-edit'), incidentId, revision: z.number() }),
  z.object({ kind: z.literal('page'), incidentId, page }),
  z.object({ kind: z.literal('direct-page'), incidentId, userId: z.string(), roles: z.array(z.string()), page }),
  z.object({ kind: z.literal('group-page'), incidentId, groupId: z.string(), roles: z.array(z.string()), page }),
  z.object({ kind: z.literal('webhook-page'), incidentId, member: z.string(), page }),
  z.object({
    kind: z.literal('call-edit'),
    incidentId,
    userId: z.string().nullable(),
    page: page.nullable(),
    address: z.object({ channel: z.string(), ts: z.string() }),
    shows: z.string(),
  }),
  z.object({ kind: z.literal('reminder'), incidentId, userId: z.string() }),
  z.object({ kind: z.literal('thread-line'), incidentId, event: timelineEvent }),
  z.object({ kind: z.enum(['report', 'report-file']), incidentId, revision: z.number() }),
  z.object({
    kind: z.literal('message'),
    channel: z.string(),
    message,
    locale: z.enum(['ko', 'en']).nullable(),
    threadOf: z.string().nullable(),
    replaces: z.string().nullable(),
  }),
]);

const ROWS_PER_INSERT = 500;

export interface QueuedDraft {
  readonly draft: OutboxDraft;
  readonly at: EpochMs;
}

/** Queues drafts. A key that is there already is left alone, except an edit's: that one row is woken again. */
export async function insertDrafts(db: Kysely<Database>, queued: readonly QueuedDraft[]): Promise<void> {
  const isEdit = ({ draft: { intent: wanted } }: QueuedDraft): boolean => wanted.kind === 'incident-edit' || wanted.kind === 'call-edit';
  for (const chunk of chunks(
    queued.filter((each) => !isEdit(each)),
    ROWS_PER_INSERT,
  )) {
    await db
      .insertInto('outbox')
      .values(chunk.map(columns))
      .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
      .execute();
  }
  const newest = new Map(queued.filter(isEdit).map((each) => [each.draft.key, each]));
  for (const chunk of chunks([...newest.values()].sort(byKey), ROWS_PER_INSERT)) {
    await wakeEdits(db, chunk);
  }
}

/** @throws ZodError or SyntaxError when the row is not what this version writes. */
export function readItem(row: OutboxRow, isUncertain: boolean): OutboxItem {
  return { ...readDraft(row), id: row.id, attempts: row.attempts, createdAt: row.created_at, isUncertain, payload: row.payload };
}

export function readDraft(row: OutboxRow): OutboxDraft {
  return {
    key: row.dedupe_key,
    priority: readPriority(row.priority),
    lane: row.lane,
    incidentId: row.incident_id,
    intent: intent.parse(JSON.parse(row.payload)),
  };
}

/**
 * A message has one row for its edits. While one is being sent, a newer request changes its payload, and the sender puts it back. What the
 * message shows already is not sent again.
 */
async function wakeEdits(db: Kysely<Database>, edits: readonly QueuedDraft[]): Promise<void> {
  await db
    .insertInto('outbox')
    .values(edits.map(columns))
    .onConflict((conflict) =>
      conflict.column('dedupe_key').doUpdateSet((eb) => ({
        payload: eb.ref('excluded.payload'),
        lane: eb.ref('excluded.lane'),
        status: sql<string>`case
          when outbox.status = 'sending' then 'sending'
          when outbox.status = 'sent' and outbox.payload = excluded.payload then 'sent'
          else 'pending' end`,
        created_at: sql<number>`case when outbox.status in ('pending', 'sending') then outbox.created_at else excluded.created_at end`,
        next_attempt_at: sql<number>`case when outbox.status in ('pending', 'sending') then outbox.next_attempt_at else 0 end`,
        attempts: sql<number>`case when outbox.status in ('pending', 'sending') then outbox.attempts else 0 end`,
      })),
    )
    .execute();
}

/** Processes that wake the same rows wait for each other instead of deadlocking. */
function byKey(a: QueuedDraft, b: QueuedDraft): number {
  return a.draft.key < b.draft.key ? -1 : 1;
}

function columns({ draft, at }: QueuedDraft) {
  return {
    dedupe_key: draft.key,
    kind: draft.intent.kind,
    priority: draft.priority,
    lane: draft.lane,
    incident_id: draft.incidentId,
    payload: JSON.stringify(draft.intent),
    status: 'pending',
    attempts: 0,
    created_at: at,
    next_attempt_at: 0,
    lease_owner: null,
    lease_until: null,
    sent_at: null,
    message_channel: null,
    message_ts: null,
    last_error: null,
  };
}

function readPriority(value: number): Priority {
  return Object.values(PRIORITY).find((priority) => priority === value) ?? PRIORITY.digest;
}
