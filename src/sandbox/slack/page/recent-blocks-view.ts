/// <reference lib="dom" />
import { type BlockContext, isJson, type Json, objects, text, words } from './block-context.ts';
import { controlView, imageView } from './controls-view.ts';
import { make } from './element.ts';
import { safeUrl } from './mrkdwn.ts';
import { richTextView } from './rich-text-view.ts';
import { linkView, textObjectView } from './text-view.ts';

/** A `container`; folds with the browser's own disclosure when it may. */
export function containerView(block: Json, context: BlockContext, children: readonly HTMLElement[]): HTMLElement {
  const title = isJson(block['rich_text_title'])
    ? richTextView(block['rich_text_title'], context)
    : make('span', { class: 'container-title' }, words(block['title']));
  const subtitle =
    block['subtitle'] === undefined ? null : make('div', { class: 'container-subtitle' }, textObjectView(block['subtitle'], context));
  const body = make('div', { class: 'container-body' }, ...children);
  if (block['is_collapsible'] !== true) {
    return make('section', { class: 'container', test: 'container' }, make('div', { class: 'container-head' }, title, subtitle), body);
  }
  const details = make(
    'details',
    { class: 'container', test: 'container' },
    make('summary', { class: 'container-head' }, title, subtitle),
    body,
  );
  details.open = block['default_collapsed'] !== true;
  return details;
}

const ALERT_SIGNS: Readonly<Record<string, string>> = { info: 'ℹ️', warning: '⚠️', error: '⛔', success: '✅' };

export function alertView(block: Json, context: BlockContext): HTMLElement {
  const level = text(block['level']) || 'default';
  const sign = ALERT_SIGNS[level];
  return make(
    'div',
    { class: `alert ${level}`, test: 'alert', attributes: { role: 'note' } },
    sign === undefined ? null : make('span', { class: 'alert-sign', attributes: { 'aria-hidden': 'true' } }, sign),
    textObjectView(block['text'], context),
  );
}

export function cardView(block: Json, context: BlockContext): HTMLElement {
  const actions = objects(block['actions']);
  return make(
    'div',
    { class: 'card', test: 'card' },
    isJson(block['hero_image']) ? imageView(block['hero_image'], 'card-hero') : null,
    block['title'] === undefined ? null : make('div', { class: 'card-title' }, textObjectView(block['title'], context)),
    block['subtitle'] === undefined ? null : make('div', { class: 'card-subtitle' }, textObjectView(block['subtitle'], context)),
    block['body'] === undefined ? null : textObjectView(block['body'], context),
    actions.length === 0
      ? null
      : make('div', { class: 'actions' }, ...actions.map((action) => controlView(action, text(block['block_id']), context))),
  );
}

const TASK_SIGNS: Readonly<Record<string, readonly [sign: string, words: string]>> = {
  pending: ['○', 'waiting'],
  in_progress: ['◔', 'running'],
  complete: ['✓', 'done'],
  error: ['✕', 'failed'],
};

export function taskView(task: Json, context: BlockContext): HTMLElement {
  const status = text(task['status']);
  const [sign, meaning] = TASK_SIGNS[status] ?? ['○', status];
  const sources = objects(task['sources']).flatMap((source) => {
    const url = safeUrl(text(source['url']));
    return url === null ? [] : [linkView(url, text(source['text']))];
  });
  return make(
    'div',
    { class: `task ${status}`, test: 'task' },
    make('span', { class: 'task-sign', label: meaning, attributes: { role: 'img' } }, sign),
    make(
      'div',
      { class: 'task-body' },
      make('div', { class: 'task-title' }, text(task['title'])),
      isJson(task['details']) ? richTextView(task['details'], context) : null,
      isJson(task['output']) ? richTextView(task['output'], context) : null,
      sources.length === 0 ? null : make('div', { class: 'task-sources' }, ...sources),
    ),
  );
}

export function planView(block: Json, context: BlockContext): HTMLElement {
  const tasks = objects(block['tasks']);
  return make(
    'section',
    { class: 'plan', test: 'plan' },
    make('div', { class: 'plan-title' }, text(block['title'])),
    ...tasks.map((task) => taskView(task, context)),
  );
}
