import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Operation } from '../model/plan.ts';
import { phraseShape } from './phrase-shape.ts';
import type { Database } from './schema.ts';

const plan = z.object({
  actionId: z.string(),
  title: phraseShape,
  confirm: phraseShape,
  risk: z.enum(['read', 'reversible', 'destructive']),
  changes: z.array(z.object({ object: z.string(), field: z.string(), from: z.string(), to: z.string() })),
  notes: z.array(phraseShape),
  undo: z.object({ actionId: z.string(), params: z.unknown(), command: z.string(), label: phraseShape }).nullable(),
  gitPatch: z.string().nullable(),
  precondition: z.record(z.string(), z.union([z.string(), z.number()])),
  baseline: z.record(z.string(), z.array(z.string())),
});

const steps = z.array(
  z.object({
    id: z.string(),
    title: phraseShape,
    status: z.enum(['waiting', 'running', 'done', 'failed']),
    detail: phraseShape.nullable(),
  }),
);

const status = z.enum(['planned', 'running', 'succeeded', 'failed', 'unknown', 'cancelled', 'expired']);

type Row = Selectable<Database['operations']>;

/** Reads a stored operation. @throws ZodError when the row is not what this version writes. */
export function operationFrom(row: Row): Operation {
  return {
    id: row.id,
    revision: row.revision,
    status: status.parse(row.status),
    actionId: row.action_id,
    params: JSON.parse(row.params),
    plan: plan.parse(JSON.parse(row.plan)),
    requestedBy: row.requested_by,
    channel: row.channel,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    confirmedBy: row.confirmed_by,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    steps: steps.parse(JSON.parse(row.steps)),
    result: row.result === null ? null : phraseShape.parse(JSON.parse(row.result)),
    message: row.message_channel === null || row.message_ts === null ? null : { channel: row.message_channel, ts: row.message_ts },
    undoneBy: row.undone_by,
  };
}

/** Writes an operation as a row without a lease. */
export function rowFrom(operation: Operation): Row {
  return {
    id: operation.id,
    revision: operation.revision,
    status: operation.status,
    action_id: operation.actionId,
    params: JSON.stringify(operation.params),
    plan: JSON.stringify(operation.plan),
    requested_by: operation.requestedBy,
    channel: operation.channel,
    created_at: operation.createdAt,
    expires_at: operation.expiresAt,
    confirmed_by: operation.confirmedBy,
    started_at: operation.startedAt,
    finished_at: operation.finishedAt,
    steps: JSON.stringify(operation.steps),
    result: operation.result === null ? null : JSON.stringify(operation.result),
    message_channel: operation.message?.channel ?? null,
    message_ts: operation.message?.ts ?? null,
    undone_by: operation.undoneBy,
    lease_owner: null,
    lease_until: null,
  };
}
