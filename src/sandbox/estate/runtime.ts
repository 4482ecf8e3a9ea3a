import { Alertmanager } from './alertmanager/alertmanager.ts';
import type { IncomingAlert } from './alertmanager/alerts.ts';
import { postNotification, type WebhookTarget } from './alertmanager/webhook.ts';
import { EstateModel, type ModelOptions } from './model/estate-model.ts';
import { alertmanagerSet } from './model/identity.ts';
import { type EpochMs, hourMs, minuteMs, secondMs } from './model/time.ts';
import { AlertHistory } from './prometheus/alert-history.ts';
import type { Evaluators } from './prometheus/backends.ts';
import { RuleEngine } from './prometheus/rule-engine.ts';
import { ClusterSource, GlobalSource } from './prometheus/sources.ts';
import { ScenarioPlayer } from './scenarios/player.ts';

const evaluationMs = 30 * secondMs;

/** The model with what lives on top of it: rule evaluation, Alertmanagers and their notifications. */
export class EstateRuntime {
  readonly model: EstateModel;
  readonly evaluators: Evaluators;
  readonly player: ScenarioPlayer;
  readonly alertmanagers = new Map<string, Alertmanager>();
  webhook: (WebhookTarget & { readonly watchdog?: boolean }) | undefined;
  readonly #ended = new Set<string>();
  #evaluatedMs: EpochMs;

  constructor(options: ModelOptions) {
    this.model = new EstateModel(options);
    this.player = new ScenarioPlayer(this.model);
    this.#evaluatedMs = Math.floor(options.nowMs / evaluationMs) * evaluationMs;
    const history = new AlertHistory();
    const engines = new Map<string, RuleEngine>();
    for (const cluster of this.model.clusters.values()) {
      const external = () => ({
        cluster: this.model.externalCluster(cluster.name, this.model.nowMs),
        prometheus: 'monitoring/kube-prometheus-stack-prometheus',
      });
      engines.set(cluster.name, new RuleEngine(cluster, 'prometheus', external, history));
      this.alertmanagers.set(cluster.name, this.#alertmanagerFor(cluster.name));
    }
    const ruler = new RuleEngine(this.model.central, 'thanos-ruler', () => ({ cluster: this.model.central.name }), history);
    this.evaluators = { history, engines, ruler };
    this.#evaluate();
  }

  #alertmanagerFor(cluster: string): Alertmanager {
    return new Alertmanager({
      cluster,
      externalUrl: `http://alertmanager.k8s-${cluster}.miribit.lab`,
      timing: { groupWaitMs: 30 * secondMs, groupIntervalMs: 5 * minuteMs, repeatIntervalMs: 12 * hourMs },
      sendsWatchdog: () => this.webhook?.watchdog === true,
      isUpAt: (timeMs) => this.model.cluster(cluster)?.isPodReadyAt(`${alertmanagerSet}-0`, timeMs) ?? false,
    });
  }

  /** Brings the estate to that instant, evaluating rules on the way as often as the way is long, but never closer than `leastStepMs`. */
  advanceTo(nowMs: EpochMs, leastStepMs = 0): void {
    this.#play(nowMs);
    const wantedMs = Math.max(leastStepMs, (nowMs - this.model.nowMs) / 40);
    const stepMs = Math.max(evaluationMs, Math.ceil(wantedMs / evaluationMs) * evaluationMs);
    while (this.#evaluatedMs + stepMs <= nowMs) {
      this.#evaluatedMs += stepMs;
      this.model.advanceTo(this.#evaluatedMs);
      this.#play(this.#evaluatedMs);
      this.#evaluate();
      this.#notify();
    }
    this.model.advanceTo(nowMs);
    this.#notify();
  }

  #play(nowMs: EpochMs): void {
    this.player.advanceTo(Math.min(nowMs, this.model.nowMs));
  }

  async settled(): Promise<void> {
    await Promise.all([...this.alertmanagers.values()].map((manager) => manager.settled()));
  }

  #evaluate(): void {
    const { model, evaluators } = this;
    const timeMs = model.nowMs;
    for (const cluster of model.clusters.values()) {
      const engine = evaluators.engines.get(cluster.name);
      if (engine === undefined || cluster.prometheusPods(timeMs).every((pod) => !cluster.history.isReadyAt(pod, timeMs))) continue;
      this.#send(cluster.name, engine.evaluate(new ClusterSource(model, cluster, evaluators.history), timeMs));
    }
    const isRulerUp = model.central.isPodReadyAt('thanos-ruler-0', timeMs) && model.central.readyPodsOf('thanos-query', timeMs).length > 0;
    if (isRulerUp) {
      const source = new GlobalSource(model, evaluators.history, { dedup: true, maxSourceResolutionMs: 0 });
      this.#send(model.central.name, evaluators.ruler.evaluate(source, timeMs));
    }
    this.#sendInvented();
  }

  #send(cluster: string, alerts: readonly IncomingAlert[]): void {
    const generatorUrl = `http://prometheus.k8s-${cluster}.miribit.lab/graph`;
    this.alertmanagers.get(cluster)?.receive(
      alerts.map((alert) => ({
        ...alert,
        generatorUrl: alert.generatorUrl === undefined ? generatorUrl : `${generatorUrl}?${alert.generatorUrl}`,
      })),
      this.model.nowMs,
    );
  }

  /** Alerts somebody asked for by name; they last until they are mended. */
  #sendInvented(): void {
    const { nowMs } = this.model;
    for (const fault of this.model.faults.of('alert')) {
      const isOver = fault.toMs !== undefined;
      if (isOver && this.#ended.has(fault.id)) continue;
      if (isOver) this.#ended.add(fault.id);
      const cluster = fault.cluster ?? this.model.central.name;
      const labels = { alertname: fault.target ?? 'SandboxAlert', cluster, severity: 'critical', ...fault.labels };
      const annotations = { summary: `${labels.alertname} was fired by hand.` };
      this.#send(cluster, [{ labels, annotations, startsMs: fault.fromMs, endsMs: fault.toMs ?? nowMs + 5 * minuteMs }]);
    }
  }

  #notify(): void {
    const { webhook, model } = this;
    if (webhook === undefined) return;
    for (const [cluster, manager] of this.alertmanagers) {
      const cut = model.faults.at(model.nowMs, 'cluster-cut', cluster)?.mode ?? 'none';
      const isCutOff = !['none', '401', '403', '500', 'html'].includes(cut);
      manager.advanceTo(model.nowMs, (notification) => (isCutOff ? Promise.resolve(0) : postNotification(webhook, notification)));
    }
  }
}
