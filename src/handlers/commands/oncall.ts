import { oncallMessage } from '../../messages/oncall.ts';
import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

export const oncall = defineCommand({
  id: 'oncall',
  usage: '',
  summary: say('command.summary.oncall'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 0, 'oncall'),
  run: async (_args, { sources, now, view }) => {
    const roster = await sources.roster();
    return { kind: 'show', message: oncallMessage(roster, now, view, await sources.groupsOf(roster)), isShareable: true };
  },
});
