import type { Incident } from '../model/incident.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { isHeld } from './ladder.ts';
import type { SpokenIntent } from './wording.ts';

/** Where a message goes. */
export type Target =
  | { readonly kind: 'post'; readonly channel: string; readonly threadTs?: string; readonly broadcast?: boolean }
  | { readonly kind: 'edit'; readonly channel: string; readonly ts: string };

/** Where a message about an incident goes. `wait`: what it belongs under has not been posted yet. */
export function targetOf(
  { config }: Pick<DeliveryContext, 'config'>,
  intent: SpokenIntent,
  incident: Incident,
  isParentWaiting: boolean,
): Target | 'wait' {
  const { message } = incident;
  switch (intent.kind) {
    case 'incident-parent':
      return { kind: 'post', channel: intent.channel ?? config.slack.channels.incidents };
    case 'direct-page':
    case 'reminder':
      return { kind: 'post', channel: intent.userId };
    case 'call-edit':
      return { kind: 'edit', ...intent.address };
    case 'incident-edit':
      return message === null ? 'wait' : { kind: 'edit', ...message };
    case 'thread-line':
      return message === null ? 'wait' : { kind: 'post', channel: message.channel, threadTs: message.ts };
    case 'page':
      return pageTarget(intent, incident, isParentWaiting, config.slack.channels.incidents);
  }
}

/** The last level is called in the channel itself, the others in the thread with a copy in the channel, unless the same people are called again. */
function pageTarget(
  intent: Extract<SpokenIntent, { kind: 'page' }>,
  { message, levels }: Incident,
  isParentWaiting: boolean,
  channel: string,
): Target | 'wait' {
  if (message === null) {
    return isParentWaiting ? 'wait' : { kind: 'post', channel };
  }
  const isAgain = intent.page.repeats > 0 && isHeld(levels, intent.page.levelIndex);
  const isLast = levels.length > 1 && intent.page.levelIndex === levels.length - 1;
  return isLast
    ? { kind: 'post', channel: message.channel }
    : { kind: 'post', channel: message.channel, threadTs: message.ts, broadcast: !isAgain };
}
