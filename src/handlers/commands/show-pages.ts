import type { Message } from '../../model/message.ts';
import type { Reply } from './command.ts';

/** An answer of one or more messages, the first of which is shown at once. */
export function showPages([message, ...pages]: readonly Message[]): Reply {
  return { kind: 'show', message: message ?? { text: [], blocks: [] }, isShareable: true, pages };
}
