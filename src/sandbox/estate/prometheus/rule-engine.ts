import type { ClusterModel } from '../model/cluster-model.ts';
import { type JsonObject, listAt, textAt, textsAt } from '../model/json.ts';
import { labelsOf, nameOf } from '../model/object-store.ts';
import type { EpochMs } from '../model/time.ts';
import { Evaluation } from '../promql/evaluate.ts';
import { type Labels, labelKey, withoutName } from '../promql/labels.ts';
import { durationMs } from '../promql/literals.ts';
import { parsePromql } from '../promql/parse.ts';
import type { InstantSample, SeriesSource } from '../promql/syntax.ts';
import type { AlertHistory, AlertSpan } from './alert-history.ts';

export interface ActiveAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly state: 'pending' | 'firing';
  readonly activeMs: EpochMs;
  readonly firingMs: EpochMs | undefined;
  readonly value: number;
}

export interface RuleState {
  readonly name: string;
  readonly group: string;
  readonly file: string;
  readonly query: string;
  readonly forMs: number;
  readonly labels: Labels;
  readonly annotations: Labels;
  health: 'ok' | 'err' | 'unknown';
  lastError: string;
  evaluatedMs: EpochMs;
  readonly active: Map<string, TrackedAlert>;
}

interface TrackedAlert {
  readonly labels: Labels;
  readonly span: AlertSpan;
  annotations: Labels;
  value: number;
}

export interface FiredAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsMs: EpochMs;
  /** When it ended, or until when it counts unless it is sent again. */
  readonly endsMs: EpochMs;
  /** Query part of the link to the rule's expression. */
  readonly generatorUrl?: string;
}

const validMs = 240_000;

/** Evaluates the PrometheusRule objects of one cluster, the way its Prometheus or the Ruler does. */
export class RuleEngine {
  readonly evaluator: string;
  readonly #cluster: ClusterModel;
  readonly #role: 'prometheus' | 'thanos-ruler';
  readonly #external: () => Labels;
  readonly #history: AlertHistory;
  readonly #rules = new Map<string, RuleState>();
  #objectsVersion = -1;

  constructor(cluster: ClusterModel, role: 'prometheus' | 'thanos-ruler', external: () => Labels, history: AlertHistory) {
    this.#cluster = cluster;
    this.#role = role;
    this.#external = external;
    this.#history = history;
    this.evaluator = role === 'prometheus' ? cluster.name : 'ruler';
  }

  rules(): RuleState[] {
    this.#reload();
    return [...this.#rules.values()];
  }

  active(): ActiveAlert[] {
    return this.rules().flatMap(alertsOf);
  }

  /** One round over all rules; returns what an Alertmanager has to be told. */
  evaluate(source: SeriesSource, nowMs: EpochMs): FiredAlert[] {
    const evaluation = new Evaluation(source);
    return this.rules().flatMap((rule) => this.#evaluateRule(rule, evaluation, nowMs));
  }

  #reload(): void {
    if (this.#objectsVersion === this.#cluster.objects.version) return;
    this.#objectsVersion = this.#cluster.objects.version;
    const present = new Set<string>();
    for (const object of this.#cluster.objects.list('monitoring.coreos.com/prometheusrules')) {
      const labels = labelsOf(object);
      const role = labels['thanos-chatops/evaluated-by'] ?? 'prometheus';
      if (role !== this.#role || labels['release'] !== 'kube-prometheus-stack') continue;
      for (const rule of rulesOf(object)) {
        const key = `${rule.group}/${rule.name}/${rule.query}/${rule.forMs}`;
        present.add(key);
        if (!this.#rules.has(key)) this.#rules.set(key, rule);
      }
    }
    for (const key of this.#rules.keys()) if (!present.has(key)) this.#rules.delete(key);
  }

  #evaluateRule(rule: RuleState, evaluation: Evaluation, nowMs: EpochMs): FiredAlert[] {
    rule.evaluatedMs = nowMs;
    let samples: readonly InstantSample[];
    try {
      const value = evaluation.evaluate(parsePromql(rule.query), nowMs);
      samples = value.kind === 'vector' ? value.samples : [];
      rule.health = 'ok';
      rule.lastError = '';
    } catch (error) {
      rule.health = 'err';
      rule.lastError = error instanceof Error ? error.message : String(error);
      return [];
    }
    return [...this.#raise(rule, samples, nowMs), ...this.#end(rule, samples, nowMs)];
  }

  #labelsFor(rule: RuleState, sample: InstantSample): Labels {
    return { ...this.#external(), ...withoutName(sample.labels), ...rule.labels, alertname: rule.name };
  }

  #raise(rule: RuleState, samples: readonly InstantSample[], nowMs: EpochMs): FiredAlert[] {
    const fired: FiredAlert[] = [];
    for (const sample of samples) {
      const labels = this.#labelsFor(rule, sample);
      const key = labelKey(labels);
      const alert = rule.active.get(key) ?? {
        labels,
        span: this.#history.begin(this.evaluator, labels, nowMs),
        annotations: {},
        value: sample.value,
      };
      alert.value = sample.value;
      alert.annotations = filledIn(rule.annotations, labels, sample.value);
      rule.active.set(key, alert);
      if (nowMs - alert.span.activeMs >= rule.forMs) alert.span.firingMs ??= nowMs;
      if (alert.span.firingMs !== undefined) {
        const generatorUrl = `g0.expr=${encodeURIComponent(rule.query)}&g0.tab=1`;
        fired.push({ labels, annotations: alert.annotations, startsMs: alert.span.firingMs, endsMs: nowMs + validMs, generatorUrl });
      }
    }
    return fired;
  }

  #end(rule: RuleState, samples: readonly InstantSample[], nowMs: EpochMs): FiredAlert[] {
    const present = new Set(samples.map((sample) => labelKey(this.#labelsFor(rule, sample))));
    const ended: FiredAlert[] = [];
    for (const [key, alert] of rule.active) {
      if (present.has(key)) continue;
      rule.active.delete(key);
      alert.span.endedMs = nowMs;
      const { firingMs } = alert.span;
      if (firingMs !== undefined) ended.push({ labels: alert.labels, annotations: alert.annotations, startsMs: firingMs, endsMs: nowMs });
    }
    return ended;
  }
}

function rulesOf(object: JsonObject): RuleState[] {
  return listAt(object, 'spec', 'groups').flatMap((group) =>
    listAt(group, 'rules')
      .filter((rule) => textAt(rule, 'alert') !== '')
      .map((rule) => ({
        name: textAt(rule, 'alert'),
        group: textAt(group, 'name'),
        file: `/etc/prometheus/rules/monitoring-${nameOf(object)}.yaml`,
        query: textAt(rule, 'expr').trim(),
        forMs: durationOr(textAt(rule, 'for')),
        labels: textsAt(rule, 'labels'),
        annotations: textsAt(rule, 'annotations'),
        health: 'unknown' as const,
        lastError: '',
        evaluatedMs: 0,
        active: new Map<string, TrackedAlert>(),
      })),
  );
}

function durationOr(text: string): number {
  try {
    return text === '' ? 0 : durationMs(text);
  } catch {
    return 0;
  }
}

export function alertsOf(rule: RuleState): ActiveAlert[] {
  return [...rule.active.values()].map((alert) => ({
    labels: alert.labels,
    annotations: alert.annotations,
    state: alert.span.firingMs === undefined ? 'pending' : 'firing',
    activeMs: alert.span.activeMs,
    firingMs: alert.span.firingMs,
    value: alert.value,
  }));
}

function filledIn(annotations: Labels, labels: Labels, value: number): Labels {
  const fill = (text: string): string =>
    text
      .replace(/\{\{\s*\$labels\.(\w+)\s*\}\}/g, (_whole, name: string) => labels[name] ?? '')
      .replace(/\{\{\s*\$value\s*\}\}/g, String(value));
  return Object.fromEntries(Object.entries(annotations).map(([name, text]) => [name, fill(text)]));
}
