import { say } from '../../messages/say.ts';
import { silenceListMessage } from '../../messages/silences.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

export const silenceList = defineCommand<null>({
  id: 'silence list',
  usage: '',
  summary: say('command.summary.silenceList'),
  access: 'anyone',
  parse: (argv) => {
    atMost(argv, 0, 'silence list');
    return null;
  },
  run: async (_, { sources, view, signal }) => ({
    kind: 'show',
    message: silenceListMessage(await sources.silences(signal), view),
    isShareable: true,
  }),
});
