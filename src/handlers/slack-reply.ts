import { z } from 'zod';
import type { MessageAddress } from '../model/message.ts';

/** What a person wrote in a thread. */
export interface ThreadReply {
  readonly thread: MessageAddress;
  readonly ts: string;
  readonly userId: string;
  readonly text: string;
}

/** Edits, deletions, joins and the posts of apps come as subtypes; these three are people writing. */
const WRITTEN = [undefined, 'thread_broadcast', 'file_share', 'me_message'];

const message = z.object({
  type: z.literal('message'),
  subtype: z.string().optional(),
  bot_id: z.string().nullish(),
  user: z.string(),
  channel: z.string(),
  ts: z.string(),
  thread_ts: z.string(),
  text: z.string().default(''),
});

/** Reads a reply of a person in a thread, or `null` when the event is anything else. Source: docs.slack.dev, message event. */
export function readReply(event: unknown, botUserId: string | null): ThreadReply | null {
  const parsed = message.safeParse(event);
  if (!parsed.success) {
    return null;
  }
  const { subtype, bot_id, user: userId, channel, ts, thread_ts, text } = parsed.data;
  const isPerson = bot_id == null && userId !== botUserId && WRITTEN.includes(subtype);
  return !isPerson || ts === thread_ts ? null : { thread: { channel, ts: thread_ts }, ts, userId, text: plainReply(text) };
}

/** Slack's markup as a person reads it: nothing in it stays live. */
function plainReply(text: string): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<#([A-Z0-9]+)(?:\|([^>]*))?>/g, (_, id: string, name: string | undefined) => `#${name || id}`)
    .replace(/<!(?:subteam\^)?([^>|]*)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<([^>|]+)\|([^>]*)>/g, '$2 ($1)')
    .replace(/<([^>]+)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
