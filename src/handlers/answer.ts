import type { Message } from '../model/message.ts';

/** How a handler answers the person who typed or clicked. Never throws: Slack being away is logged where it is noticed. */
export interface Answer {
  /** A new message that only this person sees. */
  show(message: Message): Promise<void>;
  /** In place of the private message whose button was clicked. */
  replace(message: Message): Promise<void>;
  /** Takes the clicked private message away. */
  remove(): Promise<void>;
}
