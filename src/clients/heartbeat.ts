import type { Secret } from '../model/secret.ts';
import type { DurationMs } from '../model/time.ts';
import { sendRequest } from './http.ts';
import { expectSuccess } from './http-status.ts';

/** Tells an outside watcher that we are well; it raises the alarm when this stays away. */
export interface Heartbeat {
  /** @throws UpstreamError */
  beat(signal: AbortSignal): Promise<void>;
}

const UPSTREAM = { system: 'heartbeat' };

/** The address is a secret: whoever knows it can keep the alarm silent. */
export function createHeartbeat(url: Secret, deadlineMs: DurationMs = 10_000): Heartbeat {
  const { origin, pathname, search } = new URL(url.reveal());
  const target = { upstream: UPSTREAM, baseUrl: origin, headers: {}, deadlineMs, maxBytes: 64 * 1_024 };
  return {
    async beat(signal) {
      expectSuccess(await sendRequest(target, { method: 'GET', path: `${pathname}${search}` }, signal), UPSTREAM);
    },
  };
}
