import { resourceTrends } from '../../checks/resource-trends.ts';
import { chartsOf } from '../../messages/charts.ts';
import { pagedDetails } from '../../messages/paged-details.ts';
import { say } from '../../messages/say.ts';
import { atMost, knownCluster } from './arguments.ts';
import { defineCommand } from './command.ts';
import { withPictures } from './with-pictures.ts';

export const trends = defineCommand<{ readonly cluster: string | null }>({
  id: 'trends',
  usage: '[cluster]',
  summary: say('command.summary.trends'),
  access: 'anyone',
  parse: (argv) => ({ cluster: atMost(argv, 1, 'trends [cluster]')[0] ?? null }),
  run: async ({ cluster }, ctx) => {
    const { reports } = await ctx.sources.runChecks([resourceTrends.id], knownCluster(cluster, ctx.config.clusters), ctx.signal);
    return withPictures(pagedDetails(reports, ctx.view, resourceTrends.remedy), chartsOf(reports, ctx.view), ctx);
  },
});
