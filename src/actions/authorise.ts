import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import type { Role } from '../ports.ts';
import type { OperationDeps } from './operation-deps.ts';

/** Refuses, on the record, a person who may not change things. What cannot be looked up is refused too. @throws UserError */
export async function authorise(
  deps: Pick<OperationDeps, 'access' | 'audit' | 'clock'>,
  userId: string,
  role: Role,
  attempt: { readonly action: string; readonly subject: string },
): Promise<void> {
  const answer = await deps.access.may(userId, role);
  if (answer === 'yes') {
    return;
  }
  await deps.audit.append({ at: deps.clock.now(), actor: userId, ...attempt, outcome: 'refused', details: { role, answer } });
  const who = deps.access.whoMay(role);
  throw new UserError(answer === 'unverified' ? say('action.unverified', { who }) : say('action.forbidden', { who }));
}
