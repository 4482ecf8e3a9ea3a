/// <reference lib="dom" />
import type { MessageSnapshot } from '../snapshots.ts';
import type { BlockContext, Used } from './block-context.ts';
import { client, type EnteredValue } from './client.ts';
import { Composer } from './composer.ts';
import { byId, make, refill } from './element.ts';
import { homeView } from './home-view.ts';
import { type LiveChange, listen } from './live.ts';
import { MessageList } from './message-list.ts';
import type { MessageActions } from './message-view.ts';
import { ModalWindow } from './modal-view.ts';
import { noteNotifications, phoneView } from './phone-view.ts';
import { sidebarView } from './sidebar-view.ts';
import { channel, channelTitle, inMainList, markRead, nowOf, ownChannels, type PageState, person, visibleMessages } from './state.ts';
import { startTheme } from './theme.ts';
import { toast } from './toast.ts';
import { Trouble } from './trouble.ts';

const MINUTE_MS = 60_000;
const CLOCK_LOOK_MS = 1_000;

const state: PageState = {
  workspace: {
    team: '',
    appName: '',
    botUserId: '',
    now: 0,
    speed: 0,
    channels: [],
    people: [],
    usergroups: [],
    commands: [],
    settings: { newBlocks: true, rateLimits: true, botTokenRevoked: false, appTokenRevoked: false },
    transport: { kind: 'sockets', count: 0 },
  },
  readAt: 0,
  messages: new Map(),
  views: { modals: [], home: null },
  actorId: localStorage.getItem('actor') ?? '',
  channelId: location.pathname.split('/')[2] ?? localStorage.getItem('channel') ?? '',
  threadTs: null,
  pane: 'channel',
  read: new Map(),
  notifications: [],
};

/** Message and thread that the address of the page names, as `chat.getPermalink` gives them. */
const linkedTs = /^\/archives\/[^/]+\/p(\d+)(\d{6})$/.exec(location.pathname)?.slice(1).join('.') ?? null;
const linkedThread = new URLSearchParams(location.search).get('thread_ts');
let isLinkFollowed = linkedTs === null;
let isShowDue = false;

/** Shows once for a burst of changes. */
function showSoon(): void {
  if (!isShowDue) {
    isShowDue = true;
    requestAnimationFrame(() => {
      isShowDue = false;
      show();
    });
  }
}

function followLink(): void {
  if (isLinkFollowed) {
    return;
  }
  isLinkFollowed = true;
  if (linkedThread !== null) {
    openThread(linkedThread);
  }
  mainList.reveal(linkedTs ?? '', visibleMessages(state, state.channelId).filter(inMainList));
  const message = document.querySelector(`[data-ts="${linkedTs}"]`);
  message?.scrollIntoView({ block: 'center' });
  message?.classList.add('linked');
}

/** Runs an order; a refusal is told, never lost. */
function order(promise: Promise<void>): void {
  promise.catch((error: unknown) => toast(error instanceof Error ? error.message : String(error)));
}

function openChannel(channelId: string): void {
  state.channelId = channelId;
  state.pane = 'channel';
  state.threadTs = null;
  localStorage.setItem('channel', channelId);
  document.body.classList.remove('drawer-open');
  show();
}

function openThread(threadTs: string | null): void {
  state.threadTs = threadTs;
  show();
}

function messageContext(message: MessageSnapshot): BlockContext {
  const use = (used: Used): void => order(client.press({ userId: state.actorId, channelId: message.channelId, ts: message.ts, ...used }));
  return { state, openChannel, use };
}

function viewContext(viewId: string, entered?: Map<string, EnteredValue>): BlockContext {
  const values = (): object => (entered === undefined ? {} : { values: Object.fromEntries(entered) });
  const use = (used: Used): void => order(client.pressInView({ userId: state.actorId, viewId, ...used, ...values() }));
  return { state, openChannel, use, ...(entered === undefined ? {} : { entered }) };
}

function send(text: string, threadTs: string | null): void {
  if (!text.startsWith('/')) {
    order(client.say(state.actorId, state.channelId, text, threadTs));
  } else if (threadTs === null) {
    order(client.command(state.actorId, state.channelId, text));
  } else {
    toast('Slash commands cannot be run in threads.');
  }
}

const actions: MessageActions = { context: messageContext, openThread };
const mainList = new MessageList(byId('messages'), actions, false);
const threadList = new MessageList(byId('thread-messages'), actions, true);
const composer = new Composer({ send: (text) => send(text, null), commands: () => state.workspace.commands, hasCommands: true });
const threadComposer = new Composer({ send: (text) => send(text, state.threadTs), commands: () => [], hasCommands: false });
const modal = new ModalWindow({
  submit: (viewId, values) => order(client.submitView(state.actorId, viewId, values)),
  close: (viewId) => order(client.closeView(state.actorId, viewId)),
  context: viewContext,
});

const trouble = new Trouble(order);

function show(): void {
  if (state.pane === 'channel' && document.visibilityState === 'visible') {
    markRead(state, state.channelId);
  }
  refill(
    byId('sidebar-content'),
    ...sidebarView(state, { openChannel, openHome, changePerson: (userId, change) => order(client.changePerson(userId, change)) }),
  );
  showActors();
  showPane();
  showThread();
  byId('phone-panel').replaceChildren(phoneView(state));
  trouble.showSettings(state.workspace.settings);
  modal.show(state);
}

function showPane(): void {
  const isHome = state.pane === 'home';
  const shown = channel(state, state.channelId);
  byId('pane-title').textContent = isHome
    ? state.workspace.appName
    : shown === undefined
      ? ''
      : `${shown.kind === 'im' ? '' : '# '}${channelTitle(state, shown)}`;
  byId('pane-topic').textContent = isHome ? 'Home' : (shown?.topic ?? '');
  byId('connection').textContent = connectionWords();
  byId('messages').hidden = isHome;
  byId('home').hidden = !isHome;
  composer.element.hidden = isHome;
  if (isHome) {
    refill(
      byId('home'),
      homeView(state, (viewId) => viewContext(viewId)),
    );
    return;
  }
  composer.address(shown === undefined ? 'Message' : `Message ${shown.kind === 'im' ? '' : '#'}${channelTitle(state, shown)}`);
  mainList.show(state, visibleMessages(state, state.channelId).filter(inMainList), `${state.actorId} ${state.channelId}`);
}

function connectionWords(): string {
  const { transport } = state.workspace;
  if (transport.kind === 'http') {
    return 'HTTP mode';
  }
  return transport.count === 0 ? 'app offline' : `app connected (${transport.count})`;
}

function showThread(): void {
  const { threadTs } = state;
  const messages = visibleMessages(state, state.channelId).filter((message) => message.ts === threadTs || message.threadTs === threadTs);
  const isOpen = threadTs !== null && state.pane === 'channel';
  byId('thread').hidden = !isOpen;
  if (isOpen) {
    threadComposer.address('Reply…');
    threadList.show(state, messages, `${state.actorId} ${threadTs}`);
  }
}

function showActors(): void {
  const select = byId('actor');
  if (!(select instanceof HTMLSelectElement) || document.activeElement === select) {
    return;
  }
  const people = state.workspace.people.filter((one) => !one.isBot && !one.deactivated);
  select.replaceChildren(...people.map((one) => make('option', { attributes: { value: one.id } }, `${one.displayName} · ${one.title}`)));
  select.value = state.actorId;
}

function openHome(): void {
  state.pane = 'home';
  document.body.classList.remove('drawer-open');
  show();
  order(client.openHome(state.actorId));
}

async function actAs(userId: string): Promise<void> {
  state.actorId = userId;
  localStorage.setItem('actor', userId);
  state.views = await client.views(userId);
  if (!ownChannels(state).some((shown) => shown.id === state.channelId)) {
    state.channelId = ownChannels(state)[0]?.id ?? '';
    state.threadTs = null;
  }
  show();
  if (state.pane === 'home') {
    order(client.openHome(userId));
  }
}

async function readWorkspace(): Promise<void> {
  state.workspace = await client.workspace();
  state.readAt = performance.now();
}

async function reload(): Promise<void> {
  await readWorkspace();
  const lists = state.workspace.channels.map(async (shown) => state.messages.set(shown.id, [...(await client.messages(shown.id))]));
  await Promise.all(lists);
  state.notifications.length = 0;
  for (const message of [...state.messages.values()].flat().toSorted((a, b) => a.at - b.at)) {
    noteNotifications(state, message);
  }
  const isKnown = person(state, state.actorId) !== undefined;
  const first = state.workspace.people.find((one) => !one.isBot)?.id ?? '';
  await trouble.reload();
  await actAs(isKnown ? state.actorId : first);
  followLink();
}

async function refreshWorkspace(): Promise<void> {
  await readWorkspace();
  show();
}

function take(change: LiveChange): void {
  switch (change.kind) {
    case 'message':
      takeMessage(change.message, change.isNew);
      break;
    case 'removed': {
      const left = (state.messages.get(change.channelId) ?? []).filter((message) => message.ts !== change.ts);
      state.messages.set(change.channelId, left);
      showSoon();
      break;
    }
    case 'views':
      if (change.userId === state.actorId) {
        order(
          client.views(state.actorId).then((views) => {
            state.views = views;
            showSoon();
          }),
        );
      }
      break;
    case 'faults':
      order(trouble.refresh());
      break;
    case 'workspace':
      order(refreshWorkspace());
  }
}

function takeMessage(message: MessageSnapshot, isNew: boolean): void {
  const noted = (): void => (isNew ? noteNotifications(state, message) : undefined);
  if (channel(state, message.channelId) === undefined) {
    // The first message of a direct message opens it: only the server knows whose it is.
    order(refreshWorkspace().then(noted).then(showSoon));
  } else {
    noted();
  }
  const list = state.messages.get(message.channelId) ?? [];
  const index = list.findIndex((known) => known.ts === message.ts);
  if (index === -1) {
    list.push(message);
  } else {
    list[index] = message;
  }
  state.messages.set(message.channelId, list);
  showSoon();
}

byId('composer').append(composer.element);
byId('thread-composer').append(threadComposer.element);
byId('thread-close').addEventListener('click', () => openThread(null));
byId('drawer-button').addEventListener('click', () => document.body.classList.toggle('drawer-open'));
byId('scrim').addEventListener('click', () => document.body.classList.remove('drawer-open', 'phone-open', 'trouble-open'));
byId('phone-button').addEventListener('click', () => document.body.classList.toggle('phone-open'));
byId('actor').addEventListener('change', (event) => {
  if (event.target instanceof HTMLSelectElement) {
    event.target.blur();
    order(actAs(event.target.value));
  }
});
startTheme(byId('theme-button'));
/** Ages and the phone's clock change with the minute. */
let shownMinute = 0;
setInterval(() => {
  const minute = Math.floor(nowOf(state) / MINUTE_MS);
  if (minute !== shownMinute) {
    shownMinute = minute;
    showSoon();
  }
}, CLOCK_LOOK_MS);
listen(take, () => order(reload()));
