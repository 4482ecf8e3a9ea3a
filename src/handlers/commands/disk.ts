import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';
import { showCheck } from './show-check.ts';

export const disk = defineCommand<{ readonly cluster: string | null }>({
  id: 'disk',
  usage: '[cluster]',
  summary: say('command.summary.disk'),
  access: 'anyone',
  parse: (argv) => ({ cluster: atMost(argv, 1, 'disk [cluster]')[0] ?? null }),
  run: ({ cluster }, ctx) => showCheck('disk', cluster, ctx),
});
