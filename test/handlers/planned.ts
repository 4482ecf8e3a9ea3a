import type { Proposal } from '../../src/actions/propose.ts';
import type { Operation, Plan } from '../../src/model/plan.ts';

/** The operation that a runner makes of a proposal, before anybody has confirmed it. */
export function plannedOperation(
  { actionId, params, userId, channel }: Proposal,
  { title, confirm }: Pick<Plan, 'title' | 'confirm'>,
): Operation {
  return {
    id: 'op_1',
    revision: 1,
    status: 'planned',
    actionId,
    params,
    plan: {
      actionId,
      title,
      confirm,
      risk: 'reversible',
      changes: [],
      notes: [],
      undo: null,
      gitPatch: null,
      precondition: {},
      baseline: {},
    },
    requestedBy: userId,
    channel,
    createdAt: 0,
    expiresAt: 1,
    confirmedBy: null,
    startedAt: null,
    finishedAt: null,
    steps: [],
    result: null,
    message: null,
    undoneBy: null,
  };
}
