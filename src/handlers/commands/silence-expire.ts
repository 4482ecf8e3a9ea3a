import { say } from '../../messages/say.ts';
import { atMost, required } from './arguments.ts';
import { defineCommand } from './command.ts';

const USAGE = 'silence expire <id>';

export const silenceExpire = defineCommand<{ readonly what: string }>({
  id: 'silence expire',
  usage: '<id>',
  summary: say('command.summary.silenceExpire'),
  access: 'responder',
  parse: (argv) => ({ what: required(atMost(argv, 1, USAGE)[0], USAGE) }),
  run: async (params) => ({ kind: 'propose', actionId: 'silence-expire', params }),
});
