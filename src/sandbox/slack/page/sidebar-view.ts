/// <reference lib="dom" />
import type { ChannelSnapshot, PersonSnapshot } from '../snapshots.ts';
import { avatar } from './avatar.ts';
import { make } from './element.ts';
import { channelTitle, isQuiet, mentions, nowOf, ownChannels, type PageState, unread } from './state.ts';

export interface SidebarActions {
  readonly openChannel: (channelId: string) => void;
  readonly openHome: () => void;
  readonly changePerson: (userId: string, change: object) => void;
}

const PAUSE_MS = 8 * 3_600_000;

/** Channels, direct messages, the app and the people with their switches. */
export function sidebarView(state: PageState, actions: SidebarActions): readonly HTMLElement[] {
  const channels = ownChannels(state);
  const direct = channels.filter((shown) => shown.kind === 'im' && shown.personId === state.actorId);
  return [
    section(
      'Channels',
      channels.filter((shown) => shown.kind !== 'im').map((shown) => channelRow(state, shown, actions)),
    ),
    section('Apps', [
      ...direct.map((shown) => channelRow(state, shown, actions)),
      row(state.pane === 'home', 'home-tab', '⌂', `${state.workspace.appName} · Home`, 0, false, actions.openHome),
    ]),
    peopleSection(state, actions),
  ];
}

const section = (title: string, rows: readonly HTMLElement[]): HTMLElement =>
  make('nav', { class: 'side-section', label: title }, make('h2', {}, title), ...rows);

function channelRow(state: PageState, shown: ChannelSnapshot, actions: SidebarActions): HTMLElement {
  const fresh = unread(state, shown.id);
  const isUrgent = shown.kind === 'im' || fresh.some((message) => mentions(message, state.actorId));
  const isHere = state.pane === 'channel' && state.channelId === shown.id;
  const sign = shown.kind === 'im' ? '●' : shown.kind === 'private' ? '🔒' : '#';
  const name = shown.archived ? `${channelTitle(state, shown)} (archived)` : channelTitle(state, shown);
  return row(isHere, `channel-${shown.id}`, sign, name, fresh.length, isUrgent, () => actions.openChannel(shown.id));
}

function row(isHere: boolean, test: string, sign: string, name: string, count: number, isUrgent: boolean, open: () => void): HTMLElement {
  const classes = ['side-row', isHere ? 'here' : '', count > 0 ? 'unread' : ''].join(' ');
  return make(
    'button',
    { class: classes, test, attributes: { type: 'button', ...(isHere ? { 'aria-current': 'page' } : {}) }, onClick: open },
    make('span', { class: 'sign', attributes: { 'aria-hidden': 'true' } }, sign),
    make('span', { class: 'side-name' }, name),
    count === 0 ? null : make('span', { class: isUrgent ? 'count urgent' : 'count', label: `${count} unread` }, String(count)),
  );
}

function peopleSection(state: PageState, actions: SidebarActions): HTMLElement {
  const people = state.workspace.people.filter((one) => !one.isBot);
  return make(
    'section',
    { class: 'side-section', label: 'People' },
    make('h2', {}, 'People'),
    ...people.map((one) => personRow(state, one, actions)),
  );
}

function personRow(state: PageState, one: PersonSnapshot, actions: SidebarActions): HTMLElement {
  const isAway = one.presence === 'away';
  const isPaused = isQuiet(one, nowOf(state));
  return make(
    'div',
    { class: 'person-row', test: `person-${one.id}` },
    avatar(one.id, one.displayName, 'small'),
    make(
      'span',
      { class: 'person-name' },
      one.displayName,
      one.id === state.actorId ? make('span', { class: 'you' }, ' you') : null,
      make('small', {}, one.title),
    ),
    toggle(!isAway, isAway ? '○' : '●', `Active: ${one.displayName}`, `presence-${one.id}`, 'presence', () =>
      actions.changePerson(one.id, { presence: isAway ? 'active' : 'away' }),
    ),
    toggle(isPaused, isPaused ? '☾' : '☼', `Do not disturb: ${one.displayName}`, `dnd-${one.id}`, 'dnd', () =>
      actions.changePerson(one.id, { quietHours: isPaused ? null : { startsAt: nowOf(state), endsAt: nowOf(state) + PAUSE_MS } }),
    ),
  );
}

function toggle(isOn: boolean, sign: string, label: string, test: string, name: string, onClick: () => void): HTMLElement {
  return make(
    'button',
    { class: `toggle ${name}`, test, label, title: label, attributes: { type: 'button', 'aria-pressed': String(isOn) }, onClick },
    sign,
  );
}
