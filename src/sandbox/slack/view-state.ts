import { type Entered, isEmptyValue, valueFields } from './element-values.ts';
import { type InteractiveElement, interactiveElements } from './interactive-elements.ts';
import { isObject, type JsonObject, objectsOf, textOf } from './json.ts';

/** `state.values` of a payload: by block id, then by action id. What was entered is looked up by either id. */
export function stateValues(elements: readonly InteractiveElement[], entered: Readonly<Record<string, Entered>>): JsonObject {
  const values: Record<string, Record<string, JsonObject>> = {};
  for (const { blockId, actionId, element } of elements) {
    const block = values[blockId] ?? {};
    block[actionId] = { type: element['type'], ...valueFields(element, entered[blockId] ?? entered[actionId]) };
    values[blockId] = block;
  }
  return values;
}

const REQUIRED = 'Please complete this required field.';

/** What Slack's own form refuses before it asks the app, by block id. */
export function formErrors(blocks: readonly JsonObject[], entered: Readonly<Record<string, Entered>>): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const block of blocks.filter((candidate) => candidate['type'] === 'input')) {
    const [control] = interactiveElements([block]);
    if (control === undefined) {
      continue;
    }
    const fields = valueFields(control.element, entered[control.blockId] ?? entered[control.actionId]);
    const error = isEmptyValue(fields) ? (block['optional'] === true ? undefined : REQUIRED) : valueError(control.element, fields['value']);
    if (error !== undefined) {
      errors[control.blockId] = error;
    }
  }
  return errors;
}

function valueError(element: JsonObject, value: unknown): string | undefined {
  const text = textOf(value) ?? '';
  const { min_length: least, max_length: most } = element;
  if (element['type'] === 'number_input' && !isAllowedNumber(element, text)) {
    return 'Please enter a number in the allowed range.';
  }
  if (typeof least === 'number' && text.length < least) {
    return `Please enter at least ${least} characters.`;
  }
  return typeof most === 'number' && text.length > most ? `Please enter at most ${most} characters.` : undefined;
}

function isAllowedNumber(element: JsonObject, text: string): boolean {
  const value = Number(text);
  const isWhole = element['is_decimal_allowed'] === true || Number.isInteger(value);
  return (
    isWhole &&
    value >= Number(element['min_value'] ?? Number.NEGATIVE_INFINITY) &&
    value <= Number(element['max_value'] ?? Number.POSITIVE_INFINITY)
  );
}

/** The input blocks of a view that have the given error keys; anything else Slack ignores. */
export function knownErrors(blocks: unknown, errors: unknown): Readonly<Record<string, string>> {
  const ids = objectsOf(blocks).map((block) => block['block_id']);
  const entries = isObject(errors) ? Object.entries(errors) : [];
  return Object.fromEntries(entries.filter(([id]) => ids.includes(id)).map(([id, text]) => [id, String(text)]));
}
