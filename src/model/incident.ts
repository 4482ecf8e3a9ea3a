import type { DurationMs, EpochMs } from './time.ts';

export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved';

export type Severity = 'critical' | 'warning' | 'info';

/** One rung of the ladder as it stood when the incident opened. */
export interface Level {
  readonly level: number;
  /** Names of members of `escalation.team`. */
  readonly notify: readonly string[];
  readonly ackTimeoutMs: DurationMs;
  /** The last level only: pages again after each `ackTimeoutMs` until somebody acknowledges. */
  readonly repeat: boolean;
  /** Each of the people called answers for themselves: the first stops the calls, the others are counted as present. */
  readonly perPerson?: boolean | undefined;
  /** The incident climbs no further by itself: here it is called again in the time of a reminder. People may call further. */
  readonly isHighest?: boolean | undefined;
}

/**
 * Where an escalation stands. The machine reads and writes this and nothing else.
 *
 * `isQuiet`: nobody has been paged and nobody will be, until a person escalates (information only, folded under another incident).
 *
 * `silencedUntil`: until when silences in Alertmanager cover everything that fires, or `null`; nobody is paged before then.
 */
export type EscalationState =
  | {
      readonly status: 'triggered';
      readonly isQuiet: boolean;
      readonly levelIndex: number;
      /** How often this level has been paged again. */
      readonly repeats: number;
      /** When the next step is due; `null` once the ladder is exhausted and while it is silenced. */
      readonly nextEscalationAt: EpochMs | null;
      readonly silencedUntil: EpochMs | null;
    }
  | {
      readonly status: 'acknowledged';
      readonly isQuiet: boolean;
      readonly by: string;
      readonly at: EpochMs;
      readonly levelIndex: number;
      readonly remindAt: EpochMs | null;
      readonly handBackAt: EpochMs | null;
      readonly snoozedUntil: EpochMs | null;
      readonly silencedUntil: EpochMs | null;
      /** Others who have said that they are there, at a level where each answers for themselves. */
      readonly others?: readonly string[] | undefined;
    }
  | {
      readonly status: 'resolved';
      readonly isQuiet: boolean;
      readonly by: string;
      readonly at: EpochMs;
      readonly levelIndex: number;
    };

/** Our durable record that an alert group needs a person. At most one open incident per source and group. */
export interface Incident {
  readonly id: string;
  /** Grows with every transition; every write names the revision it saw. */
  readonly revision: number;
  /** Which Alertmanager sent it: the path's cluster, or `default`. */
  readonly source: string;
  readonly groupKey: string;
  readonly title: string;
  readonly summary: string;
  readonly severity: Severity;
  /** `*` when the alerts belong to several clusters. */
  readonly cluster: string;
  readonly classId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly levels: readonly Level[];
  readonly escalation: EscalationState;
  readonly openedAt: EpochMs;
  readonly updatedAt: EpochMs;
  /** The channel message that shows the incident's present state, once it has been posted. */
  readonly message: { readonly channel: string; readonly ts: string } | null;
  /** Incident under which this one is folded, so that it does not page on its own. */
  readonly parentId: string | null;
}

/** One series of Alertmanager within an incident, known by fingerprint and the start it was told with. */
export interface IncidentAlert {
  readonly incidentId: string;
  readonly fingerprint: string;
  readonly startsAt: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly generatorUrl: string;
  readonly firstSeenAt: EpochMs;
  readonly resolvedAt: EpochMs | null;
}

export type TimelineKind =
  | 'opened'
  | 'paged'
  | 'escalated'
  | 'acknowledged'
  | 'unacknowledged'
  | 'taken-over'
  | 'joined'
  | 'snoozed'
  | 'reminded'
  | 'handed-back'
  | 'resolved'
  | 'reopened'
  | 'alerts-changed'
  | 'silenced'
  | 'silence-ended'
  | 'folded'
  | 'note'
  | 'action'
  | 'delivery'
  | 'late'
  | 'exhausted';

/** Something that happened to an incident. `actor` is a Slack user id, `alertmanager` or `system`. */
export interface TimelineEvent {
  readonly incidentId: string;
  readonly at: EpochMs;
  readonly kind: TimelineKind;
  readonly actor: string;
  readonly details: Readonly<Record<string, string | number | null | readonly string[]>>;
}
