/// <reference lib="dom" />
import type { MessageSnapshot } from '../snapshots.ts';
import { clockOf, timeOf } from './dates.ts';
import { make } from './element.ts';
import { channel, channelTitle, isQuiet, notifies, nowOf, type PageState, type PhoneNotification, person, viewer } from './state.ts';
import { notificationText } from './text-view.ts';

const KEEP = 30;
const SHOWN = 4;
const PREVIEW_CHARACTERS = 160;

/** Remembers what each phone would show for a new message. */
export function noteNotifications(state: PageState, message: MessageSnapshot): void {
  const where = channel(state, message.channelId);
  for (const one of state.workspace.people) {
    if (where === undefined || one.isBot || !notifies(state, message, one.id)) {
      continue;
    }
    const place = where.kind === 'im' ? '' : ` in #${channelTitle(state, where)}`;
    state.notifications.push({
      userId: one.id,
      title: `${message.authorName}${place}`,
      text: notificationText(state, message.text).replace(/\s+/g, ' ').trim(),
      at: message.at,
      isHeld: isQuiet(one, message.at),
    });
  }
  state.notifications.splice(0, Math.max(0, state.notifications.length - KEEP));
}

/** The lock screen of the person who acts: the first characters of each message's text, as a push shows them. */
export function phoneView(state: PageState): HTMLElement {
  const own = state.notifications.filter((one) => one.userId === state.actorId).slice(-SHOWN);
  const delivered = own.filter((one) => !one.isHeld);
  const held = own.length - delivered.length;
  const name = person(state, state.actorId)?.displayName ?? '';
  return make(
    'div',
    { class: 'phone', test: 'phone' },
    make('div', { class: 'phone-clock' }, clockOf(nowOf(state), viewer(state))),
    make('div', { class: 'phone-owner' }, `${name}’s phone`),
    ...delivered.toReversed().map((one) => cardView(state, one)),
    delivered.length === 0 ? make('p', { class: 'phone-empty' }, 'No notifications yet. Mentions and direct messages appear here.') : null,
    held === 0 ? null : make('p', { class: 'phone-empty', test: 'phone-held' }, `☾ ${held} held: notifications are paused`),
  );
}

function cardView(state: PageState, one: PhoneNotification): HTMLElement {
  const preview = one.text.length > PREVIEW_CHARACTERS ? `${one.text.slice(0, PREVIEW_CHARACTERS)}…` : one.text;
  return make(
    'div',
    { class: 'push', test: 'push' },
    make('div', { class: 'push-title' }, make('span', {}, one.title), make('time', {}, timeOf(one.at, viewer(state)))),
    make('div', {}, preview),
  );
}
