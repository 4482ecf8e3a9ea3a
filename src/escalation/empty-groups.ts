import type { Directory } from '../ports.ts';
import type { Roster } from './roster.ts';

/** What Slack says of the groups that the roster names, by id. */
export interface GroupsOfRoster {
  /** Groups without members, or that do not exist: they bring nobody to a level. */
  readonly empty: ReadonlySet<string>;
  /** Groups of which Slack could not say who is in them. */
  readonly unknown: ReadonlySet<string>;
}

export async function groupsOf(roster: Roster, directory: Pick<Directory, 'membersOf'>): Promise<GroupsOfRoster> {
  const named = Object.values(roster.escalation.team).flatMap(({ usergroup }) => usergroup ?? []);
  const answers = await Promise.all(
    [...new Set(named)].map(async (group) => ({ group, members: await directory.membersOf(group).catch(() => null) })),
  );
  return {
    empty: new Set(answers.flatMap(({ group, members }) => (members?.length === 0 ? [group] : []))),
    unknown: new Set(answers.flatMap(({ group, members }) => (members === null ? [group] : []))),
  };
}

/** The roster as far as it reaches anybody. */
export function withoutGroups(roster: Roster, groups: ReadonlySet<string>): Roster {
  const team = Object.entries(roster.escalation.team).map(([role, member]) => {
    const { usergroup, ...others } = member;
    return [role, usergroup !== undefined && groups.has(usergroup) ? others : member] as const;
  });
  return { ...roster, escalation: { ...roster.escalation, team: Object.fromEntries(team) } };
}
