import { messageElements, type Press, press, pressInView, type ViewPress } from './block-actions.ts';
import type { CallRecord } from './call-log.ts';
import { editSaid, openHome, type Saying, say } from './conversation-events.ts';
import type { Core } from './core.ts';
import type { Delivery } from './delivery.ts';
import type { FaultOrder, FaultSnapshot } from './faults.ts';
import { MessageEvents } from './message-events.ts';
import { methodsByName } from './methods/registry.ts';
import type { QuietHours } from './people.ts';
import { NotThere } from './slack-error.ts';
import { type CommandRun, runCommand } from './slash-commands.ts';
import {
  type MessageSnapshot,
  messageSnapshot,
  type ViewsSnapshot,
  viewsSnapshot,
  type WorkspaceSnapshot,
  workspaceSnapshot,
} from './snapshots.ts';
import type { Acknowledgement, DisconnectReason, SocketMode } from './socket-mode.ts';
import { closeView, type Submission, type SubmissionResult, submitView } from './view-submission.ts';

export interface PersonChange {
  readonly presence?: 'active' | 'away';
  readonly quietHours?: QuietHours | null;
  readonly deactivated?: boolean;
}

export interface ChannelChange {
  readonly archived?: boolean;
  readonly hasBot?: boolean;
}

export interface SettingsChange {
  readonly newBlocks?: boolean;
  readonly rateLimits?: boolean;
  readonly botTokenRevoked?: boolean;
  readonly appTokenRevoked?: boolean;
  readonly requestUrl?: string | null;
}

/** Acting as the people of the workspace, and breaking Slack. Unknown ids throw `NotThere`. */
export class SlackControl {
  private readonly core: Core;
  private readonly delivery: Delivery;
  private readonly sockets: SocketMode;
  private readonly events: MessageEvents;

  constructor(core: Core, delivery: Delivery, sockets: SocketMode) {
    this.core = core;
    this.delivery = delivery;
    this.sockets = sockets;
    this.events = new MessageEvents(core, delivery);
  }

  workspace(): WorkspaceSnapshot {
    return workspaceSnapshot(this.core, this.sockets.connectionCount);
  }

  /** Messages of a channel, oldest first, thread replies and ephemeral ones too. A person's id names the direct message with the bot. */
  messages(channelOrUserId: string): readonly MessageSnapshot[] {
    const channelId = this.channelIdOf(channelOrUserId);
    return this.core.messages.inChannel(channelId).map((message) => messageSnapshot(this.core, message));
  }

  /** Action ids of a message's controls, in reading order. */
  actionIds(channelId: string, ts: string): readonly string[] {
    return messageElements(this.core.messages.get(this.channelIdOf(channelId), ts)).map((element) => element.actionId);
  }

  press(pressed: Press): Promise<Acknowledgement> {
    return press(this.core, this.delivery, { ...pressed, channelId: this.channelIdOf(pressed.channelId) });
  }

  command(run: CommandRun): Promise<Acknowledgement> {
    return runCommand(this.core, this.delivery, { ...run, channelId: this.channelIdOf(run.channelId) });
  }

  async say(saying: Saying): Promise<MessageSnapshot> {
    const message = await say(this.core, this.events, { ...saying, channelId: this.channelIdOf(saying.channelId) });
    return messageSnapshot(this.core, message);
  }

  edit(edit: Saying & { readonly ts: string }): Promise<void> {
    return editSaid(this.core, this.events, { ...edit, channelId: this.channelIdOf(edit.channelId) });
  }

  views(userId: string): ViewsSnapshot {
    return viewsSnapshot(this.core, userId);
  }

  pressInView(pressed: ViewPress): Promise<Acknowledgement> {
    return pressInView(this.core, this.delivery, pressed);
  }

  submitView(submission: Submission): Promise<SubmissionResult> {
    return submitView(this.core, this.delivery, submission);
  }

  closeView(userId: string, viewId?: string): Promise<void> {
    return closeView(this.core, this.delivery, userId, viewId);
  }

  /** Opens the app's Home tab, or its direct message. */
  async openHome(userId: string, tab: 'home' | 'messages' = 'home'): Promise<ViewsSnapshot> {
    await openHome(this.core, this.delivery, userId, tab);
    return this.views(userId);
  }

  calls(method?: string): readonly CallRecord[] {
    return this.core.calls.all(method);
  }

  clearCalls(): void {
    this.core.calls.clear();
  }

  /** @throws NotThere for a method that this Slack does not have: the fault would never be met. */
  orderFault(order: FaultOrder): FaultSnapshot {
    if (!this.faultyMethods().includes(order.method)) {
      throw new NotThere(`There is no method ${order.method}. Known: ${this.faultyMethods().join(', ')}.`);
    }
    return this.core.faults.order(order);
  }

  /** What a fault can be ordered for. */
  faultyMethods(): readonly string[] {
    return ['*', 'response_url', ...methodsByName.keys()];
  }

  faults(): readonly FaultSnapshot[] {
    return this.core.faults.active();
  }

  endFault(id: string): void {
    if (!this.core.faults.end(id)) {
      throw new NotThere(`There is no fault ${id}.`);
    }
  }

  /** @returns how many faults had still an effect. */
  clearFaults(): number {
    return this.core.faults.clear();
  }

  /** @returns how many connections were told. */
  disconnectSockets(reason: DisconnectReason = 'refresh_requested', count?: number): number {
    return this.sockets.disconnect(reason, count);
  }

  changePerson(userId: string, change: PersonChange): void {
    Object.assign(this.core.people.get(userId), change);
    this.core.changes.announce({ kind: 'workspace' });
  }

  changeChannel(channelId: string, change: ChannelChange): void {
    const channel = this.core.channels.get(channelId);
    channel.archived = change.archived ?? channel.archived;
    if (change.hasBot === true) {
      channel.members.add(this.core.workspace.app.botUserId);
    } else if (change.hasBot === false) {
      channel.members.delete(this.core.workspace.app.botUserId);
    }
    this.core.changes.announce({ kind: 'workspace' });
  }

  deleteMessage(channelId: string, ts: string): void {
    if (!this.core.messages.remove(this.channelIdOf(channelId), ts)) {
      throw new NotThere(`Channel ${channelId} has no message ${ts}.`);
    }
  }

  changeSettings(change: SettingsChange): void {
    const { settings } = this.core;
    settings.newBlocks = change.newBlocks ?? settings.newBlocks;
    settings.isBotTokenRevoked = change.botTokenRevoked ?? settings.isBotTokenRevoked;
    settings.isAppTokenRevoked = change.appTokenRevoked ?? settings.isAppTokenRevoked;
    settings.requestUrl = change.requestUrl === undefined ? settings.requestUrl : change.requestUrl;
    this.core.rateLimits.isEnabled = change.rateLimits ?? this.core.rateLimits.isEnabled;
    this.core.changes.announce({ kind: 'workspace' });
  }

  /** Posts scheduled messages and repeats events whose time has come; the server does it by itself several times a second. */
  async catchUp(): Promise<void> {
    for (const { message } of this.core.scheduled.takeDue(this.core.now())) {
      this.core.messages.post(message);
    }
    await this.delivery.repeatEvents();
  }

  private channelIdOf(channelOrUserId: string): string {
    const isPerson = this.core.people.find(channelOrUserId) !== undefined;
    return isPerson ? this.core.channels.direct(channelOrUserId, this.core.now()).id : this.core.channels.get(channelOrUserId).id;
  }
}
