import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { AlertCounts, IncidentTransaction } from './incident-store.ts';
import type { IncidentsAtHand } from './incidents-at-hand.ts';
import { boundedAt, widenedTo } from './ladder.ts';
import { advance } from './machine.ts';
import { editDraft, type Owed, owedFor } from './owed.ts';
import type { PayloadAlert } from './payload.ts';
import { type Classification, classifyGroup, levelsOf } from './policy.ts';
import type { Receipt } from './receipt.ts';
import { isWorse } from './severity.ts';
import type { EscalationEvent } from './step.ts';
import { isSilenced } from './storm.ts';
import { policyOf, saveTransition, transitionOf } from './transition.ts';

const ACTOR = 'alertmanager';

/** What notifications are written into: the transaction, the incidents read for it, and their alerts counted as they are now. */
export interface Scene {
  readonly tx: IncidentTransaction;
  readonly atHand: IncidentsAtHand;
  readonly counts: ReadonlyMap<string, AlertCounts>;
}

/** A new incident with what its opening leaves behind. */
export interface Opening extends Owed {
  readonly incident: Incident;
}

/** The incident that a group's first alerts make. Pure. */
export function openingOf({ payload, source, at, surroundings, newId }: Receipt, started: readonly PayloadAlert[]): Opening {
  const { config, roster } = surroundings;
  const { classId, startLevel, highestLevel, severity, quiet } = classifyGroup(
    started.map((alert) => alert.labels),
    config.escalation,
  );
  const levels = levelsOf(config.escalation, highestLevel);
  const step = advance(policyOf({ levels }, config), null, { kind: 'opened', at, startLevel, pages: !quiet });
  const incident: Incident = {
    id: newId('inc'),
    revision: 1,
    source,
    groupKey: payload.groupKey,
    title: payload.title,
    summary: payload.summary,
    severity,
    cluster: payload.cluster,
    classId,
    labels: payload.labels,
    annotations: payload.annotations,
    levels,
    escalation: step.state,
    openedAt: at,
    updatedAt: at,
    message: null,
    parentId: null,
  };
  return { incident, ...owedFor(incident, step.effects, { at, roster, channel: config.slack.channels.incidents }) };
}

export async function open(scene: Scene, receipt: Receipt, { incident, events, drafts }: Opening): Promise<void> {
  const { tx, atHand } = scene;
  await tx.insert(incident);
  await tx.record(receipt.payload.truncatedAlerts === 0 ? events : [...events, changed(scene, incident.id, receipt)]);
  await tx.enqueue(drafts, receipt.at);
  atHand.put(incident);
}

export async function reopen(scene: Scene, receipt: Receipt, incident: Incident, started: readonly PayloadAlert[]): Promise<void> {
  const next = climbing(retold(incident, receipt, started), classOf(receipt, started));
  await move(scene, receipt, next, { kind: 'reopened', at: receipt.at, by: ACTOR });
}

/** More alerts for an open incident. Nobody is called again, unless nobody had to be called so far and now somebody must. */
export async function join(scene: Scene, receipt: Receipt, incident: Incident, started: readonly PayloadAlert[]): Promise<void> {
  const { at } = receipt;
  const news = classOf(receipt, started);
  const { quiet, startLevel } = news;
  const next = climbing(retold(incident, receipt, started), news);
  await scene.tx.record([changed(scene, incident.id, receipt)]);
  if (incident.escalation.isQuiet && !quiet) {
    await move(scene, receipt, next, { kind: 'escalated', at, by: ACTOR, toLevel: startLevel });
  } else if (isSilenced(incident) && !quiet) {
    // Alertmanager does not tell of what it silences, so this alert is not.
    await move(scene, receipt, next, { kind: 'silence-ended', at, by: ACTOR });
  } else if (!(await move(scene, receipt, next, { kind: 'widened', at }))) {
    await show(scene, receipt, next);
  }
}

function classOf({ surroundings }: Receipt, started: readonly PayloadAlert[]): Classification {
  return classifyGroup(
    started.map((alert) => alert.labels),
    surroundings.config.escalation,
  );
}

/** It climbs as far as what made somebody be called for it; what could climb further before still can. */
function climbing(incident: Incident, { quiet, highestLevel }: Classification): Incident {
  const { escalation, levels, parentId } = incident;
  if (quiet) {
    return incident;
  }
  const isFirstCall = escalation.isQuiet && parentId === null;
  return { ...incident, levels: isFirstCall ? boundedAt(levels, highestLevel) : widenedTo(levels, highestLevel) };
}

/** After alerts of an incident have ended: resolves it when they were the last, else shows how many are left. */
export async function settle(scene: Scene, receipt: Receipt, id: string): Promise<void> {
  const incident = scene.atHand.byId(id);
  if (incident === null || incident.escalation.status === 'resolved') {
    return;
  }
  if (countsOf(scene, id).firing === 0) {
    await move(scene, receipt, incident, { kind: 'resolved', at: receipt.at, by: ACTOR });
    return;
  }
  await scene.tx.record([changed(scene, id, receipt)]);
  await show(scene, receipt, incident);
}

async function move({ tx, atHand }: Scene, { surroundings, at }: Receipt, incident: Incident, event: EscalationEvent): Promise<boolean> {
  const transition = transitionOf(incident, event, surroundings);
  if (transition !== null) {
    await saveTransition(tx, transition, at);
    atHand.put(transition.after);
  }
  return transition !== null;
}

/** Saves what is told of an incident without moving it, and brings its message up to date. */
async function show({ tx, atHand }: Scene, { surroundings, at }: Receipt, incident: Incident): Promise<void> {
  const after = { ...incident, revision: incident.revision + 1, updatedAt: at };
  await tx.update(after, incident.revision);
  await tx.enqueue([editDraft(after, surroundings.config.slack.channels.incidents)], at);
  atHand.put(after);
}

/** The incident as its newest alerts tell it. It never becomes less severe while it is open. */
function retold(incident: Incident, { payload }: Receipt, started: readonly PayloadAlert[]): Incident {
  const words = {
    title: payload.title,
    summary: payload.summary === '' ? incident.summary : payload.summary,
    cluster: payload.cluster,
    labels: payload.labels,
    annotations: Object.keys(payload.annotations).length === 0 ? incident.annotations : payload.annotations,
  };
  const isGraver = started.length > 0 && isWorse(payload.severity, incident.severity);
  return { ...incident, ...words, severity: isGraver ? payload.severity : incident.severity };
}

/** What the group looks like now. Alertmanager leaves alerts out of long notifications (`max_alerts`); the incident says how many. */
function changed(scene: Scene, incidentId: string, { payload, at }: Receipt): TimelineEvent {
  const { firing, resolved } = countsOf(scene, incidentId);
  return { incidentId, at, kind: 'alerts-changed', actor: ACTOR, details: { firing, resolved, truncated: payload.truncatedAlerts } };
}

function countsOf({ counts }: Scene, incidentId: string): AlertCounts {
  const found = counts.get(incidentId);
  if (found === undefined) {
    throw new Error(`alerts of ${incidentId} were not counted`);
  }
  return found;
}
