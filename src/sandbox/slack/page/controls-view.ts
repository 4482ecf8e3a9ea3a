/// <reference lib="dom" />
import { type BlockContext, isJson, type Json, objects, text, words } from './block-context.ts';
import type { EnteredValue } from './client.ts';
import { confirmed } from './confirm-dialog.ts';
import { make } from './element.ts';
import { safeUrl } from './mrkdwn.ts';
import { overflowView } from './overflow-view.ts';
import { channelTitle, ownChannels } from './state.ts';
import { textObjectView, withEmoji } from './text-view.ts';

/** A control of a message, modal or Home tab. */
export function controlView(element: Json, blockId: string, context: BlockContext): HTMLElement {
  const use = (value?: EnteredValue): void => {
    void confirmed(element['confirm'], context).then((isAgreed) => {
      if (isAgreed) {
        context.use({ actionId: text(element['action_id']), blockId, ...(value === undefined ? {} : { value }) });
      }
    });
  };
  switch (element['type']) {
    case 'button':
      return buttonView(element, use);
    case 'icon_button':
      return buttonView({ ...element, text: { type: 'plain_text', text: `🗑 ${words(element['text'])}` } }, use);
    case 'feedback_buttons':
      return feedbackView(element, use);
    case 'overflow':
      return overflowView(element, use);
    case 'image':
      return imageView(element, 'accessory-image');
    case 'checkboxes':
    case 'radio_buttons':
      return choicesView(element, context, use);
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return pickerView(element, use);
    default:
      return selectView(element, context, use);
  }
}

function buttonView(element: Json, use: () => void): HTMLElement {
  const style = text(element['style']);
  const url = safeUrl(text(element['url']));
  const open = (): void => {
    if (url !== null) {
      window.open(url, '_blank', 'noopener');
    }
    use();
  };
  const label = text(element['accessibility_label']);
  return make(
    'button',
    {
      class: `button ${style}`.trim(),
      test: `action-${text(element['action_id'])}`,
      attributes: { type: 'button', 'data-action-id': text(element['action_id']) },
      onClick: open,
      ...(label === '' ? {} : { label }),
      ...(url === null ? {} : { title: url }),
    },
    withEmoji(words(element['text'])),
    url === null ? null : make('span', { class: 'outward', attributes: { 'aria-hidden': 'true' } }, ' ↗'),
  );
}

function feedbackView(element: Json, use: (value: EnteredValue) => void): HTMLElement {
  const buttons = ['positive_button', 'negative_button'].map((name) => {
    const button = isJson(element[name]) ? element[name] : {};
    const sign = name === 'positive_button' ? '👍' : '👎';
    return buttonView({ ...button, action_id: element['action_id'], text: { text: `${sign} ${words(button['text'])}` } }, () =>
      use(text(button['value'])),
    );
  });
  return make('span', { class: 'actions' }, ...buttons);
}

/** A picture that came with a message; without its file the words for it are shown. */
export function imageView(element: Json, name: string): HTMLElement {
  const file = isJson(element['slack_file']) ? element['slack_file'] : {};
  const address = text(element['image_url']) || text(file['url']) || (text(file['id']) === '' ? '' : `/files/${text(file['id'])}`);
  return make('img', { class: name, attributes: { src: address, alt: text(element['alt_text']), loading: 'lazy' } });
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Choices of a menu with their groups; `''` names no group. */
export function menuChoices(element: Json, context: BlockContext): ReadonlyMap<string, readonly Choice[]> {
  const asChoice = (option: Json): Choice => ({ value: text(option['value']), label: words(option['text']) });
  const groups = objects(element['option_groups']);
  switch (element['type']) {
    case 'users_select':
    case 'multi_users_select':
      return new Map([
        ['', context.state.workspace.people.filter((one) => !one.isBot).map(({ id, displayName }) => ({ value: id, label: displayName }))],
      ]);
    case 'channels_select':
    case 'multi_channels_select':
    case 'multi_conversations_select':
    case 'conversations_select':
      return new Map([['', ownChannels(context.state).map((one) => ({ value: one.id, label: channelTitle(context.state, one) }))]]);
    default:
      return groups.length > 0
        ? new Map(groups.map((group) => [words(group['label']), objects(group['options']).map(asChoice)]))
        : new Map([['', objects(element['options']).map(asChoice)]]);
  }
}

function selectView(element: Json, context: BlockContext, use: (value: EnteredValue) => void): HTMLElement {
  const placeholder = words(element['placeholder']) || 'Select…';
  const select = make('select', {
    class: 'select',
    test: `action-${text(element['action_id'])}`,
    label: placeholder,
    attributes: { 'data-action-id': text(element['action_id']) },
  });
  select.append(make('option', { attributes: { value: '' } }, placeholder));
  fillSelect(select, menuChoices(element, context));
  const initial = isJson(element['initial_option']) ? text(element['initial_option']['value']) : '';
  select.value = initial;
  select.addEventListener('change', () => {
    if (select.value !== '') {
      use(select.value);
      select.value = initial;
    }
  });
  return select;
}

export function fillSelect(select: HTMLSelectElement, choices: ReadonlyMap<string, readonly Choice[]>): void {
  for (const [label, options] of choices) {
    const elements = options.map((option) => make('option', { attributes: { value: option.value } }, option.label));
    if (label === '') {
      select.append(...elements);
    } else {
      select.append(make('optgroup', { attributes: { label } }, ...elements));
    }
  }
}

function choicesView(element: Json, context: BlockContext, use: (value: EnteredValue) => void): HTMLElement {
  const isMany = element['type'] === 'checkboxes';
  const initial = new Set(
    [...objects(element['initial_options']), element['initial_option']].filter(isJson).map((option) => text(option['value'])),
  );
  const group = make('div', {
    class: 'choices',
    test: `action-${text(element['action_id'])}`,
    attributes: { role: isMany ? 'group' : 'radiogroup' },
  });
  const chosen = (): readonly string[] => [...group.querySelectorAll('input')].filter((input) => input.checked).map((input) => input.value);
  for (const option of objects(element['options'])) {
    const value = text(option['value']);
    const input = make('input', { attributes: { type: isMany ? 'checkbox' : 'radio', name: text(element['action_id']), value } });
    input.checked = initial.has(value);
    input.addEventListener('change', () => use(isMany ? chosen() : value));
    group.append(make('label', { class: 'choice' }, input, textObjectView(option['text'], context)));
  }
  return group;
}

function pickerView(element: Json, use: (value: EnteredValue) => void): HTMLElement {
  const kinds: Readonly<Record<string, string>> = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' };
  const kind = kinds[text(element['type'])] ?? 'text';
  const input = make('input', { class: 'select', test: `action-${text(element['action_id'])}`, attributes: { type: kind } });
  input.value = text(element['initial_date']) || text(element['initial_time']);
  input.addEventListener('change', () =>
    use(kind === 'datetime-local' ? String(Math.floor(Date.parse(input.value) / 1_000)) : input.value),
  );
  return input;
}
