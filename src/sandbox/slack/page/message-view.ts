/// <reference lib="dom" />
import type { MessageSnapshot } from '../snapshots.ts';
import { avatar } from './avatar.ts';
import { type BlockContext, type Json, text } from './block-context.ts';
import { blocksView } from './blocks-view.ts';
import { longDate, timeOf } from './dates.ts';
import { make } from './element.ts';
import { EMOJI } from './emoji.ts';
import { safeUrl } from './mrkdwn.ts';
import { inMainList, mentions, person, viewer } from './state.ts';
import { linkView, mrkdwnView } from './text-view.ts';

export interface MessageActions {
  readonly context: (message: MessageSnapshot) => BlockContext;
  readonly openThread: (threadTs: string) => void;
}

/** One message with its author, time, content and thread. */
export function messageView(message: MessageSnapshot, actions: MessageActions, isInThread: boolean): HTMLElement {
  const context = actions.context(message);
  const classes = [
    'message',
    message.ephemeralFor === null ? '' : 'ephemeral',
    mentions(message, context.state.actorId) ? 'mentioned' : '',
  ];
  return make(
    'article',
    {
      class: classes.join(' ').trim(),
      test: 'message',
      attributes: { 'data-ts': message.ts },
      label: `${message.authorName}, ${timeOf(message.at, viewer(context.state))}`,
    },
    avatar(message.userId, message.authorName),
    make(
      'div',
      { class: 'message-body' },
      message.ephemeralFor === null ? null : make('p', { class: 'only-you', test: 'only-you' }, 'Only visible to you'),
      message.broadcast && !isInThread ? make('p', { class: 'replied' }, 'replied to a thread') : null,
      authorLine(message, context),
      ...contentView(message, context),
      reactionsView(message),
      isInThread ? null : threadLine(message, actions),
    ),
    isInThread || message.ephemeralFor !== null ? null : replyButton(message, actions),
  );
}

function authorLine(message: MessageSnapshot, context: BlockContext): HTMLElement {
  const at = viewer(context.state);
  return make(
    'div',
    { class: 'author-line' },
    make('span', { class: 'author' }, message.authorName),
    message.isFromApp ? make('span', { class: 'badge' }, 'APP') : null,
    make('time', { class: 'when', title: `${longDate(message.at, at)} ${timeOf(message.at, at)}` }, timeOf(message.at, at)),
  );
}

function contentView(message: MessageSnapshot, context: BlockContext): readonly HTMLElement[] {
  const edited = message.isMarkedEdited ? make('span', { class: 'edited', test: 'edited' }, ' (edited)') : null;
  const body =
    message.blocks.length > 0 ? blocksView(message.blocks, context) : message.text === '' ? [] : [textView(message, context, edited)];
  return [...body, ...message.attachments.map((attachment) => attachmentView(attachment, context)), ...message.files.map(fileView)];
}

function textView(message: MessageSnapshot, context: BlockContext, edited: HTMLElement | null): HTMLElement {
  const view = mrkdwnView(message.text, context, true);
  view.classList.add('block');
  if (edited !== null) {
    view.append(edited);
  }
  return view;
}

/** A secondary attachment: blocks or classic fields beside a bar of colour. */
function attachmentView(attachment: Json, context: BlockContext): HTMLElement {
  const named: Readonly<Record<string, string>> = { good: '#2eb886', warning: '#daa038', danger: '#a30200' };
  const given = text(attachment['color']);
  const colour = named[given] ?? (/^[0-9a-fA-F]{3,8}$/.test(given) ? `#${given}` : 'var(--line-strong)');
  const isBlocks = Array.isArray(attachment['blocks']);
  const title = text(attachment['title']);
  const link = safeUrl(text(attachment['title_link']));
  return make(
    'div',
    { class: 'attachment', test: 'attachment', style: { '--bar': colour } },
    ...(isBlocks ? blocksView(attachment['blocks'], context) : []),
    isBlocks || title === '' ? null : make('div', { class: 'attachment-title' }, link === null ? title : linkView(link, title)),
    isBlocks || text(attachment['text']) === '' ? null : mrkdwnView(text(attachment['text']), context, true),
  );
}

function fileView(file: MessageSnapshot['files'][number]): HTMLElement {
  if (file.mimetype.startsWith('image/')) {
    const picture = make('img', { class: 'image', attributes: { src: file.url, alt: file.altText || file.title } });
    return make('figure', { class: 'image-block block' }, make('figcaption', {}, file.title), picture);
  }
  return make(
    'div',
    { class: 'file block' },

    linkView(file.url, file.title),
    ` ${Math.ceil(file.sizeBytes / 1_024)} kB`,
  );
}

function reactionsView(message: MessageSnapshot): HTMLElement | null {
  if (message.reactions.length === 0) {
    return null;
  }
  return make(
    'div',
    { class: 'reactions' },
    ...message.reactions.map((one) =>
      make('span', { class: 'reaction', title: one.name }, `${EMOJI[one.name] ?? `:${one.name}:`} ${one.users.length}`),
    ),
  );
}

function threadLine(message: MessageSnapshot, actions: MessageActions): HTMLElement | null {
  const { state } = actions.context(message);
  if (message.threadTs !== null && inMainList(message)) {
    const root = message.threadTs;
    return make('button', { class: 'thread-line', attributes: { type: 'button' }, onClick: () => actions.openThread(root) }, 'View thread');
  }
  if (message.replyCount === 0) {
    return null;
  }
  const faces = message.replyUsers.slice(0, 4).map((id) => avatar(id, person(state, id)?.displayName ?? id, 'small'));
  const label = message.replyCount === 1 ? '1 reply' : `${message.replyCount} replies`;
  return make(
    'button',
    { class: 'thread-line', test: 'thread-line', attributes: { type: 'button' }, onClick: () => actions.openThread(message.ts) },
    ...faces,
    label,
  );
}

function replyButton(message: MessageSnapshot, actions: MessageActions): HTMLElement {
  return make(
    'button',
    {
      class: 'hover-reply',
      label: 'Reply in thread',
      title: 'Reply in thread',
      attributes: { type: 'button' },
      onClick: () => actions.openThread(message.threadTs ?? message.ts),
    },
    'Reply',
  );
}
