/// <reference lib="dom" />
import { type BlockContext, isJson, type Json, objects, text, words } from './block-context.ts';
import type { EnteredValue } from './client.ts';
import { fillSelect, menuChoices } from './controls-view.ts';
import { make } from './element.ts';
import { textObjectView } from './text-view.ts';

/** A field of a form with its label, hint and error. What is typed is kept in `context.entered`. */
export function inputView(block: Json, context: BlockContext): HTMLElement {
  const blockId = text(block['block_id']);
  const element = isJson(block['element']) ? block['element'] : {};
  const id = `field-${blockId}`;
  const error = context.errors?.[blockId];
  const hint = words(block['hint']);
  const field = fieldView(element, context, context.entered?.get(blockId), (value) => context.entered?.set(blockId, value));
  field.id = id;
  field.dataset['testid'] = `input-${text(element['action_id'])}`;
  if (field.getAttribute('role') !== null) {
    field.setAttribute('aria-labelledby', `${id}-label`);
  }
  if (error !== undefined) {
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', `${id}-error`);
  }
  return make(
    'div',
    { class: error === undefined ? 'input' : 'input invalid' },
    make(
      'label',
      { attributes: { for: id, id: `${id}-label` } },
      words(block['label']),
      block['optional'] === true ? make('span', { class: 'optional' }, ' (optional)') : null,
    ),
    field,
    error === undefined
      ? null
      : make('p', { class: 'field-error', test: 'field-error', attributes: { id: `${id}-error`, role: 'alert' } }, error),
    hint === '' ? null : make('p', { class: 'hint' }, hint),
  );
}

type Keep = (value: EnteredValue) => void;

function fieldView(element: Json, context: BlockContext, kept: EnteredValue | undefined, keep: Keep): HTMLElement {
  switch (element['type']) {
    case 'checkboxes':
    case 'radio_buttons':
      return choicesField(element, context, kept, keep);
    case 'datepicker':
      return typedField(element, 'date', 'initial_date', kept, keep);
    case 'timepicker':
      return typedField(element, 'time', 'initial_time', kept, keep);
    case 'plain_text_input':
      return element['multiline'] === true ? areaField(element, kept, keep) : typedField(element, 'text', 'initial_value', kept, keep);
    case 'number_input':
      return typedField(element, 'number', 'initial_value', kept, keep);
    case 'email_text_input':
      return typedField(element, 'email', 'initial_value', kept, keep);
    case 'url_text_input':
      return typedField(element, 'url', 'initial_value', kept, keep);
    default:
      return selectField(element, context, kept, keep);
  }
}

function typedField(element: Json, type: string, initial: string, kept: EnteredValue | undefined, keep: Keep): HTMLElement {
  const input = make('input', { class: 'field', attributes: { type, placeholder: words(element['placeholder']), autocomplete: 'off' } });
  input.value = typeof kept === 'string' ? kept : text(element[initial]);
  if (type === 'number' && element['is_decimal_allowed'] === true) {
    input.step = 'any';
  }
  input.addEventListener('input', () => keep(input.value));
  return input;
}

function areaField(element: Json, kept: EnteredValue | undefined, keep: Keep): HTMLElement {
  const area = make('textarea', { class: 'field', attributes: { rows: '4', placeholder: words(element['placeholder']) } });
  area.value = typeof kept === 'string' ? kept : text(element['initial_value']);
  area.addEventListener('input', () => keep(area.value));
  return area;
}

function selectField(element: Json, context: BlockContext, kept: EnteredValue | undefined, keep: Keep): HTMLElement {
  const isMany = text(element['type']).startsWith('multi_');
  const select = make('select', { class: 'field' });
  select.multiple = isMany;
  if (!isMany) {
    select.append(make('option', { attributes: { value: '' } }, words(element['placeholder']) || 'Select…'));
  }
  fillSelect(select, menuChoices(element, context));
  const chosen = new Set(kept === undefined ? initialValues(element) : typeof kept === 'string' ? [kept] : (kept ?? []));
  for (const option of select.options) {
    option.selected = chosen.has(option.value);
  }
  select.addEventListener('change', () => keep(isMany ? [...select.selectedOptions].map((option) => option.value) : select.value));
  return select;
}

function initialValues(element: Json): readonly string[] {
  const options = [...objects(element['initial_options']), element['initial_option']].filter(isJson).map((option) => text(option['value']));
  const ids = [element['initial_user'], element['initial_channel'], element['initial_conversation']].filter((id) => typeof id === 'string');
  const many = [element['initial_users'], element['initial_channels'], element['initial_conversations']].flatMap((list) =>
    Array.isArray(list) ? list.map(String) : [],
  );
  return [...options, ...ids, ...many];
}

function choicesField(element: Json, context: BlockContext, kept: EnteredValue | undefined, keep: Keep): HTMLElement {
  const isMany = element['type'] === 'checkboxes';
  const group = make('div', { class: 'choices', attributes: { role: isMany ? 'group' : 'radiogroup' } });
  const chosen = new Set(kept === undefined ? initialValues(element) : typeof kept === 'string' ? [kept] : (kept ?? []));
  for (const option of objects(element['options'])) {
    const value = text(option['value']);
    const input = make('input', { attributes: { type: isMany ? 'checkbox' : 'radio', name: text(element['action_id']), value } });
    input.checked = chosen.has(value);
    input.addEventListener('change', () => {
      const checked = [...group.querySelectorAll('input')].filter((one) => one.checked).map((one) => one.value);
      keep(isMany ? checked : value);
    });
    group.append(make('label', { class: 'choice' }, input, textObjectView(option['text'], context)));
  }
  return group;
}
