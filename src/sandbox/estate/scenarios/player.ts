import type { EstateModel } from '../model/estate-model.ts';
import type { EpochMs } from '../model/time.ts';
import { clusterDown } from './cluster-down.ts';
import { compactorHalt } from './compactor-halt.ts';
import { diskFull } from './disk-full.ts';
import { prometheusDown } from './prometheus-down.ts';
import { s3Outage } from './s3-outage.ts';
import type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [s3Outage, prometheusDown, clusterDown, diskFull, compactorHalt];

interface Performance {
  readonly scenario: Scenario;
  readonly startMs: EpochMs;
  readonly faultIds: string[];
  nextStep: number;
}

/** Plays scenarios on the sandbox's clock; several may run at once. */
export class ScenarioPlayer {
  readonly #model: EstateModel;
  #running: Performance[] = [];

  constructor(model: EstateModel) {
    this.#model = model;
  }

  /** False when there is no scenario of that name. */
  start(name: string, nowMs: EpochMs): boolean {
    const scenario = scenarios.find((candidate) => candidate.name === name);
    if (scenario === undefined) return false;
    this.#running.push({ scenario, startMs: nowMs, faultIds: [], nextStep: 0 });
    this.advanceTo(nowMs);
    return true;
  }

  running(): readonly { readonly name: string; readonly says: string }[] {
    return this.#running.map(({ scenario, nextStep }) => ({ name: scenario.name, says: scenario.steps[nextStep - 1]?.says ?? '' }));
  }

  stopAll(): void {
    this.#running = [];
  }

  advanceTo(nowMs: EpochMs): void {
    for (const performance of this.#running) this.#perform(performance, nowMs);
    this.#running = this.#running.filter(({ scenario, nextStep }) => nextStep < scenario.steps.length);
  }

  #perform(performance: Performance, nowMs: EpochMs): void {
    for (;;) {
      const step = performance.scenario.steps[performance.nextStep];
      if (step === undefined || performance.startMs + step.afterMs > nowMs) return;
      performance.nextStep += 1;
      for (const fault of step.breaks ?? []) performance.faultIds.push(this.#model.break(fault).id);
      if (step.breaks === undefined) for (const id of performance.faultIds) this.#model.mend(id);
    }
  }
}
