import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { MessageAddress } from '../model/message.ts';
import type { EpochMs } from '../model/time.ts';

export interface MessageKey {
  readonly type: string;
  readonly key: string;
  readonly value: string;
}

/** Five pages of 100 cover more than any outage lets through at Slack's one message a second. */
const MOST_PAGES = 5;

const history = z.looseObject({
  messages: z
    .array(
      z.looseObject({
        ts: z.string(),
        metadata: z
          .looseObject({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
          .optional()
          .catch(undefined),
      }),
    )
    .default([]),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
});

/**
 * Looks for a message of ours by its metadata, in a channel or, with `threadTs`, in one thread: the history of a channel does not
 * show replies.
 *
 * @returns `null` when it is not there, or when Slack does not let us look.
 */
export async function findMessage(
  client: WebClient,
  place: { readonly channel: string; readonly threadTs: string | undefined },
  wanted: MessageKey,
  sinceMs: EpochMs,
): Promise<MessageAddress | null> {
  const { channel, threadTs } = place;
  const common = { channel, oldest: (sinceMs / 1_000).toFixed(6), inclusive: true, include_all_metadata: true, limit: 100 };
  let cursor: string | undefined;
  try {
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const request = { ...common, ...(cursor === undefined ? {} : { cursor }) };
      const answer = history.parse(
        threadTs === undefined
          ? await client.conversations.history(request)
          : await client.conversations.replies({ ...request, ts: threadTs }),
      );
      const found = answer.messages.find(
        ({ metadata }) => metadata?.event_type === wanted.type && String(metadata.event_payload[wanted.key]) === wanted.value,
      );
      if (found !== undefined) {
        return { channel, ts: found.ts };
      }
      cursor = answer.response_metadata?.next_cursor;
      if (cursor === undefined || cursor === '') {
        return null;
      }
    }
  } catch {
    // Not allowed to look, or Slack is away: the caller decides what an unsettled delivery means.
  }
  return null;
}
