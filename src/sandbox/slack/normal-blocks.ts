import type { Identifiers } from './identifiers.ts';
import { isObject, type JsonObject, listOf, objectsOf } from './json.ts';

/** Fills in the ids that Slack gives to blocks and interactive elements that came without. */
export function withIds(blocks: unknown, identifiers: Identifiers): readonly JsonObject[] {
  return objectsOf(blocks).map((block) => {
    const identified = { ...block, block_id: givenOr(block['block_id'], () => identifiers.next('b').slice(-5)) };
    return { ...identified, ...childrenOf(block, identifiers) };
  });
}

function childrenOf(block: JsonObject, identifiers: Identifiers): JsonObject {
  if (block['type'] === 'actions' || block['type'] === 'context_actions') {
    return { elements: listOf(block['elements']).map((element) => named(element, identifiers)) };
  }
  if (block['type'] === 'container') {
    return { child_blocks: withIds(block['child_blocks'], identifiers) };
  }
  if (block['type'] === 'card' && Array.isArray(block['actions'])) {
    return { actions: block['actions'].map((element) => named(element, identifiers)) };
  }
  return {
    ...(isObject(block['accessory']) ? { accessory: named(block['accessory'], identifiers) } : {}),
    ...(isObject(block['element']) ? { element: named(block['element'], identifiers) } : {}),
  };
}

function named(element: unknown, identifiers: Identifiers): unknown {
  if (!isObject(element) || element['type'] === 'image') {
    return element;
  }
  return { ...element, action_id: givenOr(element['action_id'], () => identifiers.next('a').slice(-5)) };
}

const givenOr = (value: unknown, make: () => string): unknown => (typeof value === 'string' && value !== '' ? value : make());

/** Numbers attachments and fills in what Slack adds to them. */
export function normalAttachments(attachments: readonly JsonObject[], identifiers: Identifiers): readonly JsonObject[] {
  return attachments.map((attachment, index) => ({
    fallback: '[no preview available]',
    ...attachment,
    id: index + 1,
    ...(typeof attachment['color'] === 'string' ? { color: attachment['color'].replace('#', '') } : {}),
    ...(attachment['blocks'] === undefined ? {} : { blocks: withIds(attachment['blocks'], identifiers) }),
  }));
}
