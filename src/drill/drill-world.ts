import type { DrillScenario } from '../model/drill.ts';

/** What a drill may do to the world outside of Slack. */
export interface DrillWorld {
  /** Whether `begin` really breaks something, which only a simulated estate allows. */
  readonly breaks: boolean;
  begin(scenario: DrillScenario): Promise<void>;
  /** Mends what `begin` broke. Asked for more than once. */
  end(): Promise<void>;
}

/** Production: the bot breaks nothing. What a drill needs broken, its people break by hand. */
export const UNTOUCHED_WORLD: DrillWorld = { breaks: false, begin: async () => {}, end: async () => {} };
