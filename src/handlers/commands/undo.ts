import { say } from '../../messages/say.ts';
import { atMost, required } from './arguments.ts';
import { defineCommand } from './command.ts';

export const undo = defineCommand<{ readonly operationId: string }>({
  id: 'undo',
  usage: '<operation>',
  summary: say('command.summary.undo'),
  access: 'operator',
  parse: (argv) => ({ operationId: required(atMost(argv, 1, 'undo <operation>')[0], 'undo <operation>') }),
  run: async ({ operationId }) => ({ kind: 'undo', operationId }),
});
