import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';
import { showCheck } from './show-check.ts';

export const bucket = defineCommand({
  id: 'bucket',
  usage: '',
  summary: say('command.summary.bucket'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 0, 'bucket'),
  run: (_args, ctx) => showCheck('bucket', null, ctx),
});
