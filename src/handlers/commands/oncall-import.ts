import { oncallImportMessage } from '../../messages/oncall-calendar.ts';
import { say } from '../../messages/say.ts';
import { UserError } from '../../model/errors.ts';
import { defineCommand } from './command.ts';

/** Nothing is fetched from an address that somebody types: the bot stands inside the network, and the answer decides who is called. */
export const oncallImport = defineCommand<null>({
  id: 'oncall import',
  usage: '',
  summary: say('command.summary.oncallImport'),
  access: 'responder',
  parse: (argv) => {
    if (argv.length > 0) {
      throw new UserError(say('oncall.noAddresses'));
    }
    return null;
  },
  run: async (_args, { sources, view }) => ({
    kind: 'show',
    message: oncallImportMessage(await sources.oncall.readCalendars(), view),
    isShareable: false,
  }),
});
