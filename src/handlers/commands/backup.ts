import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

export const backup = defineCommand({
  id: 'backup',
  usage: '',
  summary: say('command.summary.backup'),
  access: 'operator',
  parse: (argv) => atMost(argv, 0, 'backup'),
  run: async () => ({ kind: 'propose', actionId: 'backup', params: {} }),
});
