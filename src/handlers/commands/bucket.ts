import { bucket as check } from '../../checks/bucket.ts';
import { chartsOf } from '../../messages/charts.ts';
import { pagedDetails } from '../../messages/paged-details.ts';
import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';
import { withPictures } from './with-pictures.ts';

export const bucket = defineCommand({
  id: 'bucket',
  usage: '',
  summary: say('command.summary.bucket'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 0, 'bucket'),
  run: async (_args, ctx) => {
    const { reports } = await ctx.sources.runChecks([check.id], null, ctx.signal);
    return withPictures(pagedDetails(reports, ctx.view, check.remedy), chartsOf(reports, ctx.view), ctx);
  },
});
