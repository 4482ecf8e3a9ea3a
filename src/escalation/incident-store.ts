import type { Incident, IncidentAlert, TimelineEvent } from '../model/incident.ts';
import type { MessageAddress } from '../model/message.ts';
import type { EpochMs } from '../model/time.ts';
import type { OutboxDraft } from './intent.ts';

/** Somebody else changed the same incident first. The caller reads again and decides again. */
export class StoreConflict extends Error {
  constructor(what: string) {
    super(`lost a race: ${what}`);
    this.name = 'StoreConflict';
  }
}

/** An alert that was seen before, without its words. `incidentId` is `null` when its end was told before its beginning. */
export interface KnownAlert {
  readonly source: string;
  readonly fingerprint: string;
  readonly startsAt: string;
  readonly status: 'firing' | 'resolved';
  readonly incidentId: string | null;
}

/** An alert as it is stored: one that never belonged to an incident has no `incidentId`. */
export type StoredAlert = Omit<IncidentAlert, 'incidentId'> & { readonly incidentId: string | null };

export type FiringAlert = Pick<IncidentAlert, 'fingerprint' | 'startsAt' | 'firstSeenAt'>;

export interface AlertCounts {
  readonly firing: number;
  readonly resolved: number;
}

/** Incidents to be read together. */
export interface IncidentWish {
  readonly ids: readonly string[];
  /** Of each, the open one and those that were resolved at `resolvedSince` or later. */
  readonly groups: readonly Pick<Incident, 'source' | 'groupKey'>[];
  readonly resolvedSince: EpochMs;
}

/**
 * Reads and writes of one transaction. Everything is committed together, or nothing is. What is read has seen what was written; what is
 * not read again may be written as late as the commit, so a lost race may show only then.
 */
export interface IncidentTransaction {
  incident(id: string): Promise<Incident | null>;
  /** In no order. Groups of the same key from other sources may come along. */
  incidentsOf(wish: IncidentWish): Promise<readonly Incident[]>;
  /** What is known of these series, forgotten 30 days after the alert resolved. Other pairs of the same names may come along. */
  knownAlerts(series: readonly Pick<KnownAlert, 'source' | 'fingerprint'>[], now: EpochMs): Promise<readonly KnownAlert[]>;
  /** Has an entry for each id. */
  alertCounts(incidentIds: readonly string[]): Promise<ReadonlyMap<string, AlertCounts>>;
  /** The newest `limit` events in the order they happened. */
  timelineOf(incidentId: string, limit: number): Promise<readonly TimelineEvent[]>;
  /** @throws StoreConflict when the group already has an open incident. */
  insert(incident: Incident): Promise<void>;
  /** Saves over the revision that was read. @throws StoreConflict when it is no longer the stored one. */
  update(incident: Incident, seenRevision: number): Promise<void>;
  addAlerts(source: string, alerts: readonly StoredAlert[]): Promise<void>;
  /** Marks alerts as resolved. The keys are stored strings, not instants. */
  resolveAlerts(source: string, keys: readonly Pick<KnownAlert, 'fingerprint' | 'startsAt'>[], at: EpochMs): Promise<void>;
  resolveAlertsOf(incidentId: string, at: EpochMs): Promise<void>;
  record(events: readonly TimelineEvent[]): Promise<void>;
  enqueue(drafts: readonly OutboxDraft[], at: EpochMs): Promise<void>;
}

/** What the escalation remembers. Implemented by `store/incidents.ts`. */
export interface IncidentStore {
  /** Runs `work` in one transaction. Rejects with what `work` threw, after undoing its writes. */
  transaction<T>(work: (tx: IncidentTransaction) => Promise<T>): Promise<T>;
  get(id: string): Promise<Incident | null>;
  /** The incident that a channel message shows or calls for, or `null` when the message is none of ours. */
  byMessage(address: MessageAddress): Promise<Incident | null>;
  /** Firing ones first, oldest first. */
  alertsOf(incidentId: string, limit: number): Promise<readonly IncidentAlert[]>;
  alertCounts(incidentId: string): Promise<AlertCounts>;
  /** All alerts of each incident that fire, without their words. */
  firingOf(incidentIds: readonly string[]): Promise<ReadonlyMap<string, readonly FiringAlert[]>>;
  /** The newest `limit` events in the order they happened. */
  timelineOf(incidentId: string, limit: number): Promise<readonly TimelineEvent[]>;
  /** Open incidents, oldest first, after the one named by `after`. */
  listOpen(options: { readonly limit: number; readonly after?: Pick<Incident, 'openedAt' | 'id'> }): Promise<readonly Incident[]>;
  /** All incidents opened in a window, newest first. */
  listOpened(window: { readonly from: EpochMs; readonly until: EpochMs; readonly limit: number }): Promise<readonly Incident[]>;
  childrenOf(parentId: string, limit: number): Promise<readonly Incident[]>;
  countChildren(parentId: string): Promise<number>;
  /** Incidents whose next step is due at `now`, longest due first; `unreadable` names rows that this version cannot read. */
  listDue(
    now: EpochMs,
    limit: number,
    except: readonly string[],
  ): Promise<{ readonly incidents: readonly Incident[]; readonly unreadable: readonly string[] }>;
  /** How many incidents should have moved before `before` and have not. */
  countOverdue(before: EpochMs): Promise<number>;
  countOpen(): Promise<{ readonly triggered: number; readonly acknowledged: number }>;
  /** Remembers where the incident's message stands, without a new revision: the state did not change. */
  setMessage(incidentId: string, address: MessageAddress | null): Promise<void>;
}
