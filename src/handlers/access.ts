import type { Config } from '../config/config.ts';
import type { Access, Directory, Role } from '../ports.ts';

type Answer = Awaited<ReturnType<Access['may']>>;

/**
 * Who may do what, by the configuration's lists of users and usergroups. Everybody who can be paged is a responder: a person who is
 * woken up must be able to acknowledge.
 */
export function createAccess(config: Pick<Config, 'access' | 'escalation'>, directory: Pick<Directory, 'membersOf'>): Access {
  const members: Readonly<Record<Exclude<Role, 'anyone'>, readonly string[]>> = {
    responder: unique([...config.access.responders, ...config.access.operators, ...pageable(config)]),
    operator: unique(config.access.operators),
    approver: unique(config.access.approvers),
  };
  return {
    whoMay: (role) => (role === 'anyone' ? [] : members[role]),
    may: async (userId, role) => {
      if (role === 'anyone' || members[role].includes(userId)) {
        return 'yes';
      }
      const groups = members[role].filter(isUsergroup);
      return fold(await Promise.all(groups.map((group) => membership(directory, group, userId))));
    },
  };
}

async function membership(directory: Pick<Directory, 'membersOf'>, group: string, userId: string): Promise<Answer> {
  const users = await directory.membersOf(group);
  if (users === null) {
    return 'unverified';
  }
  return users.includes(userId) ? 'yes' : 'no';
}

/** One yes is enough; a group that could not be looked up leaves doubt. */
function fold(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) {
    return 'yes';
  }
  return answers.includes('unverified') ? 'unverified' : 'no';
}

function pageable({ escalation }: Pick<Config, 'escalation'>): readonly string[] {
  const team = Object.values(escalation.team).flatMap((member) => [
    ...(member.users ?? []),
    ...(member.usergroup === undefined ? [] : [member.usergroup]),
  ]);
  return [...team, ...Object.values(escalation.schedules).flatMap(({ users, people = {} }) => [...users, ...Object.values(people)])];
}

function isUsergroup(id: string): boolean {
  return id.startsWith('S');
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}
