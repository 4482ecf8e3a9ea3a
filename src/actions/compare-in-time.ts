import { createContext, Script } from 'node:vm';
import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import type { DurationMs } from '../model/time.ts';

const LIMIT_MS: DurationMs = 250;

const script = new Script('compare()');

/**
 * Compares patterns that a person typed with the labels of alerts, but not for long. Alertmanager's expressions never backtrack; ours do,
 * and a few nested repetitions would keep the process, and every page it owes, waiting for hours.
 *
 * @throws UserError when the time is over.
 */
export function compareInTime<Result>(compare: () => Result): Result {
  try {
    return script.runInContext(createContext({ compare }), { timeout: LIMIT_MS });
  } catch (error) {
    // The error comes from the other realm, so it is no instance of our `Error`.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw new UserError(say('silence.slowPattern'));
    }
    throw error;
  }
}
