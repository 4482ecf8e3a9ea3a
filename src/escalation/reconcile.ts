import { say } from '../messages/say.ts';
import { isDrill } from '../model/drill.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
import { type EpochMs, minutes, seconds } from '../model/time.ts';
import type { Alertmanager, Clock } from '../ports.ts';
import { AlertmanagerKnowledge, type Knowledge } from './alertmanager-knowledge.ts';
import { type Cover, coverOf } from './covering-silence.ts';
import type { FiringAlert, IncidentStore, IncidentTransaction } from './incident-store.ts';
import { editDraft, threadDraft } from './owed.ts';
import { Parking, type ParkingDependencies } from './parking.ts';
import { retryConflicts } from './retry.ts';
import type { Override } from './roster.ts';
import type { EscalationEvent } from './step.ts';
import { type EscalationConfig, saveTransition, transitionOf } from './transition.ts';

/** A notification of a group may be on its way for this long after its alerts started. */
const YOUNG_MS = minutes(2);

/** How long the round of every minute waits for an answer. */
const RUN_DEADLINE_MS = seconds(10);

const PAGE = 500;

/** Open incidents that one round compares at most; the next goes on behind them. */
const PAGES_PER_ROUND = 10;

const EVENTS = 100;

/** Ends of a silence that are closer than this are the same end. */
const SAME_END_MS = seconds(1);

/** Fingerprints remembered per Alertmanager before it starts over. */
const SIGHTINGS = 100_000;

/** One Alertmanager and the sources whose notifications come from it. */
export interface ReconciledSource {
  readonly cluster: string;
  readonly alertmanager: Alertmanager;
  /** Whether an incident's alerts may be this Alertmanager's to know. */
  owns(incident: Incident): boolean;
}

export interface ReconcilerDependencies extends ParkingDependencies {
  readonly store: IncidentStore;
  readonly sources: readonly ReconciledSource[];
  readonly config: EscalationConfig;
  readonly overrides: () => Promise<readonly Override[]>;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly onCommit?: () => void;
}

/** Compares what is held with what Alertmanager knows: a resolve can get lost, and nobody tells of a silence. */
export interface Reconciler {
  /** Compares open incidents, all of them unless there are thousands. An Alertmanager that does not answer changes nothing. */
  run(): Promise<void>;
  /** Compares incidents that are about to call somebody, within a few seconds. */
  beforeEscalating(due: readonly Incident[]): Promise<void>;
}

export function createReconciler(dependencies: ReconcilerDependencies): Reconciler {
  const { store, sources, clock } = dependencies;
  const sightings = new Sightings();
  const knowing = new AlertmanagerKnowledge(dependencies);
  const parking = new Parking('reconcile', dependencies);
  /** Where the next round goes on; `undefined`: at the oldest. */
  let last: Incident | undefined;

  const reconcile = async (source: ReconciledSource, incidents: readonly Incident[], knowledge: Knowledge | null): Promise<void> => {
    if (knowledge === null) {
      return;
    }
    const now = clock.now();
    const parked = new Set(parking.at(now));
    const compared = incidents.filter(({ id }) => !parked.has(id));
    const firing = await store.firingOf(compared.map(({ id }) => id));
    for (const incident of compared) {
      const isOurs = incident.source === source.cluster;
      const isKnownThere = (fingerprint: string): boolean => isOurs || sightings.has(source.cluster, fingerprint);
      const alerts = firing.get(incident.id) ?? [];
      await parking.turn(incident.id, now, () =>
        compare(dependencies, { incident, alerts, cluster: source.cluster, knowledge, isKnownThere }),
      );
    }
    sightings.add(source.cluster, knowledge.alerts.keys());
  };

  return {
    run: async () => {
      const known = await Promise.all(sources.map(async (source) => ({ source, knowledge: await knowing.anew(source, RUN_DEADLINE_MS) })));
      for (let page = 0; page < PAGES_PER_ROUND; page += 1) {
        const open = await store.listOpen({ limit: PAGE, ...(last === undefined ? {} : { after: last }) });
        for (const { source, knowledge } of known) {
          await reconcile(
            source,
            open.filter((incident) => answersFor(source, incident)),
            knowledge,
          );
        }
        last = open.length < PAGE ? undefined : open.at(-1);
        if (last === undefined) {
          return;
        }
      }
    },
    beforeEscalating: async (due) => {
      await Promise.all(
        sources.map(async (source) => {
          const own = due.filter((incident) => answersFor(source, incident));
          if (own.length > 0) {
            await reconcile(source, own, await knowing.recall(source));
          }
        }),
      );
    },
  };
}

/** Nobody but us knows of a drill, so no Alertmanager can say that it is over. */
function answersFor(source: ReconciledSource, incident: Incident): boolean {
  return !isDrill(incident) && source.owns(incident);
}

interface Comparison {
  readonly incident: Incident;
  /** Its alerts that fire as far as we know. */
  readonly alerts: readonly FiringAlert[];
  readonly cluster: string;
  readonly knowledge: Knowledge;
  /** Whether the alert was this Alertmanager's at all; what it never had, it cannot have lost. */
  readonly isKnownThere: (fingerprint: string) => boolean;
}

async function compare(dependencies: ReconcilerDependencies, comparison: Comparison): Promise<void> {
  const { store, config, overrides, logger } = dependencies;
  const { incident, alerts, cluster, knowledge, isKnownThere } = comparison;
  const gone = alerts.filter(
    ({ fingerprint, firstSeenAt }) =>
      !knowledge.alerts.has(fingerprint) && isKnownThere(fingerprint) && firstSeenAt < knowledge.askedAt - YOUNG_MS,
  );
  const cover = (at: EpochMs): Cover => coverOf(alerts, knowledge.alerts, knowledge.silences, at);
  const now = dependencies.clock.now();
  if (gone.length === 0 && silenceEvent(incident, cover(now), now) === null) {
    return;
  }
  const roster = { timezone: config.timezone, escalation: config.escalation, overrides: await overrides() };
  const isChanged = await retryConflicts(() =>
    store.transaction(async (tx) => {
      const current = await tx.incident(incident.id);
      if (current === null || current.escalation.status === 'resolved') {
        return false;
      }
      const at = dependencies.clock.now();
      if (gone.length > 0) {
        await letGo(tx, { current, gone, cluster, at, config, roster });
        return true;
      }
      return followSilences(tx, { current, cover: cover(at), askedAt: knowledge.askedAt, at, config, roster });
    }),
  );
  if (isChanged) {
    logger.info({ incidentId: incident.id, cluster, gone: gone.length }, 'incident was brought in line with alertmanager');
    dependencies.onCommit?.();
  }
}

/** Alertmanager forgets resolved alerts, so what it no longer has is over. */
async function letGo(
  tx: IncidentTransaction,
  facts: {
    readonly current: Incident;
    readonly gone: readonly FiringAlert[];
    readonly cluster: string;
    readonly at: EpochMs;
    readonly config: EscalationConfig;
    readonly roster: Parameters<typeof transitionOf>[2]['roster'];
  },
): Promise<void> {
  const { current, gone, cluster, at, config, roster } = facts;
  await tx.resolveAlerts(current.source, gone, at);
  const { id, args } = say('delivery.gone', { count: gone.length, cluster });
  const event: TimelineEvent = {
    incidentId: current.id,
    at,
    kind: 'delivery',
    actor: 'alertmanager',
    details: { sentence: id, ...scalars(args) },
  };
  const firing = (await tx.alertCounts([current.id])).get(current.id)?.firing ?? 0;
  const transition = firing > 0 ? null : transitionOf(current, { kind: 'resolved', at, by: 'alertmanager' }, { config, roster });
  const after = transition?.after ?? { ...current, revision: current.revision + 1, updatedAt: at };
  const { incidents: channel } = config.slack.channels;
  await tx.record([event]);
  await tx.enqueue([threadDraft(after, event, 'gone', channel)], at);
  if (transition !== null) {
    await saveTransition(tx, transition, at);
    return;
  }
  await tx.update(after, current.revision);
  await tx.enqueue([editDraft(after, channel)], at);
}

/** Pauses the ladder while silences hide everything that fires, and lets it go on when they do not. */
async function followSilences(
  tx: IncidentTransaction,
  facts: {
    readonly current: Incident;
    readonly cover: Cover;
    readonly askedAt: EpochMs;
    readonly at: EpochMs;
    readonly config: EscalationConfig;
    readonly roster: Parameters<typeof transitionOf>[2]['roster'];
  },
): Promise<boolean> {
  const { current, cover, askedAt, at, config, roster } = facts;
  const event = silenceEvent(current, cover, at);
  if (event === null || (event.kind === 'silence-ended' && (await wasSilencedAfter(tx, current.id, askedAt)))) {
    return false;
  }
  const transition = transitionOf(current, event, { config, roster });
  if (transition !== null) {
    await saveTransition(tx, transition, at);
  }
  return transition !== null;
}

function silenceEvent({ escalation }: Incident, cover: Cover, at: EpochMs): EscalationEvent | null {
  const pausedUntil = escalation.status === 'resolved' ? null : escalation.silencedUntil;
  if (cover.kind === 'all') {
    const isKnown = pausedUntil !== null && Math.abs(pausedUntil - cover.until) < SAME_END_MS;
    return isKnown ? null : { kind: 'silenced', at, by: cover.by, until: cover.until, comment: cover.comment };
  }
  return cover.kind === 'some' && pausedUntil !== null ? { kind: 'silence-ended', at, by: 'alertmanager' } : null;
}

/** What Alertmanager said before a silence was made says nothing about that silence. */
async function wasSilencedAfter(tx: IncidentTransaction, incidentId: string, askedAt: EpochMs): Promise<boolean> {
  const timeline = await tx.timelineOf(incidentId, EVENTS);
  return (timeline.findLast(({ kind }) => kind === 'silenced')?.at ?? 0) >= askedAt;
}

function scalars(args: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(args).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [])),
  );
}

/** Which alerts each Alertmanager has been seen with. A notification without a cluster in its path may come from any. */
class Sightings {
  readonly #seen = new Map<string, Set<string>>();

  add(cluster: string, fingerprints: Iterable<string>): void {
    const earlier = this.#seen.get(cluster);
    const seen = earlier === undefined || earlier.size > SIGHTINGS ? new Set<string>() : earlier;
    for (const fingerprint of fingerprints) {
      seen.add(fingerprint);
    }
    this.#seen.set(cluster, seen);
  }

  has(cluster: string, fingerprint: string): boolean {
    return this.#seen.get(cluster)?.has(fingerprint) === true;
  }
}
