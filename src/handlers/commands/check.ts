import { CHECKS } from '../../checks/registry.ts';
import { say } from '../../messages/say.ts';
import { atMost, knownCheck, required } from './arguments.ts';
import { defineCommand } from './command.ts';
import { showCheck } from './show-check.ts';

const USAGE = '<id> [cluster]';

export const check = defineCommand<{ readonly checkId: string; readonly cluster: string | null }>({
  id: 'check',
  usage: USAGE,
  summary: say('command.summary.check'),
  access: 'anyone',
  parse: (argv) => {
    const [word, cluster] = atMost(argv, 2, `check ${USAGE}`);
    const known = CHECKS.map(({ id }) => id);
    return { checkId: knownCheck(required(word, `check ${USAGE}`), known), cluster: cluster ?? null };
  },
  run: ({ checkId, cluster }, ctx) => showCheck(checkId, cluster, ctx),
});
