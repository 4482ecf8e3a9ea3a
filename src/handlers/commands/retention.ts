import { retentionMessage } from '../../messages/retention.ts';
import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

export const retention = defineCommand({
  id: 'retention',
  usage: '',
  summary: say('command.summary.retention'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 0, 'retention'),
  run: async (_args, { config, sources, view, signal }) => {
    const { reports } = await sources.runChecks(['bucket-retention', 'local-retention'], null, signal);
    return { kind: 'show', message: retentionMessage(reports, config.thanos.retention, view), isShareable: true };
  },
});
