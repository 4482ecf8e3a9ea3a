import { CHECKS } from '../../checks/registry.ts';
import { say } from '../../messages/say.ts';
import { statusMessage } from '../../messages/status.ts';
import { atMost, knownCluster } from './arguments.ts';
import { defineCommand } from './command.ts';

export const status = defineCommand<{ readonly cluster: string | null }>({
  id: 'status',
  usage: '[cluster]',
  summary: say('command.summary.status'),
  access: 'anyone',
  parse: (argv) => ({ cluster: atMost(argv, 1, 'status [cluster]')[0] ?? null }),
  run: async ({ cluster }, { config, sources, view, signal }) => {
    const daily = CHECKS.filter(({ cadence }) => cadence === 'daily').map(({ id }) => id);
    const report = await sources.runChecks(daily, knownCluster(cluster, config.clusters), signal);
    return { kind: 'show', message: statusMessage(report, view), isShareable: true };
  },
});
