import type { KnownAlert } from './incident-store.ts';
import type { PayloadAlert } from './payload.ts';

/** What one notification adds to what is known. */
export interface AlertNews {
  /** Alerts that started and were not known. */
  readonly started: readonly PayloadAlert[];
  /** Known firing alerts that have ended. */
  readonly ended: readonly KnownAlert[];
  /** Known firing alerts that started again: the newer start stands for them. */
  readonly superseded: readonly KnownAlert[];
  /** Alerts whose end is the first we hear of them. Remembered, so that their beginning, arriving late, opens nothing. */
  readonly endedUnseen: readonly PayloadAlert[];
}

/**
 * Compares a notification with what is known. Alertmanager repeats whole groups, HA pairs send them twice and out of order; only what is
 * really new comes out.
 *
 * @param known - Rows of the fingerprints that the notification names.
 */
export function judgeAlerts(known: readonly KnownAlert[], alerts: readonly PayloadAlert[]): AlertNews {
  const byFingerprint = Map.groupBy(known, (alert) => alert.fingerprint);
  const news = [...Map.groupBy(alerts, (alert) => alert.fingerprint)].map(([fingerprint, sameSeries]) =>
    judgeSeries(byFingerprint.get(fingerprint) ?? [], sameSeries),
  );
  return {
    started: news.flatMap((each) => each.started),
    ended: news.flatMap((each) => each.ended),
    superseded: news.flatMap((each) => each.superseded),
    endedUnseen: news.flatMap((each) => each.endedUnseen),
  };
}

/** One fingerprint. When a payload names it several times, the latest start speaks. */
function judgeSeries(known: readonly KnownAlert[], alerts: readonly PayloadAlert[]): AlertNews {
  const [alert] = alerts.toSorted((a, b) => compareInstants(b.startsAt, a.startsAt));
  if (alert === undefined) {
    return { started: [], ended: [], superseded: [], endedUnseen: [] };
  }
  return alert.status === 'firing' ? judgeStart(known, alert) : judgeEnd(known, alert);
}

function judgeStart(known: readonly KnownAlert[], alert: PayloadAlert): AlertNews {
  const firing = known.filter((each) => each.status === 'firing');
  const isKnown = known.some((each) => compareInstants(each.startsAt, alert.startsAt) === 0);
  // An HA pair of Prometheus may start the same alert at two instants; the later one that fires already stands for both.
  const isOlder = firing.some((each) => compareInstants(each.startsAt, alert.startsAt) > 0);
  const isNew = !isKnown && !isOlder;
  return { started: isNew ? [alert] : [], ended: [], superseded: isNew ? firing : [], endedUnseen: [] };
}

function judgeEnd(known: readonly KnownAlert[], alert: PayloadAlert): AlertNews {
  const latest = alert.endsAt !== '' && compareInstants(alert.endsAt, alert.startsAt) > 0 ? alert.endsAt : alert.startsAt;
  const ended = known.filter((each) => each.status === 'firing' && compareInstants(each.startsAt, latest) <= 0);
  const isKnown = known.some((each) => compareInstants(each.startsAt, alert.startsAt) === 0);
  return { started: [], ended, superseded: [], endedUnseen: isKnown ? [] : [alert] };
}

/** Orders two RFC 3339 instants to the nanosecond, whatever their zones and number of digits. */
export function compareInstants(a: string, b: string): number {
  return a === b ? 0 : secondsOf(a) - secondsOf(b) || nanosecondsOf(a) - nanosecondsOf(b);
}

function secondsOf(instant: string): number {
  return Date.parse(instant.replace(/\.\d+/, '')) / 1_000;
}

function nanosecondsOf(instant: string): number {
  return Number((/\.(\d{1,9})/.exec(instant)?.[1] ?? '').padEnd(9, '0'));
}
