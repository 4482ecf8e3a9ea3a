import type { Message } from '../model/message.ts';

/** One thing to be said in a channel: a message and what follows in its thread. */
export interface Announcement {
  /** Names the thing: a second announcement with the same key edits the first, it does not repeat it. */
  readonly key: string;
  readonly channel: string;
  readonly message: Message;
  readonly thread: readonly Message[];
}

/** Takes announcements and sees to it that they arrive. */
export interface Announcer {
  /** Returns once the announcement is stored; delivery may come later. */
  announce(announcement: Announcement): Promise<void>;
}
