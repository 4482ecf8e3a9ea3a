import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Serial primary key in the words of each database. */
function serial(db: Kysely<unknown>): ReturnType<typeof sql> {
  return db.getExecutor().adapter.constructor.name.startsWith('Sqlite') ? sql`integer` : sql`bigserial`;
}

/** Every version of the schema, in order. A released migration is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': {
    async up(db) {
      const id = serial(db);
      const text = sql`text`;
      const millis = sql`bigint`;
      await db.schema
        .createTable('incidents')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('status', text, (column) => column.notNull())
        .addColumn('source', text, (column) => column.notNull())
        .addColumn('group_key', text, (column) => column.notNull())
        .addColumn('open_key', text, (column) => column.unique())
        .addColumn('title', text, (column) => column.notNull())
        .addColumn('summary', text, (column) => column.notNull())
        .addColumn('severity', text, (column) => column.notNull())
        .addColumn('cluster', text, (column) => column.notNull())
        .addColumn('class_id', text)
        .addColumn('labels', text, (column) => column.notNull())
        .addColumn('annotations', text, (column) => column.notNull())
        .addColumn('levels', text, (column) => column.notNull())
        .addColumn('escalation', text, (column) => column.notNull())
        .addColumn('next_due_at', millis)
        .addColumn('opened_at', millis, (column) => column.notNull())
        .addColumn('updated_at', millis, (column) => column.notNull())
        .addColumn('acknowledged_at', millis)
        .addColumn('resolved_at', millis)
        .addColumn('message_channel', text)
        .addColumn('message_ts', text)
        .addColumn('parent_id', text)
        .execute();
      await sql`create index incidents_due on incidents (next_due_at) where next_due_at is not null`.execute(db);
      await sql`create index incidents_open on incidents (opened_at) where open_key is not null`.execute(db);
      await sql`create index incidents_resolved on incidents (resolved_at) where resolved_at is not null`.execute(db);
      await sql`create index incidents_parent on incidents (parent_id) where parent_id is not null`.execute(db);
      await sql`create index incidents_opened on incidents (opened_at)`.execute(db);
      await db.schema
        .createTable('alerts')
        .addColumn('source', text, (column) => column.notNull())
        .addColumn('fingerprint', text, (column) => column.notNull())
        .addColumn('starts_at', text, (column) => column.notNull())
        .addColumn('incident_id', text, (column) => column.notNull())
        .addColumn('status', text, (column) => column.notNull())
        .addColumn('labels', text, (column) => column.notNull())
        .addColumn('annotations', text, (column) => column.notNull())
        .addColumn('generator_url', text, (column) => column.notNull())
        .addColumn('first_seen_at', millis, (column) => column.notNull())
        .addColumn('resolved_at', millis)
        .addPrimaryKeyConstraint('alerts_pk', ['source', 'fingerprint', 'starts_at'])
        .execute();
      await sql`create index alerts_incident on alerts (incident_id)`.execute(db);
      await db.schema
        .createTable('timeline')
        .addColumn('id', id, (column) => column.primaryKey())
        .addColumn('incident_id', text, (column) => column.notNull())
        .addColumn('at', millis, (column) => column.notNull())
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('actor', text, (column) => column.notNull())
        .addColumn('details', text, (column) => column.notNull())
        .execute();
      await sql`create index timeline_incident on timeline (incident_id, at)`.execute(db);
      await db.schema
        .createTable('outbox')
        .addColumn('id', id, (column) => column.primaryKey())
        .addColumn('dedupe_key', text, (column) => column.notNull().unique())
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('priority', 'integer', (column) => column.notNull())
        .addColumn('lane', text, (column) => column.notNull())
        .addColumn('incident_id', text)
        .addColumn('payload', text, (column) => column.notNull())
        .addColumn('status', text, (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('created_at', millis, (column) => column.notNull())
        .addColumn('next_attempt_at', millis, (column) => column.notNull())
        .addColumn('lease_owner', text)
        .addColumn('lease_until', millis)
        .addColumn('sent_at', millis)
        .addColumn('message_channel', text)
        .addColumn('message_ts', text)
        .addColumn('last_error', text)
        .execute();
      await sql`create index outbox_due on outbox (next_attempt_at, priority) where status in ('pending', 'sending')`.execute(db);
      await sql`create index outbox_incident on outbox (incident_id) where incident_id is not null`.execute(db);
      await db.schema
        .createTable('operations')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('status', text, (column) => column.notNull())
        .addColumn('action_id', text, (column) => column.notNull())
        .addColumn('params', text, (column) => column.notNull())
        .addColumn('plan', text, (column) => column.notNull())
        .addColumn('requested_by', text, (column) => column.notNull())
        .addColumn('channel', text, (column) => column.notNull())
        .addColumn('created_at', millis, (column) => column.notNull())
        .addColumn('expires_at', millis, (column) => column.notNull())
        .addColumn('confirmed_by', text)
        .addColumn('started_at', millis)
        .addColumn('finished_at', millis)
        .addColumn('steps', text, (column) => column.notNull())
        .addColumn('result', text)
        .addColumn('message_channel', text)
        .addColumn('message_ts', text)
        .addColumn('undone_by', text)
        .addColumn('lease_owner', text)
        .addColumn('lease_until', millis)
        .execute();
      await sql`create index operations_status on operations (status, created_at)`.execute(db);
      await db.schema
        .createTable('audit')
        .addColumn('id', id, (column) => column.primaryKey())
        .addColumn('at', millis, (column) => column.notNull())
        .addColumn('actor', text, (column) => column.notNull())
        .addColumn('action', text, (column) => column.notNull())
        .addColumn('subject', text, (column) => column.notNull())
        .addColumn('outcome', text, (column) => column.notNull())
        .addColumn('details', text, (column) => column.notNull())
        .execute();
      await sql`create index audit_at on audit (at)`.execute(db);
      await db.schema
        .createTable('check_reports')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('started_at', millis, (column) => column.notNull())
        .addColumn('finished_at', millis, (column) => column.notNull())
        .addColumn('body', text, (column) => column.notNull())
        .execute();
      await sql`create index check_reports_kind on check_reports (kind, started_at)`.execute(db);
      await db.schema
        .createTable('schedule_runs')
        .addColumn('schedule', text, (column) => column.notNull())
        .addColumn('slot', millis, (column) => column.notNull())
        .addColumn('status', text, (column) => column.notNull())
        .addColumn('owner', text, (column) => column.notNull())
        .addColumn('lease_until', millis, (column) => column.notNull())
        .addColumn('started_at', millis, (column) => column.notNull())
        .addColumn('finished_at', millis)
        .addColumn('result', text)
        .addPrimaryKeyConstraint('schedule_runs_pk', ['schedule', 'slot'])
        .execute();
      await db.schema
        .createTable('quarantine')
        .addColumn('id', id, (column) => column.primaryKey())
        .addColumn('at', millis, (column) => column.notNull())
        .addColumn('source', text, (column) => column.notNull())
        .addColumn('reason', text, (column) => column.notNull())
        .addColumn('body', text, (column) => column.notNull())
        .addColumn('size_bytes', millis, (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('settings')
        .addColumn('key', text, (column) => column.primaryKey())
        .addColumn('value', text, (column) => column.notNull())
        .addColumn('updated_at', millis, (column) => column.notNull())
        .execute();
    },
  },
  '0002-drills': {
    async up(db) {
      const text = sql`text`;
      const millis = sql`bigint`;
      await db.schema
        .createTable('drills')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('running_key', text, (column) => column.unique())
        .addColumn('scenario', text, (column) => column.notNull())
        .addColumn('cluster', text, (column) => column.notNull())
        .addColumn('incident_id', text, (column) => column.notNull())
        .addColumn('started_by', text, (column) => column.notNull())
        .addColumn('started_at', millis, (column) => column.notNull())
        .addColumn('ends_at', millis, (column) => column.notNull())
        .addColumn('steps', text, (column) => column.notNull())
        .addColumn('ending', text, (column) => column.notNull())
        .execute();
    },
  },
  '0003-incident-message': {
    async up(db) {
      await sql`create index incidents_message on incidents (message_ts) where message_ts is not null`.execute(db);
    },
  },
  '0004-call-message': {
    async up(db) {
      await sql`create index outbox_message on outbox (message_ts) where message_ts is not null`.execute(db);
    },
  },
};
