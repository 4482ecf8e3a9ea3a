import { announceEndings, type SilenceNoticesDependencies } from '../actions/silence-notices.ts';
import { type Loop, startLoop } from '../escalation/loop.ts';
import { minutes } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';

/** Looks every minute whether a silence is about to end. */
export function startSilenceNotices(dependencies: SilenceNoticesDependencies, clock: Clock, logger: Logger): Loop {
  return startLoop({ clock, logger, everyMs: minutes(1), name: 'silence-notices' }, async () => {
    await announceEndings(dependencies);
    return false;
  });
}
