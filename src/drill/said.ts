import { type OutboxDraft, PRIORITY } from '../escalation/intent.ts';
import type { EscalationConfig } from '../escalation/transition.ts';
import { closingMessage, promptMessage, type StepPrompt } from '../messages/drill.ts';
import { drillReportMessage } from '../messages/drill-report.ts';
import type { View } from '../messages/view.ts';
import type { Drill } from '../model/drill.ts';
import type { Incident } from '../model/incident.ts';
import type { Message } from '../model/message.ts';
import { lookCommands, SCENARIOS } from './scenario.ts';

/** What the words of a drill depend on besides the drill. */
export interface Stage {
  readonly config: EscalationConfig & {
    readonly clusters: readonly { readonly name: string; readonly namespace: string; readonly prometheus: { readonly name: string } }[];
  };
  /** Whether the outage is really there without anybody's doing. */
  readonly breaks: boolean;
}

/** Asks for a step in the thread of the drill's incident. */
export function promptDraft(stage: Stage, drill: Drill, stepId: string): OutboxDraft {
  const { message, channel } = prompt(stage, drill, stepId);
  return draft(`drill:${drill.id}:${stepId}`, channel, message, { threadOf: parentKey(drill) });
}

/** Shows in place that a step is ticked, or that the drill is over. */
export function promptEdit(stage: Stage, drill: Drill, stepId: string): OutboxDraft {
  const { message, channel } = prompt(stage, drill, stepId);
  const key = `drill:${drill.id}:${stepId}`;
  return draft(`${key}:edit:${drill.revision}`, channel, message, { replaces: key });
}

/** Says that every step is done and how to end. */
export function closingDraft({ config }: Stage, drill: Drill, incident: Pick<Incident, 'id' | 'revision'>): OutboxDraft {
  const channel = config.slack.channels.incidents;
  const message = closingMessage({ id: incident.id, revision: incident.revision }, channelView(config, channel));
  return draft(`drill:${drill.id}:closing`, channel, message, { threadOf: parentKey(drill) });
}

/** The report, in the channel: those who were called should see what came of it. */
export function reportDraft({ config }: Stage, drill: Drill): OutboxDraft {
  const channel = config.slack.channels.incidents;
  return draft(`drill:${drill.id}:report`, channel, drillReportMessage(drill, channelView(config, channel)), {});
}

function prompt({ config, breaks }: Stage, drill: Drill, stepId: string): { readonly message: Message; readonly channel: string } {
  const channel = config.slack.channels.incidents;
  const { steps } = SCENARIOS[drill.scenario];
  const index = steps.findIndex(({ id }) => id === stepId);
  const step = steps[index];
  const cluster = config.clusters.find(({ name }) => name === drill.cluster);
  const facts: StepPrompt = {
    index,
    count: steps.length,
    breaks,
    look: step === undefined ? [] : lookCommands(step, drill.cluster),
    namespace: cluster?.namespace ?? 'monitoring',
    pod: `prometheus-${cluster?.prometheus.name ?? ''}-0`,
  };
  return { message: promptMessage(drill, stepId, facts, channelView(config, channel)), channel };
}

/** Real incidents come first in every lane. */
function draft(
  key: string,
  channel: string,
  message: Message,
  place: { readonly threadOf?: string; readonly replaces?: string },
): OutboxDraft {
  const { threadOf = null, replaces = null } = place;
  return {
    key,
    priority: PRIORITY.edit,
    lane: channel,
    incidentId: null,
    intent: { kind: 'message', channel, message, locale: null, threadOf, replaces },
  };
}

/** Key of the incident's channel message, which is posted with its first revision. */
function parentKey({ incidentId }: Drill): string {
  return `parent:${incidentId}:1`;
}

function channelView({ slack, locale, timezone }: EscalationConfig, channel: string): View {
  return { locale: slack.locales[channel] ?? locale, timeZone: timezone };
}
