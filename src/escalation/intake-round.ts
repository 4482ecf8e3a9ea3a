import type { Incident } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';
import { type AlertNews, judgeAlerts } from './alert-judgement.ts';
import type { IncidentTransaction, KnownAlert, StoredAlert } from './incident-store.ts';
import { IncidentsAtHand } from './incidents-at-hand.ts';
import { join, type Opening, open, openingOf, reopen, type Scene, settle } from './intake-incident.ts';
import type { PayloadAlert } from './payload.ts';
import type { Receipt } from './receipt.ts';
import { REOPEN_WITHIN_MS } from './reopen.ts';

/** What one notification means, before it is written. */
interface Reading {
  readonly receipt: Receipt;
  readonly news: AlertNews;
  /** Incidents in which alerts have ended. */
  readonly touched: readonly string[];
}

/** A reading with the incident of its group: one that is there, or one that its alerts make. */
interface Placed extends Reading {
  readonly home: Incident | null;
  readonly opening: Opening | null;
}

/**
 * Takes notifications that do not touch each other (see `roundsOf`). Everything is read before anything is judged, so the number of
 * statements does not grow with the number of notifications.
 *
 * @returns for each, ids of the incidents that it belongs to.
 */
export async function takeRound(tx: IncidentTransaction, receipts: readonly Receipt[]): Promise<readonly (readonly string[])[]> {
  const readings = await judge(tx, receipts);
  const atHand = await incidentsFor(tx, readings);
  const placed = readings.map((reading) => place(reading, atHand));
  for (const each of placed) {
    await writeAlerts(tx, each);
  }
  const scene: Scene = { tx, atHand, counts: await tx.alertCounts(placed.flatMap(countedIn)) };
  for (const each of placed) {
    await follow(scene, each);
  }
  return placed.map(({ home, touched }) => [...new Set([...(home === null ? [] : [home.id]), ...touched])]);
}

async function judge(tx: IncidentTransaction, receipts: readonly Receipt[]): Promise<readonly Reading[]> {
  const series = receipts.flatMap(({ payload, source }) => payload.alerts.map(({ fingerprint }) => ({ source, fingerprint })));
  const known = await tx.knownAlerts(series, Math.max(...receipts.map(({ at }) => at)));
  const bySource = Map.groupBy(known, ({ source }) => source);
  return receipts.map((receipt) => {
    const news = judgeAlerts(bySource.get(receipt.source) ?? [], receipt.payload.alerts);
    return { receipt, news, touched: incidentsOf(news.ended) };
  });
}

function incidentsOf(alerts: readonly KnownAlert[]): readonly string[] {
  return [...new Set(alerts.flatMap(({ incidentId }) => incidentId ?? []))];
}

async function incidentsFor(tx: IncidentTransaction, readings: readonly Reading[]): Promise<IncidentsAtHand> {
  const incidents = await tx.incidentsOf({
    ids: [...new Set(readings.flatMap(({ touched }) => touched))],
    groups: readings.map(({ receipt: { source, payload } }) => ({ source, groupKey: payload.groupKey })),
    resolvedSince: Math.min(...readings.map(({ receipt }) => receipt.at)) - REOPEN_WITHIN_MS,
  });
  return new IncidentsAtHand(incidents);
}

/** Alerts that started go into the group's open incident, the one that was resolved a moment ago, or a new one. */
function place(reading: Reading, atHand: IncidentsAtHand): Placed {
  const { receipt, news } = reading;
  const group = { source: receipt.source, groupKey: receipt.payload.groupKey };
  const open = atHand.openOf(group);
  if (news.started.length === 0 || open !== null) {
    return { ...reading, home: open, opening: null };
  }
  const earlier = atHand.lastResolvedOf(group, receipt.at - REOPEN_WITHIN_MS);
  const opening = earlier === null ? openingOf(receipt, news.started) : null;
  return { ...reading, home: opening?.incident ?? earlier, opening };
}

async function writeAlerts(tx: IncidentTransaction, { receipt, news, home }: Placed): Promise<void> {
  const { source, at } = receipt;
  await tx.resolveAlerts(source, [...news.ended, ...news.superseded], at);
  await tx.addAlerts(source, [
    ...news.endedUnseen.map((alert) => stored(alert, null, at)),
    ...news.started.map((alert) => stored(alert, home?.id ?? null, at)),
  ]);
}

/** Incidents whose alerts have to be counted: a new one only when Alertmanager left alerts out, which it shall tell. */
function countedIn({ receipt, news, touched, home, opening }: Placed): readonly string[] {
  const isTold = opening === null ? news.started.length > 0 : receipt.payload.truncatedAlerts > 0;
  return home !== null && isTold ? [...touched, home.id] : touched;
}

async function follow(scene: Scene, { receipt, news, touched, home, opening }: Placed): Promise<void> {
  if (opening !== null) {
    await open(scene, receipt, opening);
  } else if (home !== null && news.started.length > 0) {
    // Another notification of the round may have moved it meanwhile.
    const current = scene.atHand.byId(home.id) ?? home;
    await (current.escalation.status === 'resolved' ? reopen : join)(scene, receipt, current, news.started);
  }
  for (const id of touched) {
    await settle(scene, receipt, id);
  }
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
