import { auditMessage } from '../../messages/audit.ts';
import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

const ENTRIES = 30;

export const audit = defineCommand({
  id: 'audit',
  usage: '',
  summary: say('command.summary.audit'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 0, 'audit'),
  run: async (_args, { sources, view }) => ({ kind: 'show', message: auditMessage(await sources.audit(ENTRIES), view), isShareable: true }),
});
