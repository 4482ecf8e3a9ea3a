import { oncallExportMessage } from '../../messages/oncall-calendar.ts';
import { say } from '../../messages/say.ts';
import { UserError } from '../../model/errors.ts';
import { nearest } from '../../model/nearest.ts';
import { calendarFiles } from '../oncall-desk.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

export const oncallExport = defineCommand<string | null>({
  id: 'oncall export',
  usage: '[schedule]',
  summary: say('command.summary.oncallExport'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 1, 'oncall export [schedule]')[0] ?? null,
  run: async (wanted, { sources, userId, view, now }) => {
    const roster = await sources.roster();
    const known = Object.keys(roster.escalation.schedules);
    if (wanted !== null && !known.includes(wanted)) {
      throw new UserError(say('oncall.noSuchSubject', { word: wanted, suggestion: nearest(wanted, known), known }));
    }
    const files = calendarFiles(roster, wanted === null ? known : [wanted], now);
    const refused = files.length === 0 ? [] : await sources.oncall.send(files, userId, view);
    return { kind: 'show', message: oncallExportMessage(files, refused, view), isShareable: false };
  },
});
