import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';
import { showCheck } from './show-check.ts';

export const pods = defineCommand<{ readonly cluster: string | null }>({
  id: 'pods',
  usage: '[cluster]',
  summary: say('command.summary.pods'),
  access: 'anyone',
  parse: (argv) => ({ cluster: atMost(argv, 1, 'pods [cluster]')[0] ?? null }),
  run: ({ cluster }, ctx) => showCheck('pods', cluster, ctx),
});
