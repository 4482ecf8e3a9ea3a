import { startLocalSlack } from '../../../src/sandbox/slack/server.ts';
import type { MessageSnapshot } from '../../../src/sandbox/slack/snapshots.ts';
import { defaultWorkspace } from '../../../src/sandbox/slack/workspace.ts';
import { until } from '../peers/process.ts';

export type Slack = Awaited<ReturnType<typeof startSlack>>;

/** The local Slack in real time, and its messages as people of the workspace see them. */
export async function startSlack({ rateLimits = true }: { readonly rateLimits?: boolean } = {}) {
  const slack = await startLocalSlack({
    clock: { now: () => Date.now() },
    workspace: defaultWorkspace,
    signingSecret: 'not-used-in-socket-mode',
    rateLimits,
  });
  const { control } = slack;
  const ofIncident = (place: string, incident: string): readonly MessageSnapshot[] =>
    control.messages(place).filter((message) => incidentOf(message) === incident);
  return {
    ...slack,
    /** Channel messages that show an incident: one, unless something was said twice. */
    parents: (incident: string) => ofIncident('C0INCIDENT', incident).filter(showsIncident),
    /** Calls for an incident in the channel. */
    channelCalls: (incident: string) => ofIncident('C0INCIDENT', incident).filter((message) => typeOf(message) === 'thanos_page'),
    /** Direct messages about an incident to one person. */
    calls: (userId: string, incident: string) => ofIncident(userId, incident),
    thread: (ts: string) => control.messages('C0INCIDENT').filter((message) => message.threadTs === ts && message.ts !== ts),
    /** Everything of a message that people read. */
    words: wordsOf,
    liveText,
    /** What only this person sees in a channel, oldest first. */
    whispers: (channel: string, userId: string) => control.messages(channel).filter(({ ephemeralFor }) => ephemeralFor === userId),
    posts: () => control.calls('chat.postMessage').length,
    socketsOpen: () =>
      until(() => {
        const { transport } = control.workspace();
        return transport.kind === 'sockets' && transport.count > 0;
      }),
  };
}

/** The incident that a message of ours belongs to, by its metadata. */
export function incidentOf({ metadata }: MessageSnapshot): string | null {
  const payload = metadata?.['event_payload'];
  const incident = typeof payload === 'object' && payload !== null && 'incident' in payload ? payload.incident : null;
  return typeof incident === 'string' ? incident : null;
}

/** Whether this is the one message that is edited through an incident's life. */
export function showsIncident(message: MessageSnapshot): boolean {
  return typeOf(message) === 'thanos_incident';
}

const typeOf = ({ metadata }: MessageSnapshot): unknown => metadata?.['event_type'];

/** The parts of a message in which Slack looks for mentions and links: its text, and every text that is mrkdwn. */
function liveText({ text, blocks, attachments }: MessageSnapshot): string {
  return [text, ...markedUp(blocks), ...markedUp(attachments)].join('\n');
}

function markedUp(value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap(markedUp);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value && typeof value.text === 'string' ? [value.text] : [];
  return [...own, ...Object.values(value).flatMap(markedUp)];
}

function wordsOf({ text, blocks, attachments }: MessageSnapshot): string {
  return [text, JSON.stringify(blocks), JSON.stringify(attachments)].join('\n');
}
