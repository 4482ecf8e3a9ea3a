import { isObject, type JsonObject, listOf, objectsOf, textOf } from './json.ts';
import { NotThere } from './slack-error.ts';

/** A control of a message or view, with the block it sits in. */
export interface InteractiveElement {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: JsonObject;
}

/** Controls in reading order, those inside containers and cards too. */
export function interactiveElements(blocks: readonly JsonObject[]): readonly InteractiveElement[] {
  return blocks.flatMap((block) => {
    const own = [...listOf(block['elements']), ...listOf(block['actions']), block['accessory'], block['element']];
    const controls = own.filter(isObject).filter((element) => typeof element['action_id'] === 'string');
    return [
      ...controls.map((element) => ({ blockId: textOf(block['block_id']) ?? '', actionId: textOf(element['action_id']) ?? '', element })),
      ...interactiveElements(objectsOf(block['child_blocks'])),
      ...(block['type'] === 'carousel' ? interactiveElements(objectsOf(block['elements'])) : []),
    ];
  });
}

/** Names a control: by its action id, narrowed by block id where needed, or by its place in reading order. */
export interface ElementChoice {
  readonly actionId?: string;
  readonly blockId?: string;
  readonly index?: number;
}

/** @throws NotThere listing the controls that there are. */
export function chooseElement(elements: readonly InteractiveElement[], choice: ElementChoice): InteractiveElement {
  const fitting = elements.filter(
    (one) =>
      (choice.actionId === undefined || one.actionId === choice.actionId) &&
      (choice.blockId === undefined || one.blockId === choice.blockId),
  );
  const found = fitting[choice.index ?? 0];
  if (found === undefined) {
    const known = elements.map((one) => one.actionId).join(', ');
    throw new NotThere(
      `There is no control ${choice.actionId ?? `number ${choice.index ?? 0}`} here. Known: ${known === '' ? 'none' : known}.`,
    );
  }
  return found;
}
