import type { EpochMs } from '../model/time.ts';
import type { Labels } from '../promql/labels.ts';
import { type HeldAlert, HeldAlerts, type IncomingAlert, inhibitedBy } from './alerts.ts';
import { groupKeyOf, type Notification, notificationOf } from './notification.ts';
import { Silences } from './silences.ts';

export interface Timing {
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
}

/** Hands a notification over; resolves to the HTTP status, or to 0 when there was no answer. */
export type Deliver = (notification: Notification) => Promise<number>;

export interface AlertmanagerOptions {
  readonly cluster: string;
  readonly externalUrl: string;
  readonly timing: Timing;
  /** Watchdog goes to the null receiver unless this says otherwise. */
  readonly sendsWatchdog: () => boolean;
  readonly isUpAt: (timeMs: EpochMs) => boolean;
}

interface AlertGroup {
  readonly labels: Labels;
  readonly key: string;
  nextFlushMs: EpochMs;
  deadlineMs: EpochMs;
  attempts: number;
  /** What the receiver was told last: fingerprint to whether it was firing. */
  told: Map<string, 'firing' | 'resolved'>;
  toldMs: EpochMs;
  isSending: boolean;
}

const groupBy = ['cluster', 'alertname', 'severity'];
const minimumDeadlineMs = 10_000;

/** A route of its own repeats the Watchdog; see manifests/alertmanager. */
const watchdogIntervalMs = 60_000;

const isWatchdog = ({ labels }: Pick<AlertGroup, 'labels'>): boolean => labels['alertname'] === 'Watchdog';

/** Groups, waits, repeats and retries like Alertmanager 0.28, on the sandbox's clock. */
export class Alertmanager {
  readonly alerts = new HeldAlerts();
  readonly silences: Silences;
  readonly options: AlertmanagerOptions;
  readonly #groups = new Map<string, AlertGroup>();
  readonly #pending = new Set<Promise<void>>();
  deliveries = 0;
  failures = 0;

  constructor(options: AlertmanagerOptions) {
    this.options = options;
    this.silences = new Silences(options.cluster);
  }

  receive(incoming: readonly IncomingAlert[], nowMs: EpochMs): void {
    if (!this.options.isUpAt(nowMs)) return;
    for (const alert of incoming) this.#group(this.alerts.receive(alert, nowMs), nowMs);
  }

  /** Sends what is due. Deliveries run on; `settled` waits for them. */
  advanceTo(nowMs: EpochMs, deliver: Deliver): void {
    if (!this.options.isUpAt(nowMs)) return;
    for (const group of this.#groups.values()) {
      if (group.isSending || nowMs < group.nextFlushMs) continue;
      const delivery = this.#flush(group, nowMs, deliver);
      if (delivery === undefined) continue;
      this.#pending.add(delivery);
      void delivery.finally(() => this.#pending.delete(delivery));
    }
  }

  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  suppression(alert: HeldAlert, nowMs: EpochMs): { silencedBy: string[]; inhibitedBy: string[] } {
    return {
      silencedBy: this.silences.silencing(alert.labels, nowMs),
      inhibitedBy: inhibitedBy(alert, this.alerts.firing(nowMs)),
    };
  }

  groups(nowMs: EpochMs): { readonly labels: Labels; readonly alerts: HeldAlert[] }[] {
    return [...this.#groups.values()].map((group) => ({
      labels: group.labels,
      alerts: this.#members(group).filter((alert) => alert.endsMs > nowMs),
    }));
  }

  isRouted(alert: HeldAlert): boolean {
    return alert.labels['alertname'] !== 'Watchdog' || this.options.sendsWatchdog();
  }

  #group(alert: HeldAlert, nowMs: EpochMs): void {
    if (!this.isRouted(alert)) return;
    const labels = groupLabels(alert);
    const key = groupKeyOf(labels);
    if (this.#groups.has(key) || alert.endsMs <= nowMs) return;
    this.#groups.set(key, {
      labels,
      key,
      nextFlushMs: nowMs + this.options.timing.groupWaitMs,
      deadlineMs: 0,
      attempts: 0,
      told: new Map(),
      toldMs: 0,
      isSending: false,
    });
  }

  #members(group: AlertGroup): HeldAlert[] {
    return this.alerts.all().filter((alert) => this.isRouted(alert) && groupKeyOf(groupLabels(alert)) === group.key);
  }

  #flush(group: AlertGroup, nowMs: EpochMs, deliver: Deliver): Promise<void> | undefined {
    const { groupIntervalMs } = this.options.timing;
    const isFirstTry = group.attempts === 0;
    if (isFirstTry) group.deadlineMs = nowMs + Math.max(groupIntervalMs, minimumDeadlineMs);
    const members = this.#members(group);
    const audible = members.filter((alert) => {
      const { silencedBy, inhibitedBy: inhibitors } = this.suppression(alert, nowMs);
      return silencedBy.length === 0 && inhibitors.length === 0;
    });
    if (!this.#hasNews(group, audible, nowMs)) {
      this.#rest(group, members, nowMs);
      return undefined;
    }
    const notification = notificationOf(group.labels, audible, this.options.externalUrl, nowMs);
    group.isSending = true;
    group.attempts += 1;
    return deliver(notification).then((status) => this.#delivered(group, audible, status, nowMs));
  }

  #hasNews(group: AlertGroup, audible: readonly HeldAlert[], nowMs: EpochMs): boolean {
    const isFiring = (alert: HeldAlert): boolean => alert.endsMs > nowMs;
    const fresh = audible.some((alert) => isFiring(alert) && group.told.get(alert.fingerprint) !== 'firing');
    const ended = audible.some((alert) => !isFiring(alert) && group.told.get(alert.fingerprint) === 'firing');
    const isRepeat = audible.some(isFiring) && nowMs - group.toldMs >= this.#repeatIntervalMs(group);
    return fresh || ended || isRepeat;
  }

  #delivered(group: AlertGroup, sent: readonly HeldAlert[], status: number, sentMs: EpochMs): void {
    group.isSending = false;
    if (status >= 200 && status < 300) {
      this.deliveries += 1;
      group.told = new Map(sent.map((alert) => [alert.fingerprint, alert.endsMs > sentMs ? 'firing' : 'resolved']));
      group.toldMs = sentMs;
      this.#rest(group, this.#members(group), sentMs);
      return;
    }
    this.failures += 1;
    const isRetryable = status === 0 || status >= 500;
    const retryMs = sentMs + Math.min(5_000, 500 * 1.5 ** group.attempts);
    if (isRetryable && retryMs < group.deadlineMs) group.nextFlushMs = retryMs;
    else this.#wait(group, sentMs);
  }

  #wait(group: AlertGroup, nowMs: EpochMs): void {
    group.attempts = 0;
    group.nextFlushMs = nowMs + (isWatchdog(group) ? watchdogIntervalMs : this.options.timing.groupIntervalMs);
  }

  #repeatIntervalMs(group: AlertGroup): number {
    return isWatchdog(group) ? watchdogIntervalMs : this.options.timing.repeatIntervalMs;
  }

  /** After a flush that needed no more: resolved alerts are forgotten, an empty group goes. */
  #rest(group: AlertGroup, members: readonly HeldAlert[], nowMs: EpochMs): void {
    this.#wait(group, nowMs);
    for (const alert of members) {
      if (alert.endsMs > nowMs) continue;
      this.alerts.forget(alert);
      group.told.delete(alert.fingerprint);
    }
    if (this.#members(group).length === 0) this.#groups.delete(group.key);
  }
}

function groupLabels(alert: HeldAlert): Labels {
  return Object.fromEntries(groupBy.filter((name) => alert.labels[name] !== undefined).map((name) => [name, alert.labels[name] ?? '']));
}
