import { incidentsMessage } from '../../messages/incident-list.ts';
import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

const LIMIT = 200;

export const incidents = defineCommand({
  id: 'incidents',
  usage: '',
  summary: say('command.summary.incidents'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 0, 'incidents'),
  run: async (_args, { sources, view }) => ({
    kind: 'show',
    message: incidentsMessage(await sources.openIncidents(LIMIT), view),
    isShareable: true,
  }),
});
