import { SHORT_SILENCE_MS } from '../../actions/silence-short.ts';
import { readSpokenDuration } from '../../escalation/spoken-time.ts';
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
  parse: readSilence,
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

/** @throws UserError that says what to write instead. */
export function readSilence(argv: readonly string[]): Args {
  required(argv[0], `silence ${USAGE}`);
  const span = spanIn(argv);
  const { matchers, rest } = matchersBefore(argv, span?.at ?? argv.length);
  if (rest !== '') {
    throw new UserError(say('silence.badMatcher', { text: rest }));
  }
  if (span === null) {
    throw new UserError(say('silence.noDuration'));
  }
  return { matchers, durationMs: span.durationMs, words: argv.slice(span.end) };
}

interface Span {
  /** Where the words for the duration begin and end. */
  readonly at: number;
  readonly end: number;
  readonly durationMs: DurationMs;
}

/** The first duration that nothing but matchers stand before; else the one after `for`, so that it can be said what is no matcher. */
function spanIn(argv: readonly string[]): Span | null {
  const found = argv.flatMap((_, at) => durationAt(argv, at) ?? []).filter(({ at }) => at > 0);
  return found.find(({ at }) => matchersBefore(argv, at).rest === '') ?? found.find(({ at }) => isFor(argv[at - 1])) ?? null;
}

/** One word such as `2h`; otherwise as many as belong together: `2 hours`, `1시간 30분 동안`. */
function durationAt(argv: readonly string[], at: number): Span | null {
  const most = parseDuration(argv[at] ?? '') === null ? Math.min(at + 3, argv.length) : at + 1;
  for (let end = most; end > at; end -= 1) {
    const durationMs = readSpokenDuration(argv.slice(at, end).join(' '));
    if (durationMs !== null) {
      return { at, end, durationMs };
    }
  }
  return null;
}

/** A name alone in the first place is that of an alert. */
function matchersBefore(argv: readonly string[], end: number): ReturnType<typeof parseMatchers> {
  const [first = '', ...others] = argv.slice(0, isFor(argv[end - 1]) ? end - 1 : end);
  const named = /^[A-Za-z_]\w*$/.test(first) ? `alertname=${first}` : first;
  return parseMatchers([named, ...others].join(' '));
}

function isFor(word: string | undefined): boolean {
  return word?.toLowerCase() === 'for';
}
