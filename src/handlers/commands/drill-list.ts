import { drillListMessage, drillReportMessage } from '../../messages/drill-report.ts';
import { say } from '../../messages/say.ts';
import { UserError } from '../../model/errors.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

const SHOWN = 20;

export const drillList = defineCommand<{ id: string | null }>({
  id: 'drill list',
  usage: '[id]',
  summary: say('command.summary.drillList'),
  access: 'anyone',
  parse: (argv) => ({ id: atMost(argv, 1, 'drill list [id]')[0] ?? null }),
  run: async ({ id }, { sources: { drills }, view }) => {
    if (id === null) {
      return { kind: 'show', message: drillListMessage(await drills.recent(SHOWN), view), isShareable: true };
    }
    const drill = await drills.byId(id);
    if (drill === null) {
      throw new UserError(say('drill.noSuch', { id }));
    }
    return { kind: 'show', message: drillReportMessage(drill, view), isShareable: true };
  },
});
