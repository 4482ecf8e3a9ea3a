import type { Config } from '../config/config.ts';

/** People whom the configuration names; members of usergroups open their Home tab themselves. */
export function homeOwners({ access, escalation }: Pick<Config, 'access' | 'escalation'>): readonly string[] {
  const named = [
    ...access.responders,
    ...access.operators,
    ...access.approvers,
    ...Object.values(escalation.team).flatMap(({ users }) => users ?? []),
    ...Object.values(escalation.schedules).flatMap(({ users }) => users),
  ];
  return [...new Set(named)].filter((id) => /^[UW][A-Z0-9]+$/.test(id));
}
