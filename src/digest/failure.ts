import { say } from '../messages/say.ts';
import { UpstreamError } from '../model/errors.ts';
import type { Verdict } from '../model/health.ts';
import type { DurationMs } from '../model/time.ts';
import type { Logger, NewId } from '../ports.ts';
import { DeadlineError } from './deadline.ts';

/** Turns what stopped a check into an `unknown` with its reason. An error of ours is logged and named by a short id. */
export function failureVerdict(
  error: unknown,
  about: { readonly checkId: string; readonly cluster: string; readonly afterMs: DurationMs },
  { logger, newId }: { readonly logger: Logger; readonly newId: NewId },
): Verdict {
  if (error instanceof DeadlineError) {
    return unknown(say('checks.timed-out', { afterMs: about.afterMs }));
  }
  if (error instanceof UpstreamError) {
    const { system, cluster } = error.details;
    const place = cluster === undefined ? system : `${system} (${cluster})`;
    return unknown(say('checks.could-not-look', { place, code: error.code, reason: error.said }));
  }
  const id = newId('err');
  logger.error({ err: error, errorId: id, checkId: about.checkId, cluster: about.cluster }, 'check failed unexpectedly');
  return unknown(say('checks.broke', { id }));
}

function unknown(summary: Verdict['summary']): Verdict {
  return { status: 'unknown', summary, evidence: [] };
}
