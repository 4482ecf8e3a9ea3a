import { compact, type JsonObject, listOf, objectsOf, textOf } from './json.ts';
import { NotThere } from './slack-error.ts';

/** What a person entered: text, an option's value, an id, or several of them; `null` for nothing. */
export type Entered = string | readonly string[] | null;

const SINGLE: Readonly<Record<string, readonly [key: string, initial: string]>> = {
  users_select: ['selected_user', 'initial_user'],
  channels_select: ['selected_channel', 'initial_channel'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
};

const MANY_IDS: Readonly<Record<string, readonly [key: string, initial: string]>> = {
  multi_users_select: ['selected_users', 'initial_users'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
};

/**
 * The value of a control in the shape that payloads carry.
 *
 * @param entered `undefined` leaves the control at its initial value.
 * @throws NotThere when an option with the entered value does not exist.
 */
export function valueFields(element: JsonObject, entered: Entered | undefined): JsonObject {
  const type = textOf(element['type']) ?? '';
  switch (type) {
    case 'button':
    case 'icon_button':
      return compact({ text: element['text'], value: element['value'], style: element['style'], url: element['url'] });
    case 'feedback_buttons':
      return { value: single(entered ?? null) };
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
    case 'external_select':
      return { selected_option: entered === undefined ? (element['initial_option'] ?? null) : oneOption(element, single(entered)) };
    case 'checkboxes':
    case 'multi_static_select':
      return {
        selected_options:
          entered === undefined ? listOf(element['initial_options']) : several(entered).map((value) => oneOption(element, value)),
      };
    case 'datetimepicker':
      return { selected_date_time: entered === undefined ? (element['initial_date_time'] ?? null) : Number(single(entered)) };
    default:
      return otherFields(element, type, entered);
  }
}

function otherFields(element: JsonObject, type: string, entered: Entered | undefined): JsonObject {
  const one = SINGLE[type];
  if (one !== undefined) {
    return { [one[0]]: entered === undefined ? (element[one[1]] ?? null) : single(entered) };
  }
  const many = MANY_IDS[type];
  if (many !== undefined) {
    return { [many[0]]: entered === undefined ? listOf(element[many[1]]) : several(entered) };
  }
  return { value: entered === undefined ? (element['initial_value'] ?? null) : single(entered) };
}

/** Whether a control of a form was left empty. */
export const isEmptyValue = (fields: JsonObject): boolean =>
  Object.values(fields).every((value) => value === null || value === '' || (Array.isArray(value) && value.length === 0));

const single = (entered: Entered): string | null =>
  typeof entered === 'string' || entered === null ? (entered === '' ? null : entered) : (entered[0] ?? null);

const several = (entered: Entered): readonly string[] =>
  entered === null || entered === '' ? [] : typeof entered === 'string' ? [entered] : entered;

function oneOption(element: JsonObject, value: string | null): JsonObject | null {
  if (value === null) {
    return null;
  }
  const options = [
    ...objectsOf(element['options']),
    ...objectsOf(element['option_groups']).flatMap((group) => objectsOf(group['options'])),
  ];
  const option = options.find((candidate) => candidate['value'] === value);
  if (option === undefined) {
    throw new NotThere(`There is no option ${value}. Known: ${options.map((candidate) => String(candidate['value'])).join(', ')}.`);
  }
  return option;
}
