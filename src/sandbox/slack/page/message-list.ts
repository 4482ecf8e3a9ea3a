/// <reference lib="dom" />
import type { MessageSnapshot } from '../snapshots.ts';
import { dayOf, longDate } from './dates.ts';
import { make } from './element.ts';
import { type MessageActions, messageView } from './message-view.ts';
import { type PageState, viewer } from './state.ts';

/** Above a message that does not fit, so that one sees where it begins. */
const HEADROOM_PX = 8;
/** Newest messages that are shown at first, and how many more each time somebody asks. */
const SHOWN = 100;
const MORE = 200;
const MINUTE_MS = 60_000;

/** Elements that are already shown, so that an open menu survives a change elsewhere. */
export class MessageList {
  private readonly shown = new Map<string, { readonly signature: string; readonly element: HTMLElement }>();
  /** Minute of the clock at which a message that tells an age was last shown. */
  private readonly minutes = new Map<string, number>();
  private readonly actions: MessageActions;
  private readonly isThread: boolean;
  private readonly host: HTMLElement;
  private limit = SHOWN;
  private last: (() => void) | null = null;
  private isAtBottom = true;
  /** Where the list was last put by itself. */
  private placedAt = 0;

  constructor(host: HTMLElement, actions: MessageActions, isThread: boolean) {
    this.host = host;
    host.addEventListener('scroll', () => {
      const isPlaced = Math.abs(host.scrollTop - this.placedAt) < 2;
      this.isAtBottom = isPlaced || host.scrollHeight - host.scrollTop - host.clientHeight < 80;
    });
    new ResizeObserver(() => this.follow()).observe(host);
    this.actions = actions;
    this.isThread = isThread;
  }

  /** Brings the list up to date; stays at the bottom when it was there. */
  show(state: PageState, messages: readonly MessageSnapshot[], key: string): void {
    const isNewPlace = this.host.dataset['key'] !== key;
    this.host.dataset['key'] = key;
    this.limit = isNewPlace ? SHOWN : this.limit;
    this.last = () => this.show(state, messages, key);
    const hidden = Math.max(0, messages.length - this.limit);
    const newest = this.elements(state, messages.slice(hidden));
    const wanted = hidden === 0 ? newest : [this.earlier(hidden), ...newest];
    for (const [index, element] of wanted.entries()) {
      if (this.host.children[index] !== element) {
        this.host.insertBefore(element, this.host.children[index] ?? null);
      }
    }
    while (this.host.children.length > wanted.length) {
      this.host.lastElementChild?.remove();
    }
    this.isAtBottom ||= isNewPlace;
    this.follow();
  }

  /** Shows a message that is not among the newest. */
  reveal(ts: string, messages: readonly MessageSnapshot[]): void {
    const index = messages.findIndex((message) => message.ts === ts);
    if (index !== -1) {
      this.limit = Math.max(this.limit, messages.length - index);
      this.last?.();
    }
  }

  private earlier(hidden: number): HTMLElement {
    return this.cached('earlier', String(hidden), () =>
      make(
        'button',
        { class: 'earlier', test: 'earlier', attributes: { type: 'button' }, onClick: () => this.showEarlier() },
        `Show earlier messages (${hidden})`,
      ),
    );
  }

  /** Keeps what was read where it is. */
  private showEarlier(): void {
    const { host } = this;
    const belowPx = host.scrollHeight - host.scrollTop;
    this.limit += MORE;
    this.isAtBottom = false;
    this.last?.();
    host.scrollTop = host.scrollHeight - belowPx;
  }

  /** Shows the newest message: its end, or its beginning when it is taller than the list. */
  private follow(): void {
    const { host } = this;
    const newest = host.lastElementChild;
    if (!this.isAtBottom || newest === null) {
      return;
    }
    const isTall = newest.clientHeight > host.clientHeight;
    host.scrollTop = isTall
      ? host.scrollTop + newest.getBoundingClientRect().top - host.getBoundingClientRect().top - HEADROOM_PX
      : host.scrollHeight;
    this.placedAt = host.scrollTop;
  }

  private elements(state: PageState, messages: readonly MessageSnapshot[]): readonly HTMLElement[] {
    const at = viewer(state);
    let day = '';
    return messages.flatMap((message) => {
      const messageDay = dayOf(message.at, at.timezone);
      const isSameDay = messageDay === day || this.isThread;
      day = messageDay;
      const element = this.element(state, message);
      return isSameDay ? [element] : [this.divider(messageDay, longDate(message.at, at)), element];
    });
  }

  private divider(day: string, label: string): HTMLElement {
    return this.cached(day, label, () => make('div', { class: 'day', attributes: { role: 'separator' } }, make('span', {}, label)));
  }

  private element(state: PageState, message: MessageSnapshot): HTMLElement {
    const actor = viewer(state);
    const content = JSON.stringify(message);
    // "Two minutes ago" grows old by itself, but never under the hands of somebody who uses the message.
    const isInUse = this.shown.get(message.ts)?.element.contains(document.activeElement) === true;
    const isAgeing = content.includes('{ago}') && !isInUse;
    const minute = isAgeing ? Math.floor(actor.now / MINUTE_MS) : (this.minutes.get(message.ts) ?? 0);
    this.minutes.set(message.ts, minute);
    const signature = `${state.actorId} ${actor.locale} ${minute} ${content}`;
    return this.cached(message.ts, signature, () => messageView(message, this.actions, this.isThread));
  }

  private cached(key: string, signature: string, build: () => HTMLElement): HTMLElement {
    const known = this.shown.get(key);
    if (known !== undefined && known.signature === signature) {
      return known.element;
    }
    known?.element.remove();
    const element = build();
    this.shown.set(key, { signature, element });
    return element;
  }
}
