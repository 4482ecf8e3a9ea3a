import { capacity as check } from '../../checks/capacity.ts';
import { capacityMessage } from '../../messages/capacity.ts';
import { chartsOf } from '../../messages/charts.ts';
import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';
import { withPictures } from './with-pictures.ts';

export const capacity = defineCommand({
  id: 'capacity',
  usage: '',
  summary: say('command.summary.capacity'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 0, 'capacity'),
  run: async (_args, ctx) => {
    const { reports } = await ctx.sources.runChecks([check.id], null, ctx.signal);
    return withPictures(
      reports.map((report) => capacityMessage(report, ctx.view, check.remedy)),
      chartsOf(reports, ctx.view),
      ctx,
    );
  },
});
