import { listBackups } from '../../src/actions/backup-catalogue.ts';
import { surveySilences } from '../../src/actions/silence-survey.ts';
import { COMMANDS } from '../../src/handlers/commands/registry.ts';
import type { CommandSources } from '../../src/handlers/commands/sources.ts';
import { createHealthDesk } from '../../src/handlers/health-desk.ts';
import type { ClickHandlers } from '../../src/handlers/interaction-router.ts';
import { createSlackHandlers } from '../../src/handlers/slack-handlers.ts';
import type { SlackHandlers } from '../../src/handlers/slack-listeners.ts';
import type { CheckReport } from '../../src/model/health.ts';
import type { Dialog } from '../../src/model/message.ts';
import { seconds } from '../../src/model/time.ts';
import type { Messenger } from '../../src/ports.ts';
import { createCheckMemory } from '../../src/store/check-memory.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createReportStore } from '../../src/store/reports.ts';
import { createSharedMessages } from '../../src/store/shared-messages.ts';
import { openStage, START, type Stage } from '../actions/world.ts';
import { quietLogger } from '../store/databases.ts';

export interface Edge extends Stage {
  readonly handlers: SlackHandlers;
  readonly sources: CommandSources;
  /** Dialogs that were opened. */
  readonly dialogs: Dialog[];
  /** Reports that the next checks give. */
  readonly reports: CheckReport[];
}

/** Everything behind Slack: routers and commands over the action side, with what they read faked. */
export function openEdge(
  database: OpenDatabase,
  parts: { readonly clicks?: ClickHandlers; readonly messenger?: Messenger; readonly sources?: Partial<CommandSources> } = {},
): Edge {
  const stage = openStage(database);
  const dialogs: Dialog[] = [];
  const reports: CheckReport[] = [];
  const sources: CommandSources = {
    runChecks: async (checkIds, cluster) => ({
      id: 'run-1',
      startedAt: START,
      finishedAt: START,
      reports: reports.filter((report) => checkIds.includes(report.checkId) && (cluster === null || report.cluster === cluster)),
    }),
    storeEndpoints: async () => stage.stores.listed,
    openIncidents: async () => [],
    roster: async () => ({ timezone: stage.world.config.timezone, escalation: stage.world.config.escalation, overrides: [] }),
    groupsOf: async () => ({ empty: new Set(), unknown: new Set() }),
    recentIncidents: async () => [],
    messageLinks: async () => new Map(),
    incident: async () => null,
    oncall: {
      set: async () => Promise.reject(new Error('not here')),
      remove: async () => Promise.reject(new Error('not here')),
      send: async (files) => files,
      readCalendars: async () => [],
    },
    drills: { stop: async () => Promise.reject(new Error('not here')), byId: async () => null, recent: async () => [] },
    silences: (signal) => surveySilences(stage.world.clusters, signal),
    audit: (limit) => stage.audit.recent(limit),
    backups: (signal) => listBackups(stage.bucket, 'backup/', 10, signal),
    lastDigest: async () => null,
    health: createHealthDesk({
      runner: { run: async () => ({ id: 'run-2', startedAt: START, finishedAt: START, reports: [...reports] }) },
      reports: createReportStore(database.db),
      memory: createCheckMemory(database.db, stage.deps.clock),
      audit: stage.audit,
      messenger: parts.messenger ?? stage.slack,
    }),
    ...parts.sources,
  };
  const handlers = createSlackHandlers({
    ...stage.deps,
    config: stage.world.config,
    commands: COMMANDS,
    sources,
    runner: stage.runner,
    directory: stage.slack,
    shared: createSharedMessages(database.db),
    messenger: parts.messenger ?? stage.slack,
    dialogs: {
      open: async (_triggerId, dialog) => {
        dialogs.push(dialog);
      },
    },
    clicks: parts.clicks ?? {},
    submissions: {},
    reply: async () => undefined,
    deadlineMs: seconds(20),
    logger: quietLogger,
  });
  return { ...stage, handlers, sources, dialogs, reports };
}

export function report(checkId: string, cluster: string, status: CheckReport['status']): CheckReport {
  return { checkId, cluster, status, summary: { id: 'error.store-away', args: {} }, evidence: [], observedAt: START, durationMs: 5 };
}
