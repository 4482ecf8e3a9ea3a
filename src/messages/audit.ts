import type { Message } from '../model/message.ts';
import type { AuditEntry } from '../model/plan.ts';
import { join, type RichText } from '../model/text.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

/** Lines of one block; a section of Slack holds about 2,800 characters. */
const LINES = 12;

/** The newest entries of the audit, newest first. */
export function auditMessage(entries: readonly AuditEntry[], { locale }: View): Message {
  const text = translate(locale, entries.length === 0 ? say('audit.none') : say('audit.text', { count: entries.length }));
  const lines = entries.map((entry) => auditLine(entry, locale));
  const blocks = Array.from({ length: Math.ceil(lines.length / LINES) }, (_, index) => ({
    kind: 'text' as const,
    text: join(lines.slice(index * LINES, (index + 1) * LINES), '\n'),
  }));
  return { text: join([text, ...lines.slice(0, 5)], ' '), blocks: [{ kind: 'text', text }, ...blocks] };
}

function auditLine({ at, actor, action, subject, outcome, details }: AuditEntry, locale: View['locale']): RichText {
  const { from, to, operation } = details;
  const change = from == null || to == null ? '' : `${from} → ${to}`;
  return translate(
    locale,
    say('audit.line', {
      at,
      actor,
      action,
      subject,
      change,
      outcome: plain(locale, say(`audit.outcome.${outcome}`)),
      operation: typeof operation === 'string' ? operation : '',
    }),
  );
}
