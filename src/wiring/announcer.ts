import type { Announcer } from '../digest/announcer.ts';
import { type OutboxDraft, PRIORITY } from '../escalation/intent.ts';
import type { OutboxStore } from '../escalation/outbox.ts';
import type { Message } from '../model/message.ts';
import type { Clock } from '../ports.ts';

/**
 * Announces through the outbox: stored first, said afterwards, once. A second announcement under the same key edits the message and its
 * replies in place.
 */
export function createAnnouncer(outbox: OutboxStore, clock: Clock, onCommit: () => void): Announcer {
  return {
    async announce({ key, channel, message, thread }) {
      const isNew = !(await outbox.isQueued(key));
      const at = clock.now();
      const draft = isNew ? original : edition(at);
      await outbox.enqueue(
        [draft(key, channel, message, null), ...thread.map((reply, index) => draft(`${key}:${index}`, channel, reply, key))],
        at,
      );
      onCommit();
    },
  };
}

type Draft = (key: string, channel: string, message: Message, threadOf: string | null) => OutboxDraft;

const original: Draft = (key, channel, message, threadOf) => ({
  key,
  priority: PRIORITY.digest,
  lane: channel,
  incidentId: null,
  intent: { kind: 'message', channel, message, locale: null, threadOf, replaces: null },
});

/** Its own key, because the outbox keeps the first thing said under a key. */
const edition =
  (at: number): Draft =>
  (key, channel, message, threadOf) => ({
    ...original(`${key}:edit:${at}`, channel, message, threadOf),
    intent: { kind: 'message', channel, message, locale: null, threadOf: null, replaces: key },
  });
