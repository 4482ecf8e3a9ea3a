import type { z } from 'zod';
import type { Config } from '../config/config.ts';
import type { Drills } from '../drill/drills.ts';
import type { Roster } from '../escalation/roster.ts';
import type { Phrase } from '../model/phrase.ts';
import type { OperationStep, Plan, Risk } from '../model/plan.ts';
import type { DurationMs, EpochMs } from '../model/time.ts';
import type { Clock, ClusterAccess, Encryptor, KubernetesWriter, ObjectStore, Role, ThanosQuery } from '../ports.ts';

/** What actions may read and change. */
export interface ActionWorld {
  readonly config: Config;
  readonly clock: Pick<Clock, 'now'>;
  readonly clusters: readonly ClusterAccess[];
  /** By cluster; a cluster without a writer can only be read. */
  readonly writers: ReadonlyMap<string, KubernetesWriter>;
  readonly thanos: ThanosQuery;
  /** Where backups go; `null` when no destination is configured. */
  readonly backups: ObjectStore | null;
  /** `null` when no recipient is configured; then Secrets stay out of backups. */
  readonly encryptor: Encryptor | null;
  readonly drills: Drills;
  /** Who would be called now. */
  roster(): Promise<Roster>;
}

/** What a backup needs of it, by hand or at its time. */
export type BackupWorld = Omit<ActionWorld, 'drills' | 'roster' | 'thanos'>;

export interface PlanContext {
  readonly world: ActionWorld;
  readonly now: EpochMs;
  readonly signal: AbortSignal;
}

/** One confirmed run. `operationId` and `startedAt` stay the same when another process takes over. */
export interface RunContext extends PlanContext {
  readonly operationId: string;
  /** Slack user who confirmed it. */
  readonly by: string;
  readonly startedAt: EpochMs;
  readonly plan: Plan;
}

/** Tells where the run stands; the runner stores and shows it. */
export type Progress = (step: Pick<OperationStep, 'id' | 'status' | 'detail'>) => void;

/** What the world says about the goal. `pending` becomes a failure when the deadline passes. */
export type Verification =
  | { readonly kind: 'reached'; readonly result: Phrase }
  | { readonly kind: 'pending'; readonly result: Phrase }
  | { readonly kind: 'failed'; readonly result: Phrase };

/** A change the bot can make, split into saying, doing and proving. */
export interface ActionSpec<Params> {
  /** Kebab-case; equals the file name. Stored with operations: never reuse. */
  readonly id: string;
  readonly risk: Risk;
  /** Who may confirm it. */
  readonly access: Role;
  readonly params: z.ZodType<Params>;
  /** How long after the start the goal may take. */
  readonly deadlineMs: DurationMs;
  /** Reads only. @throws UserError when the request makes no sense, UpstreamError when it could not look. */
  plan(params: Params, ctx: PlanContext): Promise<Plan>;
  /** The steps of a run, all waiting. */
  steps(params: Params, plan: Plan): readonly Pick<OperationStep, 'id' | 'title'>[];
  /** Changes the world. Safe to repeat with the same `operationId`. */
  execute(params: Params, ctx: RunContext, progress: Progress): Promise<void>;
  /** Reads only: does the goal hold? Asked again until it does, has failed, or the deadline passes. */
  verify(params: Params, ctx: RunContext, progress: Progress): Promise<Verification>;
}

/** An action with its parameter type closed over, as the runner sees it. */
export interface Action extends Omit<ActionSpec<never>, 'params' | 'plan' | 'steps' | 'execute' | 'verify'> {
  plan(params: unknown, ctx: PlanContext): Promise<Plan>;
  steps(params: unknown, plan: Plan): readonly OperationStep[];
  execute(params: unknown, ctx: RunContext, progress: Progress): Promise<void>;
  verify(params: unknown, ctx: RunContext, progress: Progress): Promise<Verification>;
}

/** Fixes the shape of an action; parameters are parsed at every entry, because stored ones may be older than the code. */
export function defineAction<Params>(spec: ActionSpec<Params>): Action {
  const read = (params: unknown): Params => spec.params.parse(params);
  return {
    id: spec.id,
    risk: spec.risk,
    access: spec.access,
    deadlineMs: spec.deadlineMs,
    plan: async (params, ctx) => spec.plan(read(params), ctx),
    steps: (params, plan) => spec.steps(read(params), plan).map((step) => ({ ...step, status: 'waiting', detail: null })),
    execute: async (params, ctx, progress) => spec.execute(read(params), ctx, progress),
    verify: async (params, ctx, progress) => spec.verify(read(params), ctx, progress),
  };
}
