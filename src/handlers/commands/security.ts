import { CHECKS } from '../../checks/registry.ts';
import { say } from '../../messages/say.ts';
import { securityMessage } from '../../messages/security.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

/** The checklist itself is shown above what is measured. */
const MEASURED = CHECKS.map(({ id }) => id).filter(
  (id) => (id.startsWith('security-') && id !== 'security-checklist') || id === 'os-updates',
);

export const security = defineCommand({
  id: 'security',
  usage: '',
  summary: say('command.summary.security'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 0, 'security'),
  run: async (_args, { sources, view, now, signal }) => {
    const [{ reports }, ticks] = await Promise.all([sources.runChecks(MEASURED, null, signal), sources.health.ticks()]);
    return { kind: 'show', message: securityMessage(reports, ticks, now, view), isShareable: true };
  },
});
