import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';
import { showCheck } from './show-check.ts';

export const alerts = defineCommand<{ readonly cluster: string | null }>({
  id: 'alerts',
  usage: '[cluster]',
  summary: say('command.summary.alerts'),
  access: 'anyone',
  parse: (argv) => ({ cluster: atMost(argv, 1, 'alerts [cluster]')[0] ?? null }),
  run: ({ cluster }, ctx) => showCheck('alerts', cluster, ctx),
});
