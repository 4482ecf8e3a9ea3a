import type { OutsideCall, OutsideCaller, OutsideOutcome } from '../escalation/outside.ts';
import { type DurationMs, seconds } from '../model/time.ts';

/** Calls addresses outside of Slack with a JSON body. */
export function createOutsideCaller(deadlineMs: DurationMs = seconds(10)): OutsideCaller {
  return {
    call: async (url, body) => {
      try {
        return outcomeOf(await send(url, body, deadlineMs));
      } catch (error) {
        // The address may hold a secret and can stand in the error's text; its class is enough.
        return { kind: 'retry', reason: error instanceof Error ? error.name : 'failed', afterMs: null };
      }
    },
  };
}

async function send(url: string, body: OutsideCall, deadlineMs: DurationMs): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': body.id },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(deadlineMs),
  });
  await response.body?.cancel();
  return response;
}

/** A refusal that waiting cannot mend is told apart from a server in trouble. */
function outcomeOf(response: Response): OutsideOutcome {
  if (response.ok) {
    return { kind: 'taken' };
  }
  const reason = `answered ${response.status}`;
  const isLasting = response.status < 500 && response.status !== 408 && response.status !== 429;
  const afterSeconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return isLasting
    ? { kind: 'refused', reason }
    : { kind: 'retry', reason, afterMs: Number.isFinite(afterSeconds) ? seconds(afterSeconds) : null };
}
