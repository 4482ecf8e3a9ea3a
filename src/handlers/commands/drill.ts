import { say } from '../../messages/say.ts';
import { DRILL_SCENARIOS, type DrillScenario } from '../../model/drill.ts';
import { UserError } from '../../model/errors.ts';
import { atMost, required } from './arguments.ts';
import { defineCommand } from './command.ts';

const USAGE = DRILL_SCENARIOS.join('|');

export const drill = defineCommand<{ scenario: DrillScenario }>({
  id: 'drill',
  usage: USAGE,
  summary: say('command.summary.drill'),
  access: 'operator',
  parse: (argv) => {
    const [word] = atMost(argv, 1, `drill ${USAGE}`);
    const given = required(word, `drill ${USAGE}`);
    const scenario = DRILL_SCENARIOS.find((known) => known === given.toLowerCase());
    if (scenario === undefined) {
      throw new UserError(say('drill.noSuchScenario', { word: given, known: DRILL_SCENARIOS }));
    }
    return { scenario };
  },
  run: async (params) => ({ kind: 'propose', actionId: 'drill', params }),
});
