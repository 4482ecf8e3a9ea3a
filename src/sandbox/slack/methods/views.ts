import type { Arguments } from '../arguments.ts';
import { viewComplaints } from '../block-kit.ts';
import type { Core } from '../core.ts';
import type { JsonObject } from '../json.ts';
import { isObject, textOf } from '../json.ts';
import { SlackError } from '../slack-error.ts';
import { type StoredView, wireView } from '../views.ts';
import type { Method } from './method.ts';

const VIEW_BYTES_MAX = 250_000;

/** Checks a view that arrives in a call or in an acknowledgement. @throws SlackError `invalid_arguments` or `view_too_large`. */
export function checkedView(core: Core, view: unknown, kind: 'modal' | 'home'): JsonObject {
  if (JSON.stringify(view ?? null).length > VIEW_BYTES_MAX) {
    throw new SlackError('view_too_large');
  }
  const complaints = viewComplaints(view, core.settings.newBlocks);
  if (complaints.length > 0 || !isObject(view) || view['type'] !== kind) {
    throw new SlackError('invalid_arguments', { response_metadata: { messages: complaints } });
  }
  return view;
}

const answer = (core: Core, view: StoredView): JsonObject => ({ view: wireView(view, core.app) });

/** A new modal. @throws SlackError `duplicate_external_id` too. */
function newModal(core: Core, args: Arguments): JsonObject {
  const content = checkedView(core, args.json('view'), 'modal');
  const externalId = textOf(content['external_id']) ?? '';
  if (externalId !== '' && core.views.findExternal(externalId) !== undefined) {
    throw new SlackError('duplicate_external_id');
  }
  return content;
}

function open(core: Core, args: Arguments): JsonObject {
  const content = newModal(core, args);
  return answer(core, core.views.open(core.triggers.exchange(args.required('trigger_id', 'invalid_trigger_id')), content));
}

function push(core: Core, args: Arguments): JsonObject {
  const content = newModal(core, args);
  return answer(core, core.views.push(core.triggers.exchange(args.required('trigger_id', 'invalid_trigger_id')), content));
}

function update(core: Core, args: Arguments): JsonObject {
  const view = core.views.find(args.text('view_id') ?? '') ?? core.views.findExternal(args.text('external_id') ?? '');
  if (view === undefined) {
    throw new SlackError('not_found');
  }
  if (args.has('hash') && args.text('hash') !== view.hash) {
    throw new SlackError('hash_conflict');
  }
  core.views.replace(view, checkedView(core, args.json('view'), view.content['type'] === 'home' ? 'home' : 'modal'));
  return answer(core, view);
}

function publish(core: Core, args: Arguments): JsonObject {
  const userId = args.required('user_id');
  const content = checkedView(core, args.json('view'), 'home');
  const existing = core.views.home(userId);
  if (core.people.find(userId) === undefined) {
    throw new SlackError('user_not_found');
  }
  if (args.has('hash') && existing !== undefined && args.text('hash') !== existing.hash) {
    throw new SlackError('hash_conflict');
  }
  return answer(core, core.views.publish(userId, content));
}

const view = { token: 'bot', scopes: [], tier: 4 } as const;

export const viewMethods: readonly Method[] = [
  { name: 'views.open', ...view, run: open },
  { name: 'views.push', ...view, run: push },
  { name: 'views.update', ...view, run: update },
  { name: 'views.publish', ...view, run: publish },
];
