import type { Answer } from '../../src/handlers/answer.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import type { Control, Message } from '../../src/model/message.ts';

/** What one person sees in private, as it stands now. */
export class PrivateAnswers implements Answer {
  readonly shown: Message[] = [];

  async show(message: Message): Promise<void> {
    this.shown.push(message);
  }

  async replace(message: Message): Promise<void> {
    this.shown.splice(-1, 1, message);
  }

  async remove(): Promise<void> {
    this.shown.pop();
  }

  get words(): readonly string[] {
    return this.shown.map(({ text }) => plainText(text, 'UTC'));
  }

  /** The button of an interaction in the newest message. */
  button(interaction: string): Extract<Control, { kind: 'button' }> {
    const controls = (this.shown.at(-1)?.blocks ?? []).flatMap((block) => (block.kind === 'controls' ? block.controls : []));
    const found = controls.find((control) => control.kind === 'button' && control.interaction === interaction);
    if (found?.kind !== 'button') {
      throw new Error(`no button ${interaction}`);
    }
    return found;
  }
}
