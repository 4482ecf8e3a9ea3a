import type { FaultEffect, FaultSnapshot } from '../faults.ts';

/** A kind of trouble as the panel offers it. */
export interface OfferedFault {
  readonly id: string;
  readonly label: string;
  /** What the number or word beside it means; `null` when there is nothing to choose. */
  readonly parameter: { readonly label: string; readonly initial: string; readonly isNumber: boolean } | null;
  readonly effect: (parameter: string) => FaultEffect;
}

const number = (label: string, initial: string): OfferedFault['parameter'] => ({ label, initial, isNumber: true });
const bare = (id: 'hang' | 'drop-before' | 'drop-after' | 'half-body' | 'html', label: string): OfferedFault => ({
  id,
  label,
  parameter: null,
  effect: () => ({ kind: id }),
});

export const OFFERED_FAULTS: readonly OfferedFault[] = [
  {
    id: 'rate-limited',
    label: 'Rate limit (429)',
    parameter: number('Retry after, seconds', '30'),
    effect: (seconds) => ({ kind: 'rate-limited', retryAfterSeconds: Number(seconds) }),
  },
  {
    id: 'server-error',
    label: 'Server error',
    parameter: number('HTTP status', '500'),
    effect: (status) => ({ kind: 'server-error', status: Number(status) }),
  },
  {
    id: 'slow',
    label: 'Slow answer',
    parameter: number('Delay, milliseconds', '5000'),
    effect: (delayMs) => ({ kind: 'slow', delayMs: Number(delayMs) }),
  },
  bare('hang', 'Never answers'),
  bare('drop-before', 'Connection reset, nothing done'),
  bare('drop-after', 'Connection reset after the work was done'),
  bare('half-body', 'Half an answer'),
  bare('html', 'A proxy’s HTML page'),
  {
    id: 'error',
    label: 'Slack error code',
    parameter: { label: 'Error code', initial: 'fatal_error', isNumber: false },
    effect: (error) => ({ kind: 'error', error }),
  },
];

function effectWords(effect: FaultEffect): string {
  switch (effect.kind) {
    case 'rate-limited':
      return `429, retry after ${effect.retryAfterSeconds} s`;
    case 'server-error':
      return `HTTP ${effect.status ?? 500}`;
    case 'slow':
      return `slow by ${effect.delayMs} ms`;
    case 'error':
      return effect.error;
    default:
      return OFFERED_FAULTS.find((offered) => offered.id === effect.kind)?.label ?? effect.kind;
  }
}

/** What a fault does to which calls: `chat.postMessage: 429, retry after 30 s`. */
export const faultTitle = ({ method, effect }: FaultSnapshot): string =>
  `${method === '*' ? 'Every method' : method}: ${effectWords(effect)}`;

/** How long it goes on and what it did so far. */
export function faultProgress({ hits, callsLeft, msLeft }: FaultSnapshot): string {
  const calls = callsLeft === null ? '' : `${callsLeft} more ${callsLeft === 1 ? 'call' : 'calls'}`;
  const time = msLeft === null ? '' : `${Math.ceil(msLeft / 1_000)} s left`;
  const until = [calls, time].filter((words) => words !== '').join(', ');
  return `${until === '' ? 'until it is ended' : until} · met ${hits} ${hits === 1 ? 'call' : 'calls'}`;
}
