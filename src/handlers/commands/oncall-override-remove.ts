import { say } from '../../messages/say.ts';
import { sentenceMessage } from '../../messages/sentence.ts';
import { UserError } from '../../model/errors.ts';
import { atMost, required } from './arguments.ts';
import { defineCommand } from './command.ts';

const WRITTEN = 'oncall override remove <n>';

export const oncallOverrideRemove = defineCommand<number>({
  id: 'oncall override remove',
  usage: '<n>',
  summary: say('command.summary.oncallOverrideRemove'),
  access: 'responder',
  parse: (argv) => {
    const word = required(atMost(argv, 1, WRITTEN)[0], WRITTEN).replace(/^#/, '');
    if (!/^\d{1,9}$/.test(word)) {
      throw new UserError(say('command.notANumber', { word, usage: `/thanos ${WRITTEN}` }));
    }
    return Number(word);
  },
  run: async (number, { sources, userId, view }) => {
    const { subject, userId: user, from, until } = await sources.oncall.remove(number, userId);
    const message = sentenceMessage(say('oncall.removeDone', { number, subject, user, from, until }), view);
    return { kind: 'show', message, isShareable: false };
  },
});
