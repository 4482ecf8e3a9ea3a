import type { TimelineEvent } from '../model/incident.ts';
import type { Message, MessageAddress } from '../model/message.ts';
import type { Locale } from '../model/phrase.ts';
import type { DurationMs } from '../model/time.ts';
import type { PageReason } from './step.ts';

/** One page of one level as the machine decided it. */
export interface PageFacts {
  readonly levelIndex: number;
  readonly reason: PageReason;
  readonly lateMs: DurationMs | null;
  readonly skipped: readonly number[];
  readonly repeats: number;
  /** Whose people are called when the level itself resolves to nobody; `null` when it has somebody. */
  readonly detour: { readonly emptyLevelIndex: number; readonly levelIndex: number | null } | null;
}

/**
 * What is owed to the outside, as ids. It is put into words when it leaves, from the state that then holds, so that a message that had
 * to wait never tells an old story.
 */
export type Intent =
  /** The channel message that shows the incident; `channel` is set when the usual one refused. */
  | { readonly kind: 'incident-parent'; readonly incidentId: string; readonly channel: string | null }
  | { readonly kind: 'incident-edit'; readonly incidentId: string; readonly revision: number }
  | { readonly kind: 'page'; readonly incidentId: string; readonly page: PageFacts }
  | {
      readonly kind: 'direct-page';
      readonly incidentId: string;
      readonly userId: string;
      readonly roles: readonly string[];
      readonly page: PageFacts;
    }
  /** Becomes one `direct-page` for each member once Slack has said who they are. */
  | {
      readonly kind: 'group-page';
      readonly incidentId: string;
      readonly groupId: string;
      readonly roles: readonly string[];
      readonly page: PageFacts;
    }
  | { readonly kind: 'webhook-page'; readonly incidentId: string; readonly member: string; readonly page: PageFacts }
  /** A call or reminder that arrived shows that the incident has somebody, or is over. */
  | {
      readonly kind: 'call-edit';
      readonly incidentId: string;
      /** Whose direct message it is; `null` in the channel. */
      readonly userId: string | null;
      /** `null`: it was a reminder. */
      readonly page: PageFacts | null;
      readonly address: MessageAddress;
      /** What the edit comes to; one that says the same again is not queued. */
      readonly shows: string;
    }
  | { readonly kind: 'reminder'; readonly incidentId: string; readonly userId: string }
  | { readonly kind: 'thread-line'; readonly incidentId: string; readonly event: TimelineEvent }
  /** What is left when an incident is over: figures and open questions in its thread, and the whole story as a file below them. */
  | { readonly kind: 'report'; readonly incidentId: string; readonly revision: number }
  | { readonly kind: 'report-file'; readonly incidentId: string; readonly revision: number }
  | {
      readonly kind: 'message';
      readonly channel: string;
      readonly message: Message;
      readonly locale: Locale | null;
      /** Key of an earlier message in whose thread this one belongs. */
      readonly threadOf: string | null;
      /** Edits the message that was sent under this key instead of posting a new one. */
      readonly replaces: string | null;
    };

export type IntentKind = Intent['kind'];

/** Lower leaves first. */
export const PRIORITY = { page: 0, transition: 1, edit: 2, settledCall: 4, digest: 5 } as const;

export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

/** One thing to say, before the store has given it a place in the queue. */
export interface OutboxDraft {
  /** Names the thing to be said: a second draft with the same key is not queued. */
  readonly key: string;
  readonly priority: Priority;
  /** What is paced together: a channel, a person, or an outside address. */
  readonly lane: string;
  readonly incidentId: string | null;
  readonly intent: Intent;
}

/** Kinds that wake somebody: sent twice rather than not at all. */
export const PAGE_KINDS: readonly IntentKind[] = ['incident-parent', 'page', 'direct-page', 'group-page', 'webhook-page'];
