import type { MessageAddress } from '../model/message.ts';
import type { EpochMs } from '../model/time.ts';
import type { OutboxDraft } from './intent.ts';

/** One thing to say that this process has taken from the queue. */
export interface OutboxItem extends OutboxDraft {
  readonly id: number;
  /** Attempts so far, this one included. */
  readonly attempts: number;
  readonly createdAt: EpochMs;
  /** An earlier attempt ended without an answer, so it may have arrived. */
  readonly isUncertain: boolean;
  /** The queue's own copy of the intent; an edit that was asked for again meanwhile has another. */
  readonly payload: string;
}

/** A page that nobody has accepted yet. */
export interface WaitingPage {
  readonly incidentId: string;
  readonly lane: string;
  readonly attempts: number;
  readonly intent: OutboxDraft['intent'];
}

/** `lost`: it was never queued, or refused; nothing will stand there. */
export type Anchor = { readonly kind: 'waiting' } | { readonly kind: 'sent'; readonly address: MessageAddress } | { readonly kind: 'lost' };

export interface ClaimOptions {
  readonly owner: string;
  readonly now: EpochMs;
  readonly leaseUntil: EpochMs;
  readonly limit: number;
  /** Lanes that may not be used yet. */
  readonly pausedLanes: readonly string[];
  /** Hears of messages that this version cannot read. They are set aside. */
  readonly onUnreadable?: (row: { readonly id: number; readonly incidentId: string | null; readonly reason: string }) => void;
}

/**
 * The queue of things to say. Every row has at most one holder, and every lane at most one row in flight. The `mark` methods do
 * nothing and answer `false` when the lease was lost to another process. Implemented by `store/outbox.ts`.
 */
export interface OutboxStore {
  enqueue(drafts: readonly OutboxDraft[], at: EpochMs): Promise<void>;
  claim(options: ClaimOptions): Promise<readonly OutboxItem[]>;
  /** Keeps what this process has under way for longer, so that leases can be short and the work of a dead process is soon free. */
  renew(owner: string, leaseUntil: EpochMs): Promise<void>;
  /** Frees what earlier processes had under way. Only for a store that no other living process uses. */
  takeOver(): Promise<void>;
  markSent(item: OutboxItem, owner: string, at: EpochMs, address: MessageAddress | null): Promise<boolean>;
  /** Back into the queue. With `isUncertain`, the next attempt looks for the message before it sends again. */
  postpone(
    item: OutboxItem,
    owner: string,
    options: { readonly until: EpochMs; readonly reason: string; readonly isUncertain: boolean; readonly countsAsAttempt: boolean },
  ): Promise<boolean>;
  /** Out of the queue without being sent. `folded`: a newer message says it. */
  drop(item: OutboxItem, owner: string, at: EpochMs, how: 'refused' | 'folded' | 'parked', reason: string): Promise<boolean>;
  /** What still waits for one incident, the given item excepted. */
  waitingFor(incidentId: string, exceptId: number): Promise<readonly (OutboxDraft & { readonly id: number })[]>;
  /** What became of the message with this key, for those that belong to it. */
  anchor(key: string): Promise<Anchor>;
  isQueued(key: string): Promise<boolean>;
  /** Calls of an incident, in the channel and to people, and reminders that arrived, and where; the newest first. */
  arrivedCalls(incidentId: string): Promise<readonly { readonly draft: OutboxDraft; readonly address: MessageAddress }[]>;
  /** Pages created before `before` that still wait. */
  waitingPages(before: EpochMs, limit: number): Promise<readonly WaitingPage[]>;
  depth(): Promise<{ readonly pending: number; readonly oldestAt: EpochMs | null }>;
  /** How many messages are set aside because they could not be read or put into words. */
  countParked(): Promise<number>;
  /** Forgets what was settled before `before`. */
  prune(before: EpochMs): Promise<number>;
}
