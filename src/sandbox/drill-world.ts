import type { DrillWorld } from '../drill/drill-world.ts';
import type { DrillScenario } from '../model/drill.ts';
import type { Estate } from './estate/options.ts';

const PLAYED: Readonly<Record<DrillScenario, string>> = { prometheus: 'prometheus-down', s3: 's3-outage' };

/** Lets drills really break the simulated estate. Ending one mends everything in it, whoever broke it. */
export function estateForDrills({ control }: Pick<Estate, 'control'>): DrillWorld {
  return {
    breaks: true,
    begin: async (scenario) => {
      control.play(PLAYED[scenario]);
    },
    end: async () => {
      control.mendAll();
    },
  };
}
