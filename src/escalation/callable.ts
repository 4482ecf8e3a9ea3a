import type { CallableLevel } from '../messages/incident-view.ts';
import type { Incident } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { withinSlack } from './owed.ts';
import { type Recipients, recipientsOf } from './roster.ts';

type Context = Pick<DeliveryContext, 'config' | 'overrides' | 'directory'>;

/** Whom each level that a person may ask for would call at an instant. */
export async function callableLevels(context: Context, incident: Incident, at: EpochMs): Promise<readonly CallableLevel[]> {
  const { timezone, escalation } = context.config;
  const roster = { timezone, escalation, overrides: await context.overrides() };
  return Promise.all(
    levelsAhead(incident).map(async (levelIndex) => {
      const { recipients } = withinSlack(incident, recipientsOf(roster, incident.levels, levelIndex, at));
      return { level: incident.levels[levelIndex]?.level ?? levelIndex + 1, names: await namesIn(context, recipients) };
    }),
  );
}

/** Those above; at the top the last one again, and where nobody was called yet the present one too. */
function levelsAhead({ escalation, levels }: Incident): readonly number[] {
  if (escalation.status === 'resolved') {
    return [];
  }
  const first = Math.min(escalation.isQuiet ? escalation.levelIndex : escalation.levelIndex + 1, levels.length - 1);
  return [...levels.keys()].filter((index) => index >= first);
}

/** A person whose name Slack does not tell goes by their role. */
async function namesIn({ directory }: Context, { users, usergroups, webhooks }: Recipients): Promise<readonly string[]> {
  const names = await Promise.all(users.map(async ({ id, roles }) => (await directory.nameOf(id)) ?? roles.join('/')));
  return [...names, ...[...usergroups, ...webhooks].flatMap(({ roles }) => roles)];
}
