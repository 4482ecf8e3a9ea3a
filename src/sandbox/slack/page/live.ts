/// <reference lib="dom" />
import type { MessageSnapshot } from '../snapshots.ts';

/** A change as the server streams it. */
export type LiveChange =
  | { readonly kind: 'message'; readonly message: MessageSnapshot; readonly isNew: boolean }
  | { readonly kind: 'removed'; readonly channelId: string; readonly ts: string }
  | { readonly kind: 'views'; readonly userId: string }
  | { readonly kind: 'faults' }
  | { readonly kind: 'workspace' };

/** Listens to the server. `connected` runs at every new connection, when anything may have been missed. */
export function listen(changed: (change: LiveChange) => void, connected: () => void): void {
  const source = new EventSource('/events');
  source.addEventListener('open', connected);
  source.addEventListener('message', (event) => {
    const change: LiveChange = JSON.parse(event.data);
    changed(change);
  });
}
