import type { Generated } from 'kysely';

/** Portable columns: text, integer milliseconds, JSON as text. Booleans are 0 or 1. The same on SQLite and PostgreSQL. */
export interface Database {
  incidents: IncidentsTable;
  alerts: AlertsTable;
  timeline: TimelineTable;
  outbox: OutboxTable;
  operations: OperationsTable;
  audit: AuditTable;
  check_reports: CheckReportsTable;
  schedule_runs: ScheduleRunsTable;
  quarantine: QuarantineTable;
  settings: SettingsTable;
  drills: DrillsTable;
}

interface IncidentsTable {
  id: string;
  revision: number;
  status: string;
  source: string;
  group_key: string;
  /** SHA-256 of source and group key while the incident is open, else null: at most one open incident per group. */
  open_key: string | null;
  title: string;
  summary: string;
  severity: string;
  cluster: string;
  class_id: string | null;
  labels: string;
  annotations: string;
  levels: string;
  escalation: string;
  next_due_at: number | null;
  opened_at: number;
  updated_at: number;
  acknowledged_at: number | null;
  resolved_at: number | null;
  message_channel: string | null;
  message_ts: string | null;
  parent_id: string | null;
}

interface AlertsTable {
  source: string;
  fingerprint: string;
  starts_at: string;
  incident_id: string;
  status: string;
  labels: string;
  annotations: string;
  generator_url: string;
  first_seen_at: number;
  resolved_at: number | null;
}

interface TimelineTable {
  id: Generated<number>;
  incident_id: string;
  at: number;
  kind: string;
  actor: string;
  details: string;
}

interface OutboxTable {
  id: Generated<number>;
  /** Names the thing to be said; a second row with the same key is not inserted. */
  dedupe_key: string;
  kind: string;
  /** Lower goes first: 0 page, 1 transition, 2 edit, 5 digest. */
  priority: number;
  /** What is paced together: a Slack channel, a person, or an outside address. */
  lane: string;
  incident_id: string | null;
  payload: string;
  status: string;
  attempts: number;
  created_at: number;
  next_attempt_at: number;
  lease_owner: string | null;
  lease_until: number | null;
  sent_at: number | null;
  message_channel: string | null;
  message_ts: string | null;
  last_error: string | null;
}

interface OperationsTable {
  id: string;
  revision: number;
  status: string;
  action_id: string;
  params: string;
  plan: string;
  requested_by: string;
  channel: string;
  created_at: number;
  expires_at: number;
  confirmed_by: string | null;
  started_at: number | null;
  finished_at: number | null;
  steps: string;
  result: string | null;
  message_channel: string | null;
  message_ts: string | null;
  undone_by: string | null;
  lease_owner: string | null;
  lease_until: number | null;
}

interface AuditTable {
  id: Generated<number>;
  at: number;
  actor: string;
  action: string;
  subject: string;
  outcome: string;
  details: string;
}

interface CheckReportsTable {
  id: string;
  kind: string;
  started_at: number;
  finished_at: number;
  body: string;
}

interface ScheduleRunsTable {
  schedule: string;
  /** The instant that the schedule names, EpochMs. */
  slot: number;
  status: string;
  owner: string;
  lease_until: number;
  started_at: number;
  finished_at: number | null;
  result: string | null;
}

interface QuarantineTable {
  id: Generated<number>;
  at: number;
  source: string;
  reason: string;
  /** Base64 of the body as it came, cut to 64 KiB. */
  body: string;
  size_bytes: number;
}

/** Small remembered facts: last seen stores, acknowledged hints, caches that outlive a restart. */
interface SettingsTable {
  key: string;
  value: string;
  updated_at: number;
}

interface DrillsTable {
  id: string;
  revision: number;
  /** A constant while the drill runs, else null: at most one runs. */
  running_key: string | null;
  scenario: string;
  cluster: string;
  incident_id: string;
  started_by: string;
  started_at: number;
  ends_at: number;
  steps: string;
  /** JSON; `null` while it runs. */
  ending: string;
}
