import { drillAnswer } from '../../messages/drill.ts';
import { say } from '../../messages/say.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

/** At once and without a plan: whoever needs the quiet needs it now, and a new drill is soon started. */
export const drillStop = defineCommand({
  id: 'drill stop',
  usage: '',
  summary: say('command.summary.drillStop'),
  access: 'responder',
  parse: (argv) => atMost(argv, 0, 'drill stop'),
  run: async (_args, { sources, userId, view }) => {
    await sources.drills.stop(userId);
    return { kind: 'show', message: drillAnswer(say('drill.stoppedNow'), view), isShareable: false };
  },
});
