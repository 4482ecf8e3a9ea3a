import type { OperationRunner } from '../actions/run.ts';
import type { DigestDependencies } from '../digest/job.ts';
import { COMMANDS } from '../handlers/commands/registry.ts';
import type { CommandSources } from '../handlers/commands/sources.ts';
import { digestButtons } from '../handlers/digest-buttons.ts';
import { incidentButtons } from '../handlers/incident-buttons.ts';
import { createIncidentSilences } from '../handlers/incident-silence.ts';
import { createSlackApp, type SlackApp } from '../handlers/slack-app.ts';
import { createSlackHandlers } from '../handlers/slack-handlers.ts';
import { seconds } from '../model/time.ts';
import type { Access } from '../ports.ts';
import type { createEscalation, EscalationParts } from './escalation.ts';

const COMMAND_DEADLINE_MS = seconds(50);

interface EdgeParts extends EscalationParts {
  readonly access: Access;
  readonly operations: OperationRunner;
  readonly sources: CommandSources;
  readonly digest: DigestDependencies;
  readonly escalation: ReturnType<typeof createEscalation>;
}

/** Everything that comes in from Slack; `null` when no way in is configured. */
export function createSlackEdge(parts: EdgeParts): SlackApp | null {
  const { config, store, slack, access, clock, realClock, logger, newId, escalation } = parts;
  const { slackBotToken: botToken, slackAppToken: appToken, slackSigningSecret } = config.environment;
  if (botToken === null || (appToken === null && slackSigningSecret === null)) {
    return null;
  }
  const silences = createIncidentSilences({
    store: store.incidents,
    sources: escalation.sources,
    config,
    clock,
    onCommit: escalation.onCommit,
  });
  const handlers = createSlackHandlers({
    config,
    commands: COMMANDS,
    sources: parts.sources,
    runner: parts.operations,
    access,
    audit: store.audit,
    directory: slack.directory,
    shared: store.sharedMessages,
    messenger: slack.messenger,
    dialogs: slack.dialogs,
    clock,
    logger,
    newId,
    deadlineMs: COMMAND_DEADLINE_MS,
    clicks: {
      ...incidentButtons({ engine: escalation.engine, access, audit: store.audit, silences, clock }),
      ...digestButtons(parts.digest),
    },
    submissions: {},
  });
  return createSlackApp({ config, botToken, appToken, handlers, seen: store.seenRequests, clock: realClock, logger });
}
