import type { OperationRunner } from '../actions/run.ts';
import type { IncidentActions } from '../escalation/incident-actions.ts';
import type { IncidentStore } from '../escalation/incident-store.ts';
import { type Suggestion, suggestionsFor } from '../escalation/suggestions.ts';
import { planMessage } from '../messages/operation.ts';
import { say } from '../messages/say.ts';
import type { View } from '../messages/view.ts';
import { UserError } from '../model/errors.ts';
import type { DurationMs } from '../model/time.ts';
import type { Answer } from './answer.ts';
import type { CommandRequest } from './command-router.ts';
import type { Click, ClickHandlers } from './interaction-router.ts';

export interface IncidentSuggestionsDependencies {
  readonly incidents: Pick<IncidentStore, 'get'>;
  readonly actions: Pick<IncidentActions, 'looked' | 'proposed'>;
  /** Answers a command as if the person had typed it. */
  readonly command: (request: CommandRequest, answer: Answer) => Promise<void>;
  readonly runner: Pick<OperationRunner, 'propose'>;
  /** Replicas that a component has now. @throws UpstreamError */
  readonly replicasOf: (component: 'query', signal: AbortSignal) => Promise<number>;
  readonly deadlineMs: DurationMs;
}

/** Steps that fit the incident. Each takes the way of its command: the same authority, the same plan, the same confirmation. */
export function suggestionMenu(dependencies: IncidentSuggestionsDependencies): ClickHandlers {
  return {
    run_action: async (click, answer, view) => {
      const suggestion = await chosen(dependencies, click);
      if (suggestion.kind === 'add-replica') {
        return propose(dependencies, click, suggestion, answer, view);
      }
      const { userId, channelId, reference } = click;
      await dependencies.command({ userId, channelId, text: suggestion.command }, answer);
      await dependencies.actions.looked(reference.id, userId, suggestion.command);
    },
  };
}

/** @throws UserError when the incident is gone or does not suggest it any more. */
async function chosen({ incidents }: IncidentSuggestionsDependencies, { reference, choice }: Click): Promise<Suggestion> {
  const incident = await incidents.get(reference.id);
  if (incident === null) {
    throw new UserError(say('response.gone'));
  }
  const suggestion = suggestionsFor(incident).find(({ id }) => id === choice);
  if (suggestion === undefined) {
    throw new UserError(say('response.noSuchSuggestion'));
  }
  return suggestion;
}

async function propose(
  { actions, runner, replicasOf, deadlineMs }: IncidentSuggestionsDependencies,
  { userId, channelId: channel, reference }: Click,
  { component }: Extract<Suggestion, { kind: 'add-replica' }>,
  answer: Answer,
  view: View,
): Promise<void> {
  const signal = AbortSignal.timeout(deadlineMs);
  const replicas = (await replicasOf(component, signal)) + 1;
  const operation = await runner.propose({ actionId: 'scale', params: { component, replicas }, userId, channel }, signal);
  await actions.proposed(operation.id, { incidentId: reference.id, command: `scale ${component} ${replicas}` });
  await answer.show(planMessage(operation, view));
}
