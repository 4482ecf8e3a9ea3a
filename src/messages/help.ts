import type { Message } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { join, type RichText } from '../model/text.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

/** One command as help lists it. */
export interface HelpLine {
  readonly id: string;
  readonly usage: string;
  readonly summary: Phrase;
  readonly access: 'anyone' | 'responder' | 'operator' | 'approver';
}

/** Lines of one block; a section of Slack holds about 2,800 characters. */
const LINES = 16;

/** All commands, what only looks first; then the words that say how to make a change by hand. */
export function helpMessage(commands: readonly HelpLine[], byHand: readonly { readonly id: string }[], { locale }: View): Message {
  const line = ({ id, usage, summary, access }: HelpLine): RichText => {
    const args = { usage: `/thanos ${id} ${usage}`.trim(), summary: plain(locale, summary) };
    return access === 'anyone'
      ? translate(locale, say('help.line', args))
      : translate(locale, say('help.roleLine', { ...args, role: plain(locale, say(`help.role.${access}`)) }));
  };
  const section = (title: Phrase, members: readonly HelpLine[]) => {
    const lines = members.length === 0 ? [] : [translate(locale, title), ...members.map(line)];
    return Array.from({ length: Math.ceil(lines.length / LINES) }, (_, index) => ({
      kind: 'text' as const,
      text: join(lines.slice(index * LINES, (index + 1) * LINES), '\n'),
    }));
  };
  const text = translate(locale, say('help.text', { count: commands.length }));
  return {
    text: join([text, commands.map(({ id }) => id).join(', ')], ' '),
    blocks: [
      { kind: 'heading', text: plain(locale, say('help.title')) },
      { kind: 'text', text },
      ...section(
        say('help.reads'),
        commands.filter(({ access }) => access === 'anyone'),
      ),
      ...section(
        say('help.writes'),
        commands.filter(({ access }) => access !== 'anyone'),
      ),
      { kind: 'text', text: translate(locale, say('help.byHand', { commands: byHand.map(({ id }) => id) })) },
    ],
  };
}
