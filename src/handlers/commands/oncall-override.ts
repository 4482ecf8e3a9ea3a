import type { OverrideRequest } from '../../escalation/override-request.ts';
import { readSpokenTime, type SpokenTime } from '../../escalation/spoken-time.ts';
import { say } from '../../messages/say.ts';
import { sentenceMessage } from '../../messages/sentence.ts';
import { UserError } from '../../model/errors.ts';
import { required } from './arguments.ts';
import { defineCommand } from './command.ts';

const USAGE = '[schedule|role] @user [from <time>] until <time|duration>';
const WRITTEN = `oncall override ${USAGE}`;

export const oncallOverride = defineCommand<OverrideRequest>({
  id: 'oncall override',
  usage: USAGE,
  summary: say('command.summary.oncallOverride'),
  access: 'responder',
  parse: readOverride,
  run: async (request, { sources, userId, view }) => {
    const { number, subject, userId: user, from, until } = await sources.oncall.set(request, userId);
    const message = sentenceMessage(say('oncall.overrideDone', { number, subject, user, from, until }), view);
    return { kind: 'show', message, isShareable: false };
  },
});

/** @throws UserError that says what to write instead. */
export function readOverride(argv: readonly string[]): OverrideRequest {
  const [first, second = ''] = [required(argv[0], WRITTEN), argv[1]];
  // A schedule's name may look like an id, and so does UNTIL.
  const isNamed = !isUserId(first) || (isUserId(second) && second !== 'UNTIL');
  const userId = userIn(required(argv[isNamed ? 1 : 0], WRITTEN));
  const span = spanIn(argv.slice(isNamed ? 2 : 1).join(' '));
  if (span === null) {
    throw new UserError(say('command.usage', { usage: `/thanos ${WRITTEN}` }));
  }
  const from = span.from === null ? null : timeIn(span.from);
  return { subject: isNamed ? first : null, userId, from, until: timeIn(span.until) };
}

/** Beginning and end as people write them: `from 09:00 until 18:00`, `for 4h`, `내일 09:00부터 18:00까지`, `4시간 동안`. */
function spanIn(text: string): { readonly from: string | null; readonly until: string } | null {
  const match = /^(?:from (.+?) )?(?:until|for)(?: (.+))?$/i.exec(text) ?? /^(?:(.+?)부터 )?(.+?)(?:까지| ?동안)$/.exec(text);
  return match === null ? null : { from: match[1] ?? null, until: match[2] ?? '' };
}

function isUserId(word: string): boolean {
  return /^[UW][A-Z0-9]+$/.test(word);
}

/** Slack has turned `@name` into an id, unless the name is nobody's. */
function userIn(word: string): string {
  if (!isUserId(word)) {
    throw new UserError(say('oncall.noSuchUser', { word }));
  }
  return word;
}

function timeIn(text: string): SpokenTime {
  const time = readSpokenTime(text);
  if (time === null) {
    throw new UserError(say('oncall.badTime', { text }));
  }
  return time;
}
