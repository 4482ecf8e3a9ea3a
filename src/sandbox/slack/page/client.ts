/// <reference lib="dom" />
import type { FaultOrder, FaultSnapshot } from '../faults.ts';
import type { MessageSnapshot, SettingsSnapshot, ViewsSnapshot, WorkspaceSnapshot } from '../snapshots.ts';

/** What a person entered in a control. */
export type EnteredValue = string | readonly string[] | null;

async function read<Answer>(path: string): Promise<Answer> {
  const response = await fetch(`/control/${path}`);
  const body: Answer = await response.json();
  return body;
}

/** Sends an order. @throws Error with the server's sentence when it is refused. */
async function send(path: string, body: object): Promise<void> {
  const response = await fetch(`/control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    const answer: { error?: string } = await response.json();
    throw new Error(answer.error ?? `${path} was answered ${response.status}`);
  }
}

/** The control API of the server that served this page. */
export const client = {
  workspace: () => read<WorkspaceSnapshot>('workspace'),
  messages: (channelId: string) => read<readonly MessageSnapshot[]>(`messages?channelId=${encodeURIComponent(channelId)}`),
  views: (userId: string) => read<ViewsSnapshot>(`views?userId=${encodeURIComponent(userId)}`),
  command: (userId: string, channelId: string, text: string) => send('command', { userId, channelId, text }),
  say: (userId: string, channelId: string, text: string, threadTs: string | null) =>
    send('say', { userId, channelId, text, ...(threadTs === null ? {} : { threadTs }) }),
  press: (body: object) => send('press', body),
  pressInView: (body: object) => send('view/press', body),
  submitView: (userId: string, viewId: string, values: Readonly<Record<string, EnteredValue>>) =>
    send('view/submit', { userId, viewId, values }),
  closeView: (userId: string, viewId: string) => send('view/close', { userId, viewId }),
  openHome: (userId: string) => send('home', { userId }),
  faults: () => read<readonly FaultSnapshot[]>('faults'),
  faultyMethods: () => read<readonly string[]>('faults/methods'),
  orderFault: (order: FaultOrder) => send('faults', order),
  endFault: (id: string) => send('faults/end', { id }),
  clearFaults: () => send('faults/clear', {}),
  disconnectSockets: (reason: 'refresh_requested' | 'terminate') => send('sockets/disconnect', { reason }),
  changeSettings: (change: Partial<SettingsSnapshot>) => send('settings', change),
  changePerson: (userId: string, change: object) => send('person', { userId, ...change }),
};
