import type { OverrideRequest } from '../../escalation/override-request.ts';
import { readSpokenTime, type SpokenTime } from '../../escalation/spoken-time.ts';
import { say } from '../../messages/say.ts';
import { sentenceMessage } from '../../messages/sentence.ts';
import { UserError } from '../../model/errors.ts';
import { required } from './arguments.ts';
import { defineCommand } from './command.ts';

const USAGE = '<schedule|role> @user [from <time>] until <time|duration>';
const WRITTEN = `oncall override ${USAGE}`;

export const oncallOverride = defineCommand<OverrideRequest>({
  id: 'oncall override',
  usage: USAGE,
  summary: say('command.summary.oncallOverride'),
  access: 'responder',
  parse: (argv) => {
    const subject = required(argv[0], WRITTEN);
    const userId = userIn(required(argv[1], WRITTEN));
    const words = argv.slice(2);
    const untilAt = words.findLastIndex((word) => word.toLowerCase() === 'until');
    const isStarted = words[0]?.toLowerCase() === 'from';
    if (untilAt === -1 || (untilAt > 0 && !isStarted)) {
      throw new UserError(say('command.usage', { usage: `/thanos ${WRITTEN}` }));
    }
    return { subject, userId, from: isStarted ? timeIn(words.slice(1, untilAt)) : null, until: timeIn(words.slice(untilAt + 1)) };
  },
  run: async (request, { sources, userId, view }) => {
    const { number, subject, userId: user, from, until } = await sources.oncall.set(request, userId);
    const message = sentenceMessage(say('oncall.overrideDone', { number, subject, user, from, until }), view);
    return { kind: 'show', message, isShareable: false };
  },
});

/** Slack has turned `@name` into an id, unless the name is nobody's. */
function userIn(word: string): string {
  if (!/^[UW][A-Z0-9]+$/.test(word)) {
    throw new UserError(say('oncall.noSuchUser', { word }));
  }
  return word;
}

function timeIn(words: readonly string[]): SpokenTime {
  const text = words.join(' ');
  const time = readSpokenTime(text);
  if (time === null) {
    throw new UserError(say('oncall.badTime', { text }));
  }
  return time;
}
