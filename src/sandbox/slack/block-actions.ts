import { tellPerson } from './answers.ts';
import type { Core } from './core.ts';
import type { Delivery } from './delivery.ts';
import { type Entered, valueFields } from './element-values.ts';
import { chooseElement, type ElementChoice, type InteractiveElement, interactiveElements } from './interactive-elements.ts';
import { type JsonObject, objectsOf } from './json.ts';
import { type StoredMessage, wireMessage } from './message.ts';
import { commonFields, payloadChannelName, responseUrl } from './payload-parts.ts';
import { NotThere } from './slack-error.ts';
import type { Acknowledgement } from './socket-mode.ts';
import { stateValues } from './view-state.ts';
import { type StoredView, wireView } from './views.ts';

const attachmentElements = (attachment: JsonObject): readonly InteractiveElement[] => interactiveElements(objectsOf(attachment['blocks']));

/** Where in the message the control is. */
function containerOf(message: StoredMessage, { element }: InteractiveElement): JsonObject {
  const attachment = message.attachments.find((candidate) => attachmentElements(candidate).some((one) => one.element === element));
  return attachment === undefined
    ? { type: 'message' }
    : { type: 'message_attachment', attachment_id: attachment['id'], is_app_unfurl: false };
}

export interface Press extends ElementChoice {
  readonly userId: string;
  readonly channelId: string;
  readonly ts: string;
  /** The chosen option's value, or what was entered. */
  readonly value?: Entered;
}

/** Controls of a message, those in attachments after those in blocks. */
export const messageElements = (message: StoredMessage): readonly InteractiveElement[] => [
  ...interactiveElements(message.blocks),
  ...message.attachments.flatMap(attachmentElements),
];

/**
 * Presses a button or chooses an option of a message; a confirm dialog counts as accepted.
 *
 * @throws NotThere when the message, control or option is not there for this person.
 */
export async function press(core: Core, delivery: Delivery, pressed: Press): Promise<Acknowledgement> {
  const channel = core.channels.get(pressed.channelId);
  const message = core.messages.get(channel.id, pressed.ts);
  if (message.ephemeralFor !== undefined && message.ephemeralFor !== pressed.userId) {
    throw new NotThere(`Message ${pressed.ts} is only visible to ${message.ephemeralFor}.`);
  }
  const chosen = chooseElement(messageElements(message), pressed);
  const action = actionOf(core, chosen, pressed.value);
  const isEphemeral = message.ephemeralFor !== undefined;
  const acknowledgement = await delivery.deliver('interactive', {
    type: 'block_actions',
    ...commonFields(core, pressed.userId),
    container: {
      ...containerOf(message, chosen),
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...threadOf(message),
    },
    channel: { id: channel.id, name: payloadChannelName(channel) },
    ...(isEphemeral ? {} : { message: wireMessage(message, core.app, core.messages.thread(message), true) }),
    state: { values: messageState(message, chosen, pressed.value) },
    response_url: responseUrl(core, { channelId: channel.id, userId: pressed.userId, messageTs: message.ts }),
    actions: [action],
  });
  if (acknowledgement.kind !== 'acknowledged') {
    tellPerson(core, channel.id, pressed.userId, 'This app did not respond in time: operation_timeout');
  }
  return acknowledgement;
}

const threadOf = (message: StoredMessage): JsonObject => (message.threadTs === undefined ? {} : { thread_ts: message.threadTs });

function actionOf(core: Core, chosen: InteractiveElement, entered: Entered | undefined): JsonObject {
  return {
    action_id: chosen.actionId,
    block_id: chosen.blockId,
    ...valueFields(chosen.element, entered),
    type: chosen.element['type'],
    action_ts: core.timestamps.next(),
    ...(chosen.element['confirm'] === undefined ? {} : { confirm: chosen.element['confirm'] }),
  };
}

/** Values of the message's stateful controls; only the one just used differs from its initial value. */
function messageState(message: StoredMessage, chosen: InteractiveElement, entered: Entered | undefined): JsonObject {
  const stateful = messageElements(message).filter(({ element }) => element['type'] !== 'button' && element['type'] !== 'overflow');
  return stateValues(stateful, entered === undefined ? {} : { [chosen.actionId]: entered });
}

export interface ViewPress extends ElementChoice {
  readonly userId: string;
  readonly viewId: string;
  readonly value?: Entered;
  /** What stands in the form's fields, by block id or action id. */
  readonly values?: Readonly<Record<string, Entered>>;
}

/** Presses a control of a modal or Home tab. @throws NotThere as `press` does. */
export async function pressInView(core: Core, delivery: Delivery, pressed: ViewPress): Promise<Acknowledgement> {
  const view: StoredView = core.views.get(pressed.viewId);
  const elements = interactiveElements(objectsOf(view.content['blocks']));
  const chosen = chooseElement(elements, pressed);
  const inputs = elements.filter(({ element }) => element['type'] !== 'button' && element['type'] !== 'overflow');
  return await delivery.deliver('interactive', {
    type: 'block_actions',
    ...commonFields(core, pressed.userId),
    container: { type: 'view', view_id: view.id },
    view: wireView(view, core.app, stateValues(inputs, pressed.values ?? {})),
    actions: [actionOf(core, chosen, pressed.value)],
  });
}
