import type { OperationRunner } from '../actions/run.ts';
import type { DigestDependencies } from '../digest/job.ts';
import type { Drills } from '../drill/drills.ts';
import { callableLevels } from '../escalation/callable.ts';
import type { IncidentActions } from '../escalation/incident-actions.ts';
import { createIncidentNotes } from '../escalation/notes.ts';
import { createCommandRouter } from '../handlers/command-router.ts';
import { COMMANDS } from '../handlers/commands/registry.ts';
import type { CommandSources } from '../handlers/commands/sources.ts';
import { digestButtons } from '../handlers/digest-buttons.ts';
import { drillButtons, drillSubmissions, markedInDrills } from '../handlers/drill-buttons.ts';
import { incidentButtons } from '../handlers/incident-buttons.ts';
import { callLevelMenu, callLevelSubmission } from '../handlers/incident-level.ts';
import { noteButton, noteSubmission } from '../handlers/incident-notes.ts';
import { resolveButton, resolveSubmission } from '../handlers/incident-resolution.ts';
import { type SilencedPlace, silenceMenu } from '../handlers/incident-silence.ts';
import { suggestionMenu } from '../handlers/incident-suggestions.ts';
import { silenceButtons } from '../handlers/silence-buttons.ts';
import { createSlackApp, type SlackApp } from '../handlers/slack-app.ts';
import { createSlackHandlers } from '../handlers/slack-handlers.ts';
import { isDrill } from '../model/drill.ts';
import type { Incident } from '../model/incident.ts';
import { seconds } from '../model/time.ts';
import { isWatchdogIncident } from '../model/watchdog.ts';
import type { Access } from '../ports.ts';
import type { createEscalation, EscalationParts } from './escalation.ts';
import { quietPost } from './quiet.ts';

const COMMAND_DEADLINE_MS = seconds(50);

interface EdgeParts extends EscalationParts {
  readonly access: Access;
  readonly operations: OperationRunner;
  readonly sources: CommandSources;
  readonly digest: DigestDependencies;
  readonly escalation: ReturnType<typeof createEscalation>;
  readonly drills: Drills;
  readonly incidentActions: IncidentActions;
}

/** Everything that comes in from Slack; `null` when no way in is configured. */
export function createSlackEdge(parts: EdgeParts): SlackApp | null {
  const { config, store, slack, access, clock, realClock, logger, newId, escalation } = parts;
  const { slackBotToken: botToken, slackAppToken: appToken, slackSigningSecret } = config.environment;
  if (botToken === null || (appToken === null && slackSigningSecret === null)) {
    return null;
  }
  const notes = createIncidentNotes({ store: store.incidents, config, clock, onCommit: escalation.onCommit });
  const drill = { drills: parts.drills, dialogs: slack.dialogs, access, audit: store.audit, clock };
  const commandDeps = {
    config,
    commands: COMMANDS,
    sources: parts.sources,
    runner: parts.operations,
    access,
    audit: store.audit,
    directory: slack.directory,
    shared: store.sharedMessages,
    clock,
    logger,
    newId,
    deadlineMs: COMMAND_DEADLINE_MS,
  };
  const acts = { engine: escalation.engine, access, audit: store.audit, clock };
  const resolution = { ...acts, incidents: store.incidents, dialogs: slack.dialogs };
  const suggestions = {
    incidents: store.incidents,
    actions: parts.incidentActions,
    command: createCommandRouter(commandDeps),
    runner: parts.operations,
    replicasOf: (component: 'query', signal: AbortSignal) => replicasOf(parts, component, signal),
    deadlineMs: COMMAND_DEADLINE_MS,
  };
  const levels = {
    ...resolution,
    callable: (incident: Incident) =>
      callableLevels({ config, overrides: escalation.overrides, directory: slack.directory }, incident, clock.now()),
  };
  const ofIncidents = {
    ...incidentButtons(acts),
    ...silenceMenu({ ...suggestions, placeOf: (incident) => placeOf(incident, config) }),
    ...resolveButton(resolution),
    ...callLevelMenu(levels),
    ...suggestionMenu(suggestions),
  };
  const handlers = createSlackHandlers({
    ...commandDeps,
    runner: parts.operations,
    messenger: quietPost(slack.messenger, slack.directory),
    dialogs: slack.dialogs,
    clicks: {
      ...markedInDrills(ofIncidents, store.incidents),
      ...noteButton(slack.dialogs),
      ...drillButtons(drill),
      ...digestButtons(parts.digest),
      ...silenceButtons({
        clusters: parts.clusters,
        book: store.silenceNotices,
        maxSilenceMs: config.escalation.maxSilence,
        access,
        audit: store.audit,
        clock,
      }),
    },
    submissions: { ...drillSubmissions(drill), ...noteSubmission(notes), ...resolveSubmission(resolution), ...callLevelSubmission(levels) },
    reply: async ({ thread, ts, userId: by, text }) => {
      await notes.addReply({ thread, ts, by, text });
    },
  });
  return createSlackApp({ config, botToken, appToken, handlers, seen: store.seenRequests, clock: realClock, logger });
}

/** A webhook whose path names the cluster tells whose Alertmanager sent it; of a drill or a silent Watchdog none knows. */
function placeOf(incident: Incident, { clusters }: EdgeParts['config']): SilencedPlace {
  if (isDrill(incident) || isWatchdogIncident(incident)) {
    return { kind: 'none' };
  }
  return clusters.some(({ name }) => name === incident.source) ? { kind: 'one', cluster: incident.source } : { kind: 'all' };
}

async function replicasOf({ config, clusters }: EdgeParts, component: 'query', signal: AbortSignal): Promise<number> {
  const workload = config.thanos.components[component];
  const cluster = clusters.find(({ name }) => name === workload.cluster);
  if (cluster === undefined) {
    throw new RangeError(`no cluster ${workload.cluster}`);
  }
  return (await cluster.kubernetes.workload(workload, signal)).replicas;
}
