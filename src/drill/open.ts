import type { StoredAlert } from '../escalation/incident-store.ts';
import { levelIndexOf } from '../escalation/ladder.ts';
import { advance } from '../escalation/machine.ts';
import { type Owed, owedFor } from '../escalation/owed.ts';
import { type Classification, classifyGroup, levelsOf, policyFor } from '../escalation/policy.ts';
import type { EscalationConfig, Surroundings } from '../escalation/transition.ts';
import { drillTitle } from '../messages/drill-mark.ts';
import { DRILL_SOURCE, type Drill, drillGroupKey } from '../model/drill.ts';
import type { Incident } from '../model/incident.ts';
import { type EpochMs, minutes } from '../model/time.ts';
import { SCENARIOS } from './scenario.ts';

/** A drill that nobody ends is over after this long. */
export const LONGEST_MS = minutes(60);

/** What a drill begins with. */
export interface Opening {
  readonly drill: Drill;
  readonly incident: Incident;
  readonly alert: StoredAlert;
  readonly owed: Owed;
}

/** Where the real outage would start on the ladder, and whether anybody would be called. */
export function classOf(scenario: Drill['scenario'], { escalation }: Pick<EscalationConfig, 'escalation'>): Classification {
  const { severity, alertname, classId } = SCENARIOS[scenario];
  return classifyGroup([{ severity, alertname }], escalation, classId);
}

/** Index of the level that is called first. */
export function startIndex(scenario: Drill['scenario'], config: Pick<EscalationConfig, 'escalation'>): number {
  return levelIndexOf(levelsOf(config.escalation), classOf(scenario, config).startLevel);
}

/** Works out a drill's first state: a test incident that the ladder treats as it would the real one. Pure. */
export function openingOf(
  begun: Pick<Drill, 'id' | 'scenario' | 'cluster' | 'incidentId' | 'startedBy'>,
  at: EpochMs,
  { config, roster }: Surroundings,
): Opening {
  const incident = incidentOf(begun, at, config);
  const { startLevel, quiet } = classOf(begun.scenario, config);
  const step = advance(policyFor(config.escalation), null, { kind: 'opened', at, startLevel, pages: !quiet });
  const opened = { ...incident, escalation: step.state };
  const steps = SCENARIOS[begun.scenario].steps.map(({ id }, index) => ({ id, shownAt: index === 0 ? at : null, seen: null }));
  return {
    drill: { ...begun, revision: 1, startedAt: at, endsAt: at + LONGEST_MS, steps, end: null },
    incident: opened,
    alert: alertOf(opened, at),
    owed: owedFor(opened, step.effects, { at, roster, channel: config.slack.channels.incidents }),
  };
}

function incidentOf(
  { id, scenario, cluster, incidentId }: Pick<Drill, 'id' | 'scenario' | 'cluster' | 'incidentId'>,
  at: EpochMs,
  { escalation, locale }: EscalationConfig,
): Omit<Incident, 'escalation'> {
  const { severity, classId } = SCENARIOS[scenario];
  return {
    id: incidentId,
    revision: 1,
    source: DRILL_SOURCE,
    groupKey: drillGroupKey(id),
    title: drillTitle(scenario, locale),
    summary: '',
    severity,
    cluster: scenario === 's3' ? '*' : cluster,
    classId,
    labels: { drill: id, scenario },
    annotations: {},
    levels: levelsOf(escalation),
    openedAt: at,
    updatedAt: at,
    message: null,
    parentId: null,
  };
}

/** An incident without an alert would look over; this one stands for what the real outage would fire. */
function alertOf({ id, groupKey, labels }: Incident, at: EpochMs): StoredAlert {
  return {
    incidentId: id,
    fingerprint: groupKey,
    startsAt: new Date(at).toISOString(),
    status: 'firing',
    labels,
    annotations: {},
    generatorUrl: '',
    firstSeenAt: at,
    resolvedAt: null,
  };
}
