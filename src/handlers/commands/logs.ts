import { errorReview } from '../../checks/error-review.ts';
import type { Config } from '../../config/config.ts';
import { pagedDetails } from '../../messages/paged-details.ts';
import { say } from '../../messages/say.ts';
import { translate } from '../../messages/translate.ts';
import { UserError } from '../../model/errors.ts';
import { type DurationMs, days, minutes, parseDuration } from '../../model/time.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';
import { showPages } from './show-pages.ts';

const USAGE = '[component] [cluster] [window]';
const LIMITS = { least: minutes(5), most: days(30) };
const SIDECAR = 'sidecar';

interface Wanted {
  readonly component: string | null;
  readonly cluster: string | null;
  readonly windowMs: DurationMs;
}

export const logs = defineCommand<readonly string[]>({
  id: 'logs',
  usage: USAGE,
  summary: say('command.summary.logs'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 3, `logs ${USAGE}`),
  run: async (words, { config, sources, view, signal }) => {
    const { component, cluster, windowMs } = readWords(words, config);
    const { reports } = await sources.health.reviewLogs({ windowMs, names: namesOf(component, config) }, cluster, signal);
    const about = { kind: 'context' as const, items: [translate(view.locale, say('logs.window', { component, windowMs }))] };
    // A cluster without the component has nothing to say, unless no cluster has it.
    const told = reports.filter(({ summary }) => component === null || summary.id !== 'checks.errors-no-logs');
    const [first, ...rest] = pagedDetails(told.length === 0 ? reports : told, view, errorReview.remedy);
    return showPages([{ ...first, blocks: [...first.blocks.slice(0, 1), about, ...first.blocks.slice(1)] }, ...rest]);
  },
});

/** The words may come in any order: each is a component, a cluster or a length of time. @throws UserError */
function readWords(words: readonly string[], config: Config): Wanted {
  const components = [SIDECAR, ...Object.keys(config.thanos.components)];
  const clusters = config.clusters.map(({ name }) => name);
  const read = words.map((written) => readWord(written, components, clusters));
  const last = <Key extends keyof Wanted>(key: Key): Wanted[Key] | undefined => read.findLast((part) => part[key] !== undefined)?.[key];
  return { component: last('component') ?? null, cluster: last('cluster') ?? null, windowMs: last('windowMs') ?? days(7) };
}

function readWord(written: string, components: readonly string[], clusters: readonly string[]): Partial<Wanted> {
  const word = written.toLowerCase();
  const component = components.find((name) => name.toLowerCase() === word);
  if (component !== undefined) {
    return { component };
  }
  if (clusters.includes(word)) {
    return { cluster: word };
  }
  const windowMs = parseDuration(word);
  if (windowMs === null) {
    throw new UserError(say('command.noSuchWord', { word: written, components, clusters }));
  }
  if (windowMs < LIMITS.least || windowMs > LIMITS.most) {
    throw new UserError(say('command.badWindow', { word: written }));
  }
  return { windowMs };
}

/** Pods carry their workload's name and a suffix; `thanos-query` must not take the pods of `thanos-query-frontend` along. */
function namesOf(component: string | null, { thanos }: Config): ((pod: string, container: string) => boolean) | null {
  if (component === null) {
    return null;
  }
  if (component === SIDECAR) {
    return (_pod, container) => container === 'thanos-sidecar';
  }
  const workloads = Object.entries(thanos.components);
  const own = workloads.find(([name]) => name === component)?.[1].name ?? component;
  const longer = workloads.map(([, { name }]) => name).filter((name) => name.startsWith(`${own}-`));
  return (pod) => pod.startsWith(`${own}-`) && !longer.some((name) => pod.startsWith(`${name}-`));
}
