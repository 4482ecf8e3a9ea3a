import type { SlackTrouble, SlackTroubleState } from './estate/slack-trouble.ts';
import type { SlackControl } from './slack/control.ts';
import type { FaultEffect, FaultSnapshot } from './slack/faults.ts';
import { faultProgress, faultTitle } from './slack/page/fault-words.ts';

const EFFECTS: ReadonlyMap<string, FaultEffect> = new Map<string, FaultEffect>([
  ['429', { kind: 'rate-limited', retryAfterSeconds: 30 }],
  ['500', { kind: 'server-error', status: 500 }],
  ['slow', { kind: 'slow', delayMs: 5_000 }],
  ['nothing', { kind: 'hang' }],
  ['reset', { kind: 'drop-before' }],
  ['dropped', { kind: 'drop-after' }],
]);

/** Lets the estate's page and API break the local Slack too. */
export function slackTrouble(control: SlackControl): SlackTrouble {
  return {
    begin: ({ mode, method = '*', count }) => {
      const effect = EFFECTS.get(mode);
      const isKnown = effect !== undefined && control.faultyMethods().includes(method);
      return isKnown ? troubleOf(control.orderFault({ method, effect, ...(count === undefined ? {} : { count }) })) : undefined;
    },
    open: () => control.faults().map(troubleOf),
    end: (id) => {
      const isOpen = control.faults().some((fault) => fault.id === id);
      if (isOpen) {
        control.endFault(id);
      }
      return isOpen;
    },
    endAll: () => control.clearFaults(),
  };
}

const troubleOf = (fault: FaultSnapshot): SlackTroubleState => ({ id: fault.id, words: `${faultTitle(fault)} · ${faultProgress(fault)}` });
