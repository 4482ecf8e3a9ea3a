import { setTimeout as wait } from 'node:timers/promises';
import { ClockWatch } from '../../clock-watch.ts';
import type { Answer, Request } from '../http.ts';
import type { EstateClock, EstateControl } from '../options.ts';

const lookMs = 1_000;

/** The state as Server-Sent Events: once at the start, then only when something but the time is different, or time itself was moved. */
export function streamState(control: EstateControl, clock: EstateClock, request: Request): Answer {
  const gone = new AbortController();
  request.raw.socket.once('close', () => gone.abort());
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
    body: changes(control, new ClockWatch(clock), gone.signal),
  };
}

async function* changes(control: EstateControl, watch: ClockWatch, signal: AbortSignal): AsyncGenerator<Buffer> {
  let told = '';
  while (!signal.aborted) {
    const state = control.state();
    const timeless = JSON.stringify({ ...state, nowMs: 0 });
    const hasTimeMoved = watch.hasMoved();
    if (hasTimeMoved || timeless !== told) {
      told = timeless;
      yield Buffer.from(`data: ${JSON.stringify(state)}\n\n`);
    }
    await wait(lookMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
