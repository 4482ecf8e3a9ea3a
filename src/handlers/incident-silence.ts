import type { OperationRunner } from '../actions/run.ts';
import { SHORT_SILENCE_MS } from '../actions/silence-short.ts';
import type { IncidentActions } from '../escalation/incident-actions.ts';
import type { IncidentStore } from '../escalation/incident-store.ts';
import { planMessage } from '../messages/operation.ts';
import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import type { Incident } from '../model/incident.ts';
import { matchersText } from '../model/matcher.ts';
import type { Matcher } from '../model/metrics.ts';
import { type DurationMs, parseDuration } from '../model/time.ts';
import type { ClickHandlers } from './interaction-router.ts';

/** Which Alertmanagers may have an incident's alerts: the one that told of it, all of them, or none. */
export type SilencedPlace = { readonly kind: 'one'; readonly cluster: string } | { readonly kind: 'all' } | { readonly kind: 'none' };

export interface IncidentSilenceDependencies {
  readonly incidents: Pick<IncidentStore, 'get'>;
  readonly actions: Pick<IncidentActions, 'proposed'>;
  readonly runner: Pick<OperationRunner, 'propose'>;
  readonly placeOf: (incident: Incident) => SilencedPlace;
  readonly deadlineMs: DurationMs;
}

/** Silences what the alerts of an incident share, by the same plan, rights and confirmation as the command. */
export function silenceMenu({ incidents, actions, runner, placeOf, deadlineMs }: IncidentSilenceDependencies): ClickHandlers {
  return {
    silence: async ({ reference, choice, userId, channelId: channel }, answer, view) => {
      const durationMs = durationOf(choice ?? '');
      const incident = await incidents.get(reference.id);
      if (incident === null) {
        throw new UserError(say('response.gone'));
      }
      const params = {
        matchers: matchersOf(incident),
        durationMs,
        owner: userId,
        comment: `incident ${incident.id}`,
        ...where(placeOf(incident)),
      };
      const actionId = durationMs > SHORT_SILENCE_MS ? 'silence' : 'silence-short';
      const operation = await runner.propose({ actionId, params, userId, channel }, AbortSignal.timeout(deadlineMs));
      const command = `silence ${matchersText(params.matchers)} for ${choice}`;
      await actions.proposed(operation.id, { incidentId: incident.id, command });
      await answer.show(planMessage(operation, view));
    },
  };
}

/** @throws UserError when no Alertmanager has the alerts. */
function where(place: SilencedPlace): { readonly cluster?: string } {
  switch (place.kind) {
    case 'one':
      return { cluster: place.cluster };
    case 'all':
      return {};
    case 'none':
      throw new UserError(say('response.noAlertmanager'));
  }
}

/** @throws UserError when it is no duration; what is too long the plan refuses. */
function durationOf(choice: string): DurationMs {
  const durationMs = parseDuration(choice);
  if (durationMs === null || durationMs <= 0) {
    throw new UserError(say('response.badDuration', { text: choice }));
  }
  return durationMs;
}

/** What all alerts of the group share: the silence covers them and those that join. */
function matchersOf({ labels }: Incident): readonly Matcher[] {
  const matchers = Object.entries(labels).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }));
  if (matchers.length === 0) {
    throw new UserError(say('response.nothingInCommon'));
  }
  return matchers;
}
