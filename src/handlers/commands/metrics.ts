import { METRIC_ROWS, type MetricComponent } from '../../checks/metrics/rows.ts';
import { metricsPages } from '../../messages/metrics.ts';
import { say } from '../../messages/say.ts';
import { UserError } from '../../model/errors.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';
import { showPages } from './show-pages.ts';

const isComponent = (word: string): word is MetricComponent => Object.hasOwn(METRIC_ROWS, word);
const COMPONENTS: readonly MetricComponent[] = Object.keys(METRIC_ROWS).filter(isComponent);

export const metrics = defineCommand<readonly MetricComponent[]>({
  id: 'metrics',
  usage: '[component]',
  summary: say('command.summary.metrics'),
  access: 'anyone',
  parse: (argv) => {
    const word = atMost(argv, 1, 'metrics [component]')[0]?.toLowerCase();
    if (word === undefined) {
      return COMPONENTS;
    }
    if (!isComponent(word)) {
      throw new UserError(say('command.noSuchComponent', { word, known: COMPONENTS }));
    }
    return [word];
  },
  run: async (components, { config, sources, view, signal }) => {
    const rows = components.flatMap((component) => METRIC_ROWS[component]);
    const { reports } = await sources.runChecks(
      rows.map(({ id }) => id),
      null,
      signal,
    );
    const explained = components.map((component) => {
      const lines = METRIC_ROWS[component].map((row) => ({ ...row, expression: row.query({ jobs: config.metrics.jobs, cluster: '' }) }));
      return { component, lines, reports: reports.filter(({ checkId }) => lines.some(({ id }) => id === checkId)) };
    });
    return showPages(metricsPages(explained, view));
  },
});
