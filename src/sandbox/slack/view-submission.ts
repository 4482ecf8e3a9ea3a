import type { Core } from './core.ts';
import type { Delivery } from './delivery.ts';
import type { Entered } from './element-values.ts';
import { interactiveElements } from './interactive-elements.ts';
import { type JsonObject, objectsOf } from './json.ts';
import { checkedView } from './methods/views.ts';
import { commonFields } from './payload-parts.ts';
import { NotThere, SlackError } from './slack-error.ts';
import type { Acknowledgement } from './socket-mode.ts';
import { formErrors, knownErrors, stateValues } from './view-state.ts';
import { type StoredView, wireView } from './views.ts';

const TROUBLE = 'We had some trouble connecting. Try again?';

export interface Submission {
  readonly userId: string;
  /** The topmost modal when absent. */
  readonly viewId?: string;
  /** By block id or action id. */
  readonly values: Readonly<Record<string, Entered>>;
}

/** What became of a submission. */
export type SubmissionResult =
  | { readonly status: 'accepted'; readonly action: 'close' | 'clear' | 'update' | 'push' }
  | { readonly status: 'refused'; readonly errors: Readonly<Record<string, string>> };

function topView(core: Core, userId: string, viewId: string | undefined): StoredView {
  const view = viewId === undefined ? core.views.stack(userId).at(-1) : core.views.get(viewId);
  if (view === undefined) {
    throw new NotThere(`${userId} has no open modal.`);
  }
  return view;
}

/** Submits a modal as a person and carries out the app's `response_action`. @throws NotThere when no modal is open. */
export async function submitView(core: Core, delivery: Delivery, { userId, viewId, values }: Submission): Promise<SubmissionResult> {
  const view = topView(core, userId, viewId);
  const blocks = objectsOf(view.content['blocks']);
  const refused = formErrors(blocks, values);
  if (Object.keys(refused).length > 0) {
    core.views.showErrors(view, refused);
    return { status: 'refused', errors: refused };
  }
  const inputs = blocks.filter((block) => block['type'] === 'input');
  const acknowledgement = await delivery.deliver('interactive', {
    type: 'view_submission',
    ...commonFields(core, userId),
    view: wireView(view, core.app, stateValues(interactiveElements(inputs), values)),
    response_urls: [],
  });
  return carryOut(core, view, acknowledgement);
}

function carryOut(core: Core, view: StoredView, acknowledgement: Acknowledgement): SubmissionResult {
  if (acknowledgement.kind !== 'acknowledged') {
    return refuse(core, view, { '': TROUBLE });
  }
  const { payload } = acknowledgement;
  try {
    return respondWith(core, view, payload);
  } catch (error) {
    if (error instanceof SlackError) {
      return refuse(core, view, { '': TROUBLE });
    }
    throw error;
  }
}

function respondWith(core: Core, view: StoredView, payload: JsonObject): SubmissionResult {
  switch (payload['response_action']) {
    case 'errors': {
      const errors = knownErrors(view.content['blocks'], payload['errors']);
      return refuse(core, view, Object.keys(errors).length === 0 ? { '': TROUBLE } : errors);
    }
    case 'update':
      core.views.replace(view, checkedView(core, payload['view'], 'modal'));
      return { status: 'accepted', action: 'update' };
    case 'push':
      core.views.push(view.userId, checkedView(core, payload['view'], 'modal'));
      return { status: 'accepted', action: 'push' };
    case 'clear':
      core.views.close(view, true);
      return { status: 'accepted', action: 'clear' };
    default:
      core.views.close(view, false);
      return { status: 'accepted', action: 'close' };
  }
}

function refuse(core: Core, view: StoredView, errors: Readonly<Record<string, string>>): SubmissionResult {
  core.views.showErrors(view, errors);
  return { status: 'refused', errors };
}

/** Closes a modal as a person; the app hears of it only when it asked to. */
export async function closeView(core: Core, delivery: Delivery, userId: string, viewId?: string): Promise<void> {
  const view = topView(core, userId, viewId);
  core.views.close(view, false);
  if (view.content['notify_on_close'] === true) {
    await delivery.deliver('interactive', {
      type: 'view_closed',
      ...commonFields(core, userId),
      view: wireView(view, core.app),
      is_cleared: false,
    });
  }
}
