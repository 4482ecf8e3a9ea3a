import { incidentDetailMessage } from '../../messages/incident-detail.ts';
import { incidentsMessage, recentIncidentsMessage } from '../../messages/incident-list.ts';
import { say } from '../../messages/say.ts';
import { UserError } from '../../model/errors.ts';
import { days } from '../../model/time.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

const LIMIT = 200;
const RECENT_MS = days(7);
const USAGE = '[open|recent|<id>]';

export const incidents = defineCommand<string>({
  id: 'incidents',
  usage: USAGE,
  summary: say('command.summary.incidents'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 1, `incidents ${USAGE}`)[0] ?? 'open',
  run: async (wanted, { sources, view, now }) => {
    const word = wanted.toLowerCase();
    if (word === 'open') {
      const open = await sources.openIncidents(LIMIT);
      return { kind: 'show', message: incidentsMessage(open, await sources.messageLinks(open), view), isShareable: true };
    }
    if (word === 'recent') {
      const recent = await sources.recentIncidents({ from: now - RECENT_MS, until: now + 1, limit: LIMIT });
      return { kind: 'show', message: recentIncidentsMessage(recent, await sources.messageLinks(recent), view), isShareable: true };
    }
    const story = await sources.incident(wanted);
    if (story === null) {
      throw new UserError(say('incidents.noSuch', { id: wanted }));
    }
    return { kind: 'show', message: incidentDetailMessage(story, view), isShareable: true };
  },
});
