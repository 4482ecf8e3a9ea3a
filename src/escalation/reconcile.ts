import { say } from '../messages/say.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { ActiveAlert, Silence } from '../model/metrics.ts';
import { type DurationMs, type EpochMs, minutes, seconds } from '../model/time.ts';
import type { Alertmanager, Clock, Logger } from '../ports.ts';
import type { FiringAlert, IncidentStore, IncidentTransaction } from './incident-store.ts';
import { editDraft, threadDraft } from './owed.ts';
import { retryConflicts } from './retry.ts';
import type { Override } from './roster.ts';
import { type EscalationConfig, saveTransition, transitionOf } from './transition.ts';
import { silenceOf } from './view.ts';

/** A notification of a group may be on its way for this long after its alerts started. */
const YOUNG_MS = minutes(2);

/** What Alertmanager said this recently need not be asked again before somebody is called. */
const FRESH_MS = seconds(20);

/** Nobody is called later than this because an Alertmanager does not answer. */
const PATIENCE_MS = seconds(3);

const OPEN_INCIDENTS = 500;
const EVENTS = 1_000;

/** Fingerprints remembered per Alertmanager before it starts over. */
const SIGHTINGS = 100_000;

/** One Alertmanager and the sources whose notifications come from it. */
export interface ReconciledSource {
  readonly cluster: string;
  readonly alertmanager: Alertmanager;
  /** Whether an incident's alerts may be this Alertmanager's to know. */
  owns(incident: Incident): boolean;
}

export interface ReconcilerDependencies {
  readonly store: IncidentStore;
  readonly sources: readonly ReconciledSource[];
  readonly config: EscalationConfig;
  readonly overrides: () => Promise<readonly Override[]>;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly logger: Logger;
  readonly onCommit?: () => void;
}

/** Compares what is held with what Alertmanager knows: a resolve can get lost, and nobody tells of a silence. */
export interface Reconciler {
  /** Compares all open incidents. An Alertmanager that does not answer changes nothing. */
  run(): Promise<void>;
  /** Compares incidents that are about to call somebody, within a few seconds. */
  beforeEscalating(due: readonly Incident[]): Promise<void>;
}

/** What one Alertmanager knows at an instant. */
interface Knowledge {
  readonly askedAt: EpochMs;
  readonly alerts: ReadonlyMap<string, ActiveAlert>;
  readonly silences: ReadonlyMap<string, Silence>;
}

export function createReconciler(dependencies: ReconcilerDependencies): Reconciler {
  const { store, sources, clock } = dependencies;
  const known = new Map<string, EpochMs>();
  const sightings = new Sightings();

  const reconcile = async (source: ReconciledSource, incidents: readonly Incident[], deadlineMs: DurationMs): Promise<void> => {
    const knowledge = await ask(dependencies, source, deadlineMs);
    if (knowledge === null) {
      return;
    }
    known.set(source.cluster, knowledge.askedAt);
    for (const incident of incidents) {
      const isOurs = incident.source === source.cluster;
      await compare(
        dependencies,
        incident,
        source.cluster,
        knowledge,
        (fingerprint) => isOurs || sightings.has(source.cluster, fingerprint),
      );
    }
    sightings.add(source.cluster, knowledge.alerts.keys());
  };

  return {
    run: async () => {
      const open = await store.listOpen({ limit: OPEN_INCIDENTS });
      await Promise.all(
        sources.map((source) =>
          reconcile(
            source,
            open.filter((incident) => source.owns(incident)),
            seconds(10),
          ),
        ),
      );
    },
    beforeEscalating: async (due) => {
      const isStale = ({ cluster }: ReconciledSource): boolean => clock.now() - (known.get(cluster) ?? 0) > FRESH_MS;
      const asked = sources.filter((source) => isStale(source) && due.some((incident) => source.owns(incident)));
      await Promise.all(
        asked.map((source) =>
          reconcile(
            source,
            due.filter((incident) => source.owns(incident)),
            PATIENCE_MS,
          ),
        ),
      );
    },
  };
}

async function ask(
  { clock, realClock, logger }: ReconcilerDependencies,
  source: ReconciledSource,
  deadlineMs: DurationMs,
): Promise<Knowledge | null> {
  const controller = new AbortController();
  const cancel = realClock.after(deadlineMs, () => controller.abort(new Error('deadline')));
  try {
    const askedAt = clock.now();
    const [alerts, silences] = await abortable(
      Promise.all([source.alertmanager.alerts(controller.signal), source.alertmanager.silences(controller.signal)]),
      controller.signal,
    );
    return {
      askedAt,
      alerts: new Map(alerts.map((alert) => [alert.fingerprint, alert])),
      silences: new Map(silences.map((silence) => [silence.id, silence])),
    };
  } catch (error) {
    logger.warn({ cluster: source.cluster, err: error }, 'alertmanager could not be compared with');
    return null;
  } finally {
    cancel();
  }
}

/** A client that does not listen to the signal must not hold up anybody. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
  ]);
}

/** @param isKnownThere - Whether the alert was this Alertmanager's at all; what it never had, it cannot have lost. */
async function compare(
  dependencies: ReconcilerDependencies,
  incident: Incident,
  cluster: string,
  knowledge: Knowledge,
  isKnownThere: (fingerprint: string) => boolean,
): Promise<void> {
  const { store, config, overrides, logger } = dependencies;
  const firing = await store.firingOf(incident.id);
  const gone = firing.filter(
    ({ fingerprint, firstSeenAt }) =>
      !knowledge.alerts.has(fingerprint) && isKnownThere(fingerprint) && firstSeenAt < knowledge.askedAt - YOUNG_MS,
  );
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
      return showSilence(tx, { current, firing, knowledge, at, config, timeline: await tx.timelineOf(current.id, EVENTS) });
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
  const { firing } = await tx.alertCounts(current.id);
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

/** Shows that everything that fires is silenced, and since when it no longer is. */
async function showSilence(
  tx: IncidentTransaction,
  facts: {
    readonly current: Incident;
    readonly firing: readonly FiringAlert[];
    readonly knowledge: Knowledge;
    readonly at: EpochMs;
    readonly config: EscalationConfig;
    readonly timeline: readonly TimelineEvent[];
  },
): Promise<boolean> {
  const { current, firing, knowledge, at, config, timeline } = facts;
  const silence = commonSilence(firing, knowledge, at);
  const shown = silenceOf(timeline, at);
  if ((shown?.until ?? null) === (silence?.endsAt ?? null)) {
    return false;
  }
  const details = silence === null ? { until: null } : { by: silence.createdBy, until: silence.endsAt, comment: silence.comment };
  const event: TimelineEvent = { incidentId: current.id, at, kind: 'silenced', actor: silence?.createdBy ?? 'alertmanager', details };
  const after = { ...current, revision: current.revision + 1, updatedAt: at };
  await tx.update(after, current.revision);
  await tx.record([event]);
  const told = silence === null ? [] : [threadDraft(after, event, 'silence', config.slack.channels.incidents)];
  await tx.enqueue([...told, editDraft(after, config.slack.channels.incidents)], at);
  return true;
}

/** The silence that lasts longest, if every alert that fires is silenced. */
function commonSilence(firing: readonly FiringAlert[], { alerts, silences }: Knowledge, at: EpochMs): Silence | null {
  const ids = firing.map(({ fingerprint }) => alerts.get(fingerprint)?.silencedBy ?? []);
  if (ids.length === 0 || ids.some((each) => each.length === 0)) {
    return null;
  }
  const active = [...new Set(ids.flat())].flatMap((id) => silences.get(id) ?? []).filter(({ endsAt }) => endsAt > at);
  return active.toSorted((a, b) => b.endsAt - a.endsAt)[0] ?? null;
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
