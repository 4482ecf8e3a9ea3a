import { isDrill } from '../model/drill.ts';
import type { Incident } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';
import type { Clock } from '../ports.ts';
import type { IncidentStore, IncidentTransaction } from './incident-store.ts';
import { widenedTo } from './ladder.ts';
import { orphansOf } from './orphans.ts';
import { editDraft, parentDraft } from './owed.ts';
import { Parking, type ParkingDependencies } from './parking.ts';
import { classifyGroup } from './policy.ts';
import { retryConflicts } from './retry.ts';
import type { Override } from './roster.ts';
import type { EscalationEvent } from './step.ts';
import { type Fold, type FoldRules, foldsOf } from './storm.ts';
import { type EscalationConfig, type Surroundings, saveTransition, transitionOf } from './transition.ts';

/** Open incidents that are looked at together. */
const OPEN_INCIDENTS = 1_000;

export interface FoldingDependencies extends ParkingDependencies {
  readonly store: IncidentStore;
  readonly config: EscalationConfig;
  /** Where Thanos Query runs. */
  readonly queryCluster: string | null;
  readonly overrides: () => Promise<readonly Override[]>;
  readonly clock: Clock;
  readonly onCommit?: () => void;
}

/** Shows incidents of one cause as one, and lets them stand on their own again when the cause is over or silenced and they are not. */
export interface Folding {
  /** Returns how many incidents were folded or unfolded. */
  run(): Promise<number>;
}

export function createFolding(dependencies: FoldingDependencies): Folding {
  const { store, config, queryCluster, overrides, clock, logger, onCommit } = dependencies;
  const rules: FoldRules = {
    queryCluster,
    startLevelOf: ({ labels }, classId) => classifyGroup([labels], config.escalation, classId).startLevel,
  };
  const parking = new Parking('folding', dependencies);
  return {
    run: async () => {
      const now = clock.now();
      const parked = new Set(parking.at(now));
      const open = (await store.listOpen({ limit: OPEN_INCIDENTS })).filter((incident) => !isDrill(incident) && !parked.has(incident.id));
      const folds = foldsOf(open, config.escalation.storm, now, rules);
      const orphans = await orphansOf({ store, parking }, open, config.escalation.storm, now);
      const news = folds.filter((fold) => isNews(fold, open));
      if (news.length + orphans.length === 0) {
        return 0;
      }
      const surroundings = { config, roster: { timezone: config.timezone, escalation: config.escalation, overrides: await overrides() } };
      for (const fold of news) {
        await foldTogether(store, fold, surroundings, now, parking);
        logger.info({ incidentId: fold.parentId, classId: fold.classId, children: fold.childIds.length }, 'incidents were folded into one');
      }
      for (const { child, heirId } of orphans) {
        const settle = async (tx: IncidentTransaction, incident: Incident): Promise<void> =>
          heirId === null ? standAlone(tx, incident, surroundings, now) : moveUnder(tx, incident, heirId, now);
        await parking.turn(child.id, now, () => change(store, child.id, settle));
      }
      onCommit?.();
      return news.reduce((sum, { childIds }) => sum + childIds.length, orphans.length);
    },
  };
}

/** A fold that adds children, or says for the first time what its parent is. */
function isNews({ classId, parentId, childIds }: Fold, open: readonly Incident[]): boolean {
  const parent = open.find(({ id }) => id === parentId);
  return childIds.length > 0 || (classId !== 'storm' && parent !== undefined && parent.classId !== classId);
}

async function foldTogether(
  store: IncidentStore,
  { classId, parentId, childIds }: Fold,
  surroundings: Surroundings,
  at: EpochMs,
  parking: Parking,
): Promise<void> {
  for (const childId of childIds) {
    const fold = async (tx: IncidentTransaction, child: Incident): Promise<void> => {
      const transition = transitionOf({ ...child, parentId }, { kind: 'folded', at, into: parentId }, surroundings);
      if (transition !== null) {
        await saveTransition(tx, transition, at);
      }
    };
    await parking.turn(childId, at, () => change(store, childId, fold));
  }
  await parking.turn(parentId, at, () => change(store, parentId, (tx, parent) => speakForAll(tx, parent, classId, surroundings, at)));
}

/** The parent shows its children, and is called for at the level that its class demands. */
async function speakForAll(
  tx: IncidentTransaction,
  parent: Incident,
  classId: string,
  surroundings: Surroundings,
  at: EpochMs,
): Promise<void> {
  const { escalation } = surroundings.config;
  const derived = classifyGroup([parent.labels], escalation, classId);
  const named = { ...parent, classId: derived.classId ?? classId, levels: widenedTo(parent.levels, derived.highestLevel) };
  const event: EscalationEvent = { kind: 'escalated', at, by: 'system', toLevel: derived.startLevel };
  const transition =
    parent.escalation.status === 'triggered' && !parent.escalation.isQuiet
      ? (transitionOf(named, event, surroundings) ?? transitionOf(named, { kind: 'widened', at }, surroundings))
      : null;
  if (transition !== null) {
    await saveTransition(tx, transition, at);
    return;
  }
  const after = { ...named, revision: parent.revision + 1, updatedAt: at };
  await tx.update(after, parent.revision);
  await tx.enqueue([editDraft(after, surroundings.config.slack.channels.incidents)], at);
}

/** A sibling stands for it from now on. */
async function moveUnder(tx: IncidentTransaction, incident: Incident, heirId: string, at: EpochMs): Promise<void> {
  await tx.update({ ...incident, parentId: heirId, revision: incident.revision + 1, updatedAt: at }, incident.revision);
}

/** Its own message, and its own people are called. */
async function standAlone(tx: IncidentTransaction, incident: Incident, surroundings: Surroundings, at: EpochMs): Promise<void> {
  const alone = { ...incident, parentId: null };
  const transition = transitionOf(alone, { kind: 'escalated', at, by: 'system', toLevel: null }, surroundings);
  if (transition === null || !incident.escalation.isQuiet) {
    await tx.update({ ...alone, revision: incident.revision + 1, updatedAt: at }, incident.revision);
    return;
  }
  const { channel, shown } = { channel: surroundings.config.slack.channels.incidents, shown: incident.message !== null };
  await saveTransition(tx, transition, at);
  await tx.enqueue(shown ? [] : [parentDraft(transition.after, channel)], at);
}

async function change(
  store: IncidentStore,
  id: string,
  work: (tx: IncidentTransaction, incident: Incident) => Promise<void>,
): Promise<void> {
  await retryConflicts(() =>
    store.transaction(async (tx) => {
      const incident = await tx.incident(id);
      if (incident !== null && incident.escalation.status !== 'resolved') {
        await work(tx, incident);
      }
    }),
  );
}
