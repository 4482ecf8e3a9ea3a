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
        files: z
          .array(z.looseObject({ name: z.string() }))
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
  const channel = await conversationOf(client, place.channel);
  if (channel === null) {
    return null;
  }
  const found = await findIn(
    client,
    { ...place, channel },
    sinceMs,
    ({ metadata }) => metadata?.event_type === wanted.type && String(metadata.event_payload[wanted.key]) === wanted.value,
  );
  return found === null ? null : { channel, ts: found.ts };
}

/** Slack posts to a person's id, but reads a direct message only by the conversation's own. */
async function conversationOf(client: WebClient, place: string): Promise<string | null> {
  if (!/^[UW]/.test(place)) {
    return place;
  }
  try {
    const { channel } = await client.conversations.open({ users: place });
    return channel?.id ?? null;
  } catch {
    return null;
  }
}

/** Tells whether a file of this name was shared in a thread. `false` also when Slack does not let us look. */
export async function findFile(
  client: WebClient,
  place: { readonly channel: string; readonly threadTs: string },
  name: string,
  sinceMs: EpochMs,
): Promise<boolean> {
  return (await findIn(client, place, sinceMs, ({ files }) => files?.some((file) => file.name === name) ?? false)) !== null;
}

type Found = z.output<typeof history>['messages'][number];

async function findIn(
  client: WebClient,
  { channel, threadTs }: { readonly channel: string; readonly threadTs: string | undefined },
  sinceMs: EpochMs,
  matches: (message: Found) => boolean,
): Promise<Found | null> {
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
      const found = answer.messages.find(matches);
      if (found !== undefined) {
        return found;
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
