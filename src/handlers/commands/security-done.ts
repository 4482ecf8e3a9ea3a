import { say } from '../../messages/say.ts';
import { sentenceMessage } from '../../messages/sentence.ts';
import { UserError } from '../../model/errors.ts';
import { SECURITY_ITEMS, type SecurityItem, TICK_LIFETIME_MS } from '../../model/security-item.ts';
import { required } from './arguments.ts';
import { defineCommand } from './command.ts';

const USAGE = '<item> <note>';
const LONGEST_NOTE = 500;

export const securityDone = defineCommand<{ readonly item: SecurityItem; readonly note: string }>({
  id: 'security done',
  usage: USAGE,
  summary: say('command.summary.securityDone'),
  access: 'operator',
  parse: ([word, ...rest]) => {
    const written = required(word, `security done ${USAGE}`);
    const item = SECURITY_ITEMS.find((known) => known === written.toLowerCase());
    if (item === undefined) {
      throw new UserError(say('command.noSuchItem', { word: written, known: SECURITY_ITEMS }));
    }
    const note = rest.join(' ').trim().slice(0, LONGEST_NOTE);
    if (note === '') {
      throw new UserError(say('command.noteNeeded', { usage: `/thanos security done ${item} <note>` }));
    }
    return { item, note };
  },
  run: async ({ item, note }, { sources, userId: by, now: at, view }) => {
    await sources.health.tick({ item, note, by, at });
    const message = sentenceMessage(say('security.done', { item, leftMs: TICK_LIFETIME_MS }), view);
    return { kind: 'show', message, isShareable: false };
  },
});
