import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';
import type { NewId } from '../ports.ts';
import { type AlertNews, judgeAlerts } from './alert-judgement.ts';
import { coalesce } from './coalesce.ts';
import type { IncidentStore, IncidentTransaction, StoredAlert } from './incident-store.ts';
import { advance } from './machine.ts';
import { editDraft, owedFor } from './owed.ts';
import type { AlertPayload, PayloadAlert } from './payload.ts';
import { classifyGroup, levelsOf } from './policy.ts';
import { REOPEN_WITHIN_MS } from './reopen.ts';
import { retryConflicts } from './retry.ts';
import type { Override } from './roster.ts';
import { isWorse } from './severity.ts';
import type { EscalationEvent } from './step.ts';
import { isSilenced } from './storm.ts';
import { type EscalationConfig, type Surroundings, saveTransition, transitionOf } from './transition.ts';

const ACTOR = 'alertmanager';

/** Notifications that come at once share a commit, which is what costs. */
const RECEIPTS_PER_COMMIT = 50;

export interface IntakeDependencies {
  readonly store: IncidentStore;
  readonly config: EscalationConfig;
  readonly overrides: () => Promise<readonly Override[]>;
  readonly newId: NewId;
  /** Called after a commit that may have queued something to say. */
  readonly onCommit?: () => void;
}

export interface Intake {
  /**
   * Takes one notification. When this resolves, everything that follows from it is on disk.
   *
   * @param source - Which Alertmanager sent it: the path's cluster, or `default`.
   * @returns ids of the incidents that the notification belongs to.
   */
  take(payload: AlertPayload, source: string, at: EpochMs): Promise<readonly string[]>;
}

export function createIntake({ store, config, overrides, newId, onCommit }: IntakeDependencies): Intake {
  const alone = (receipt: Receipt): Promise<readonly string[]> => retryConflicts(() => store.transaction((tx) => takeWithin(tx, receipt)));
  const together = (receipts: readonly Receipt[]): Promise<readonly (readonly string[])[]> =>
    store.transaction((tx) => takeAll(tx, receipts));
  const commit = coalesce(together, alone, RECEIPTS_PER_COMMIT);
  return {
    take: async (payload, source, at) => {
      const roster = { timezone: config.timezone, escalation: config.escalation, overrides: await overrides() };
      const ids = await commit({ payload, source, at, surroundings: { config, roster }, newId });
      onCommit?.();
      return ids;
    },
  };
}

/** One notification with what it is judged by. */
interface Receipt {
  readonly payload: AlertPayload;
  readonly source: string;
  readonly at: EpochMs;
  readonly surroundings: Surroundings;
  readonly newId: NewId;
}

async function takeAll(tx: IncidentTransaction, receipts: readonly Receipt[]): Promise<readonly (readonly string[])[]> {
  const taken: (readonly string[])[] = [];
  for (const receipt of receipts) {
    taken.push(await takeWithin(tx, receipt));
  }
  return taken;
}

async function takeWithin(tx: IncidentTransaction, receipt: Receipt): Promise<readonly string[]> {
  const { payload, source, at } = receipt;
  const known = await tx.knownAlerts(
    source,
    payload.alerts.map((alert) => alert.fingerprint),
    at,
  );
  const news = judgeAlerts(known, payload.alerts);
  await tx.resolveAlerts(source, [...news.ended, ...news.superseded], at);
  await tx.addAlerts(
    source,
    news.endedUnseen.map((alert) => stored(alert, null, at)),
  );
  const open = await tx.openIncident(source, payload.groupKey);
  const home = news.started.length === 0 ? open : await receive(tx, receipt, news, open);
  const touched = new Set(news.ended.flatMap((alert) => (alert.incidentId === null ? [] : [alert.incidentId])));
  for (const id of touched) {
    await settle(tx, receipt, id);
  }
  return [...new Set([...(home === null ? [] : [home.id]), ...touched])];
}

/** Puts alerts that started into the group's incident: the open one, the one that was resolved a moment ago, or a new one. */
async function receive(tx: IncidentTransaction, receipt: Receipt, news: AlertNews, open: Incident | null): Promise<Incident> {
  const { source, at, payload } = receipt;
  const earlier = open ?? (await tx.lastResolved(source, payload.groupKey, at - REOPEN_WITHIN_MS));
  const home = earlier ?? (await openIncident(tx, receipt, news.started));
  await tx.addAlerts(
    source,
    news.started.map((alert) => stored(alert, home.id, at)),
  );
  if (earlier === null) {
    await tx.record(payload.truncatedAlerts === 0 ? [] : [await changed(tx, home.id, receipt)]);
    return home;
  }
  return earlier.escalation.status === 'resolved'
    ? move(tx, receipt, retold(earlier, receipt, news.started), { kind: 'reopened', at, by: ACTOR })
    : join(tx, receipt, earlier, news.started);
}

async function openIncident(tx: IncidentTransaction, receipt: Receipt, started: readonly PayloadAlert[]): Promise<Incident> {
  const { payload, source, at, surroundings, newId } = receipt;
  const { escalation } = surroundings.config;
  const { classId, startLevel, severity, quiet } = classifyGroup(
    started.map((alert) => alert.labels),
    escalation,
  );
  const levels = levelsOf(escalation);
  const policy = { levels, reminderMs: escalation.reminder, handBackMs: escalation.handBack };
  const step = advance(policy, null, { kind: 'opened', at, startLevel, pages: !quiet });
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
  const owed = owedFor(incident, step.effects, { at, roster: surroundings.roster, channel: surroundings.config.slack.channels.incidents });
  await tx.insert(incident);
  await tx.record(owed.events);
  await tx.enqueue(owed.drafts, at);
  return incident;
}

/** More alerts for an open incident. Nobody is called again, unless nobody had to be called so far and now somebody must. */
async function join(tx: IncidentTransaction, receipt: Receipt, incident: Incident, started: readonly PayloadAlert[]): Promise<Incident> {
  const { at, surroundings } = receipt;
  const next = retold(incident, receipt, started);
  const { quiet, startLevel } = classifyGroup(
    started.map((alert) => alert.labels),
    surroundings.config.escalation,
  );
  await tx.record([await changed(tx, incident.id, receipt)]);
  if (incident.escalation.isQuiet && !quiet) {
    return move(tx, receipt, next, { kind: 'escalated', at, by: ACTOR, toLevel: startLevel });
  }
  if (isSilenced(incident) && !quiet) {
    // Alertmanager does not tell of what it silences, so this alert is not.
    return move(tx, receipt, next, { kind: 'silence-ended', at, by: ACTOR });
  }
  const after = { ...next, revision: incident.revision + 1, updatedAt: at };
  await tx.update(after, incident.revision);
  await tx.enqueue([editDraft(after, surroundings.config.slack.channels.incidents)], at);
  return after;
}

/** After alerts of an incident have ended: resolves it when they were the last, else shows how many are left. */
async function settle(tx: IncidentTransaction, receipt: Receipt, id: string): Promise<void> {
  const { at, surroundings } = receipt;
  const incident = await tx.incident(id);
  if (incident === null || incident.escalation.status === 'resolved') {
    return;
  }
  const { firing } = await tx.alertCounts(id);
  if (firing === 0) {
    await move(tx, receipt, incident, { kind: 'resolved', at, by: ACTOR });
    return;
  }
  const after = { ...incident, revision: incident.revision + 1, updatedAt: at };
  await tx.update(after, incident.revision);
  await tx.record([await changed(tx, id, receipt)]);
  await tx.enqueue([editDraft(after, surroundings.config.slack.channels.incidents)], at);
}

async function move(tx: IncidentTransaction, { surroundings, at }: Receipt, incident: Incident, event: EscalationEvent): Promise<Incident> {
  const transition = transitionOf(incident, event, surroundings);
  if (transition === null) {
    return incident;
  }
  await saveTransition(tx, transition, at);
  return transition.after;
}

/** The incident as its newest alerts tell it. It never becomes less severe while it is open. */
function retold(incident: Incident, { payload }: Receipt, started: readonly PayloadAlert[]): Incident {
  const words = {
    title: payload.title,
    summary: payload.summary === '' ? incident.summary : payload.summary,
    cluster: payload.cluster,
    labels: payload.labels,
    annotations: payload.annotations,
  };
  const isGraver = started.length > 0 && isWorse(payload.severity, incident.severity);
  return { ...incident, ...words, severity: isGraver ? payload.severity : incident.severity };
}

function stored(alert: PayloadAlert, incidentId: string | null, at: EpochMs): StoredAlert {
  return {
    incidentId,
    fingerprint: alert.fingerprint,
    startsAt: alert.startsAt,
    status: alert.status,
    labels: alert.labels,
    annotations: alert.annotations,
    generatorUrl: alert.generatorUrl,
    firstSeenAt: at,
    resolvedAt: alert.status === 'resolved' ? at : null,
  };
}

/** What the group looks like now. Alertmanager leaves alerts out of long notifications (`max_alerts`); the incident says how many. */
async function changed(tx: IncidentTransaction, incidentId: string, { payload, at }: Receipt): Promise<TimelineEvent> {
  const { firing, resolved } = await tx.alertCounts(incidentId);
  return { incidentId, at, kind: 'alerts-changed', actor: ACTOR, details: { firing, resolved, truncated: payload.truncatedAlerts } };
}
