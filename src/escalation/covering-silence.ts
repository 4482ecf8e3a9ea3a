import type { ActiveAlert, Silence } from '../model/metrics.ts';
import { reasonOf } from '../model/silence.ts';
import type { EpochMs } from '../model/time.ts';
import type { FiringAlert } from './incident-store.ts';

/** What Alertmanager says about everything that fires in an incident. */
export type Cover =
  /** Silences hide all of it at least until `until`. */
  | { readonly kind: 'all'; readonly until: EpochMs; readonly by: string; readonly comment: string }
  /** At least one alert is not hidden. */
  | { readonly kind: 'some' }
  /** Nothing is let through, but some of the alerts are not this Alertmanager's to know. */
  | { readonly kind: 'unsure' };

/** Looks whether silences hide all alerts of an incident, and until when. Pure. */
export function coverOf(
  firing: readonly Pick<FiringAlert, 'fingerprint'>[],
  alerts: ReadonlyMap<string, ActiveAlert>,
  silences: ReadonlyMap<string, Silence>,
  at: EpochMs,
): Cover {
  const ends = firing.map(({ fingerprint }) => {
    const alert = alerts.get(fingerprint);
    return alert === undefined ? 'unknown' : longest(alert, silences, at);
  });
  if (ends.includes(null)) {
    return { kind: 'some' };
  }
  const known = ends.filter((end) => end !== null && end !== 'unknown');
  // The whole is hidden only for as long as the alert that is heard again first.
  const [first] = known.toSorted((a, b) => a.endsAt - b.endsAt);
  return first === undefined || known.length < ends.length
    ? { kind: 'unsure' }
    : { kind: 'all', until: first.endsAt, by: first.createdBy, comment: reasonOf(first) };
}

/** The silence that hides an alert longest, or `null` when none does. */
function longest({ silencedBy }: ActiveAlert, silences: ReadonlyMap<string, Silence>, at: EpochMs): Silence | null {
  const active = silencedBy.flatMap((id) => silences.get(id) ?? []).filter(({ endsAt }) => endsAt > at);
  return active.toSorted((a, b) => b.endsAt - a.endsAt)[0] ?? null;
}
