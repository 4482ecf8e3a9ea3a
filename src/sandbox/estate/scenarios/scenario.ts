import type { FaultRequest } from '../model/faults.ts';

export interface ScenarioStep {
  readonly afterMs: number;
  readonly says: string;
  /** Nothing here means that everything the scenario broke is mended. */
  readonly breaks?: readonly FaultRequest[];
}

/** A story of faults at set times after its start, which mends what it broke. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly steps: readonly ScenarioStep[];
}
