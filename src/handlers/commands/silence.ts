import { SHORT_SILENCE_MS } from '../../actions/silence-short.ts';
import { say } from '../../messages/say.ts';
import { UserError } from '../../model/errors.ts';
import { parseMatchers } from '../../model/matcher.ts';
import type { Matcher } from '../../model/metrics.ts';
import { type DurationMs, parseDuration } from '../../model/time.ts';
import { required } from './arguments.ts';
import { defineCommand } from './command.ts';

const USAGE = '<matchers…> for <duration> [cluster] [reason…]';

interface Args {
  readonly matchers: readonly Matcher[];
  readonly durationMs: DurationMs;
  /** What follows the duration: a cluster if one has that name, and the reason. */
  readonly words: readonly string[];
}

export const silence = defineCommand<Args>({
  id: 'silence',
  usage: USAGE,
  summary: say('command.summary.silence'),
  access: 'responder',
  parse: (argv) => {
    const at = argv.findIndex((word, index) => word.toLowerCase() === 'for' && parseDuration(argv[index + 1] ?? '') !== null);
    const written = at === -1 ? argv.filter((word) => word.toLowerCase() !== 'for') : argv.slice(0, at);
    required(written[0], `silence ${USAGE}`);
    const { matchers, rest } = parseMatchers(written.join(' '));
    if (rest !== '') {
      throw new UserError(say('silence.badMatcher', { text: rest }));
    }
    if (at === -1) {
      throw new UserError(say('silence.noDuration'));
    }
    return { matchers, durationMs: parseDuration(argv[at + 1] ?? '') ?? 0, words: argv.slice(at + 2) };
  },
  run: async ({ matchers, durationMs, words }, { config, userId }) => {
    const [first = '', ...others] = words;
    const isCluster = config.clusters.some(({ name }) => name === first);
    return {
      kind: 'propose',
      actionId: durationMs > SHORT_SILENCE_MS ? 'silence' : 'silence-short',
      params: {
        matchers,
        durationMs,
        owner: userId,
        comment: (isCluster ? others : words).join(' ').slice(0, 500),
        ...(isCluster ? { cluster: first } : {}),
      },
    };
  },
});
