import type { StoredMessage } from './message.ts';

/** What just became different; the page listens. */
export type Change =
  /** `previous` is what the message was before somebody edited it; without it only what surrounds the message is different. */
  | { readonly kind: 'message'; readonly message: StoredMessage; readonly isNew: boolean; readonly previous?: StoredMessage }
  | { readonly kind: 'removed'; readonly message: StoredMessage }
  | { readonly kind: 'views'; readonly userId: string }
  | { readonly kind: 'faults' }
  | { readonly kind: 'workspace' };

/** Tells everybody who listens. A listener must not throw. */
export class Changes {
  private readonly listeners = new Set<(change: Change) => void>();

  announce(change: Change): void {
    for (const listener of this.listeners) {
      listener(change);
    }
  }

  /** @returns a function that stops the listening. */
  listen(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
