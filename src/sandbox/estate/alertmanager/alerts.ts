import type { EpochMs } from '../model/time.ts';
import type { Labels } from '../promql/labels.ts';
import { fingerprint } from './fingerprint.ts';

export interface HeldAlert {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsMs: EpochMs;
  readonly endsMs: EpochMs;
  readonly updatedMs: EpochMs;
  readonly generatorUrl: string;
}

export interface IncomingAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsMs: EpochMs;
  readonly endsMs: EpochMs;
  readonly generatorUrl?: string;
}

/** The alerts an Alertmanager knows, one per label set. */
export class HeldAlerts {
  readonly #alerts = new Map<string, HeldAlert>();

  receive(incoming: IncomingAlert, nowMs: EpochMs): HeldAlert {
    const name = fingerprint(incoming.labels);
    const known = this.#alerts.get(name);
    const isSame = known !== undefined && known.endsMs > nowMs - 1;
    const alert: HeldAlert = {
      fingerprint: name,
      labels: incoming.labels,
      annotations: incoming.annotations,
      startsMs: isSame ? Math.min(known.startsMs, incoming.startsMs) : incoming.startsMs,
      endsMs: incoming.endsMs,
      updatedMs: nowMs,
      generatorUrl: incoming.generatorUrl ?? '',
    };
    this.#alerts.set(name, alert);
    return alert;
  }

  firing(nowMs: EpochMs): HeldAlert[] {
    return [...this.#alerts.values()].filter((alert) => alert.endsMs > nowMs);
  }

  all(): HeldAlert[] {
    return [...this.#alerts.values()];
  }

  forget(alert: HeldAlert): void {
    if (this.#alerts.get(alert.fingerprint) === alert) this.#alerts.delete(alert.fingerprint);
  }
}

/** A critical alert hushes the warning and info ones of the same name and namespace, a warning the info ones. */
export function inhibitedBy(alert: HeldAlert, firing: readonly HeldAlert[]): string[] {
  const rank = ['info', 'warning', 'critical'];
  const own = rank.indexOf(alert.labels['severity'] ?? '');
  if (own < 0) return [];
  return firing
    .filter(
      (other) =>
        rank.indexOf(other.labels['severity'] ?? '') > own &&
        other.labels['namespace'] === alert.labels['namespace'] &&
        other.labels['alertname'] === alert.labels['alertname'],
    )
    .map((other) => other.fingerprint);
}
