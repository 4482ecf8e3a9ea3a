import type { IncidentStore } from '../escalation/incident-store.ts';
import { editDraft, threadDraft } from '../escalation/owed.ts';
import type { ReconciledSource } from '../escalation/reconcile.ts';
import { retryConflicts } from '../escalation/retry.ts';
import type { EscalationConfig } from '../escalation/transition.ts';
import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import type { Incident, TimelineEvent } from '../model/incident.ts';
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
  readonly store: IncidentStore;
  readonly sources: readonly ReconciledSource[];
  readonly config: EscalationConfig;
  readonly clock: Clock;
  readonly onCommit: () => void;
}

export function createIncidentSilences(dependencies: IncidentSilencesDependencies): IncidentSilences {
  const { store, sources, clock } = dependencies;
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
      const silence = { startsAt, until: startsAt + durationMs, by: userId, comment: `incident ${incidentId}` };
      const id = await source.alertmanager.createSilence(
        { matchers: matchersOf(incident), startsAt, endsAt: silence.until, createdBy: userId, comment: silence.comment },
        AbortSignal.timeout(DEADLINE_MS),
      );
      await show(dependencies, incidentId, silence);
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

async function show(
  { store, config, clock, onCommit }: IncidentSilencesDependencies,
  incidentId: string,
  { by, until, comment }: { readonly by: string; readonly until: EpochMs; readonly comment: string },
): Promise<void> {
  const at = clock.now();
  const channel = config.slack.channels.incidents;
  await retryConflicts(() =>
    store.transaction(async (tx) => {
      const incident = await tx.incident(incidentId);
      if (incident !== null) {
        const after = { ...incident, revision: incident.revision + 1, updatedAt: at };
        const event: TimelineEvent = { incidentId, at, kind: 'silenced', actor: by, details: { by, until, comment } };
        await tx.update(after, incident.revision);
        await tx.record([event]);
        await tx.enqueue([threadDraft(after, event, 'silence', channel), editDraft(after, channel)], at);
      }
    }),
  );
  onCommit();
}
