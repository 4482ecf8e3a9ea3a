import type { Incident } from './incident.ts';
import type { Phrase } from './phrase.ts';
import type { DurationMs, EpochMs } from './time.ts';

/** `Incident.source` of a drill. A cluster may have the same name, so the group key decides with it. */
export const DRILL_SOURCE = 'drill';

const DRILL_KEY = 'drill:';

/** Group key of a drill's incident. Those of Alertmanager begin with a route in braces. */
export const drillGroupKey = (drillId: string): string => `${DRILL_KEY}${drillId}`;

/** Whether nothing is really wrong: the incident was opened to practise. */
export function isDrill({ source, groupKey }: Pick<Incident, 'source' | 'groupKey'>): boolean {
  return source === DRILL_SOURCE && groupKey.startsWith(DRILL_KEY);
}

/** Outages of the manual's quarterly disaster test. */
export const DRILL_SCENARIOS = ['prometheus', 's3'] as const;
export type DrillScenario = (typeof DRILL_SCENARIOS)[number];

/** `different`: the person saw something else than the step describes. */
export const DRILL_OUTCOMES = ['expected', 'different'] as const;
export type DrillOutcome = (typeof DRILL_OUTCOMES)[number];

export interface DrillStep {
  readonly id: string;
  /** When the thread asked for it; `null` until its turn comes. */
  readonly shownAt: EpochMs | null;
  /** What a person saw; `null` until somebody ticks it. */
  readonly seen: { readonly by: string; readonly at: EpochMs; readonly outcome: DrillOutcome; readonly note: string } | null;
}

export type DrillEnding = 'resolved' | 'stopped' | 'timed-out';

/** One practice of an outage, from its test incident to its report. */
export interface Drill {
  readonly id: string;
  /** Grows with every change; every write names the revision it saw. */
  readonly revision: number;
  readonly scenario: DrillScenario;
  /** Cluster whose component fails in the story. */
  readonly cluster: string;
  readonly incidentId: string;
  readonly startedBy: string;
  readonly startedAt: EpochMs;
  /** When it ends by itself. */
  readonly endsAt: EpochMs;
  readonly steps: readonly DrillStep[];
  /** `null` while it runs. `by` is a Slack user id or `system`. */
  readonly end: { readonly how: DrillEnding; readonly by: string; readonly at: EpochMs; readonly report: DrillReport } | null;
}

/** One level of the ladder in a drill. `cut-short`: the drill ended before the level's time did. */
export interface DrillCall {
  readonly level: number;
  /** Time after the opening by which the manual wants an answer of this level. */
  readonly limitMs: DurationMs;
  readonly calledAfterMs: DurationMs | null;
  /** Slack ids of those who were called. */
  readonly who: readonly string[];
  readonly result: 'acknowledged' | 'no-answer' | 'cut-short' | 'not-called';
}

/** What a drill showed, kept with it for good. */
export interface DrillReport {
  readonly calls: readonly DrillCall[];
  readonly acknowledgement: {
    readonly by: string;
    readonly afterMs: DurationMs;
    readonly level: number;
    readonly limitMs: DurationMs;
  } | null;
  /** What has to be looked into; empty when all went as it should. */
  readonly questions: readonly Phrase[];
}
