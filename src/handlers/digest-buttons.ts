import { composeDigest } from '../digest/compose.ts';
import { type DigestDependencies, postDigest } from '../digest/job.ts';
import { digestThread } from '../messages/digest-thread.ts';
import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import { UserError } from '../model/errors.ts';
import type { Click, ClickHandlers } from './interaction-router.ts';

/** The buttons below a digest. Anybody who sees it may press them: both only read. */
export function digestButtons(digest: DigestDependencies): ClickHandlers {
  const running = new Set<string>();
  const slotOf = async ({ reference }: Click) => {
    const posted = await digest.posted.find(reference.id);
    if (posted === null) {
      throw new UserError(say('digest.gone-from-store'));
    }
    return posted;
  };
  return {
    run_again: async (click, answer, view) => {
      const { kind, slot } = await slotOf(click);
      const key = `${kind}:${slot}`;
      if (running.has(key)) {
        throw new UserError(say('digest.alreadyRunning'));
      }
      running.add(key);
      try {
        await answer.show(sentenceMessage(say('digest.runningAgain'), view));
        await postDigest(digest, kind, slot);
      } finally {
        running.delete(key);
      }
    },
    details: async (click, answer, view) => {
      const { kind, slot } = await slotOf(click);
      const report = await digest.reports.get(click.reference.id);
      if (report === null) {
        throw new UserError(say('digest.gone-from-store'));
      }
      for (const message of digestThread(composeDigest(kind, report, await digest.reports.before(kind, slot)), view).slice(0, 4)) {
        await answer.show(message);
      }
    },
  };
}
