import type { Engine } from '../escalation/engine.ts';
import type { IncidentStore } from '../escalation/incident-store.ts';
import type { ReconciledSource } from '../escalation/reconcile.ts';
import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import type { Incident } from '../model/incident.ts';
import type { Matcher } from '../model/metrics.ts';
import { type DurationMs, days, type EpochMs, hours, seconds } from '../model/time.ts';
import type { Clock } from '../ports.ts';

const DEADLINE_MS = seconds(10);

/** Makes Alertmanager silent about the alerts of an incident. */
export interface IncidentSilences {
  readonly longestMs: DurationMs;
  /** A longer silence takes an operator. */
  readonly responderLimitMs: DurationMs;
  /** @throws UserError, UpstreamError */
  make(incidentId: string, userId: string, durationMs: DurationMs): Promise<{ readonly id: string; readonly until: EpochMs }>;
}

export interface IncidentSilencesDependencies {
  readonly store: Pick<IncidentStore, 'get'>;
  readonly engine: Pick<Engine, 'apply'>;
  readonly sources: readonly ReconciledSource[];
  readonly clock: Clock;
}

export function createIncidentSilences({ store, engine, sources, clock }: IncidentSilencesDependencies): IncidentSilences {
  return {
    longestMs: days(1),
    responderLimitMs: hours(4),
    make: async (incidentId, userId, durationMs) => {
      const incident = await store.get(incidentId);
      if (incident === null) {
        throw new UserError(say('response.gone'));
      }
      const source = sources.find((each) => each.owns(incident));
      if (source === undefined) {
        throw new UserError(say('response.noAlertmanager'));
      }
      const startsAt = clock.now();
      const silence = { until: startsAt + durationMs, by: userId, comment: `incident ${incidentId}` };
      const id = await source.alertmanager.createSilence(
        { matchers: matchersOf(incident), startsAt, endsAt: silence.until, createdBy: userId, comment: silence.comment },
        AbortSignal.timeout(DEADLINE_MS),
      );
      await engine.apply(incidentId, { kind: 'silenced', at: startsAt, ...silence });
      return { id, until: silence.until };
    },
  };
}

/** What all alerts of the group share: the silence covers them and those that join. */
function matchersOf({ labels }: Incident): readonly Matcher[] {
  const matchers = Object.entries(labels).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }));
  if (matchers.length === 0) {
    throw new UserError(say('response.nothingInCommon'));
  }
  return matchers;
}
