import { helpMessage } from '../../messages/help.ts';
import { say } from '../../messages/say.ts';
import { BY_HAND } from './by-hand.ts';
import { defineCommand } from './command.ts';

export const help = defineCommand({
  id: 'help',
  usage: '',
  summary: say('command.summary.help'),
  access: 'anyone',
  // Whatever stands after it, the person wants help.
  parse: () => null,
  run: async (_args, { commands, view }) => ({ kind: 'show', message: helpMessage(commands, BY_HAND, view), isShareable: false }),
});
