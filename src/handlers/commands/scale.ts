import { refuseComponent, SCALE_COMPONENTS } from '../../actions/scale-rules.ts';
import { say } from '../../messages/say.ts';
import { UserError } from '../../model/errors.ts';
import { nearest } from '../../model/nearest.ts';
import { atMost, required } from './arguments.ts';
import { defineCommand } from './command.ts';

interface Args {
  readonly component: string;
  readonly replicas: number;
  readonly cluster?: string;
}

const USAGE = 'query <n> | prometheus <n> [cluster]';

export const scale = defineCommand<Args>({
  id: 'scale',
  usage: USAGE,
  summary: say('command.summary.scale'),
  access: 'operator',
  parse: (argv) => {
    const component = componentOf(required(argv[0], `scale ${USAGE}`));
    const [, count, cluster] = atMost(argv, component === 'prometheus' ? 3 : 2, `scale ${USAGE}`);
    const replicas = wholeNumber(required(count, `scale ${USAGE}`));
    return { component, replicas, ...(cluster === undefined ? {} : { cluster }) };
  },
  run: async (params, { config }) => {
    if (params.component === 'prometheus' && params.cluster === undefined && config.clusters.length > 1) {
      throw new UserError(say('command.clusterNeeded', { usage: `/thanos scale prometheus ${params.replicas} <cluster>` }));
    }
    return { kind: 'propose', actionId: 'scale', params };
  },
});

/** A component's word; what is known but never scaled is refused here already, before anything is read. @throws UserError */
function componentOf(word: string): string {
  const known = SCALE_COMPONENTS.find((component) => component === word.toLowerCase()) ?? nearestOnly(word);
  const refusal = refuseComponent(known);
  if (refusal !== null) {
    throw new UserError(refusal);
  }
  return known;
}

function nearestOnly(word: string): never {
  const suggestion = nearest(word, SCALE_COMPONENTS);
  throw new UserError(
    suggestion === null
      ? say('scale.refuseUnknown', { component: word })
      : say('command.unknownSuggest', { word, suggestion: `scale ${suggestion}` }),
  );
}

function wholeNumber(word: string): number {
  if (!/^\d{1,6}$/.test(word)) {
    throw new UserError(say('command.notANumber', { word, usage: '/thanos scale query 2' }));
  }
  return Number(word);
}
