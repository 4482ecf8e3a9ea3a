import type { Config } from '../config/config.ts';
import { documentReviewMessage } from '../messages/document-review.ts';
import type { Incident } from '../model/incident.ts';
import type { Operation } from '../model/plan.ts';
import { days, type EpochMs, localTime } from '../model/time.ts';
import type { Announcer } from './announcer.ts';
import { type ConfigSummary, changesBetween, summarise } from './config-summary.ts';

export interface DocumentReviewDependencies {
  readonly config: Config;
  readonly announcer: Announcer;
  incidentsOpened(window: { readonly from: EpochMs; readonly until: EpochMs; readonly limit: number }): Promise<readonly Incident[]>;
  /** Newest first. */
  operations(limit: number): Promise<readonly Operation[]>;
  readonly summaries: ConfigSummaries;
}

/** The configuration of each quarter, as it was when the quarter was reviewed. */
export interface ConfigSummaries {
  of(quarter: string): Promise<ConfigSummary | null>;
  keep(quarter: string, summary: ConfigSummary): Promise<void>;
}

const QUARTER_MS = days(92);
const MOST = 1_000;

/** Reminds the team, once a quarter, to bring the documents up to date, and names what changed that may not be written down. */
export async function postDocumentReview(dependencies: DocumentReviewDependencies, slot: EpochMs): Promise<void> {
  const { config, announcer, summaries } = dependencies;
  const from = slot - QUARTER_MS;
  // The day before belongs to the quarter that has just ended.
  const quarter = quarterOf(slot - days(1), config.timezone);
  const summary = summarise(config);
  const [incidents, operations, before] = await Promise.all([
    dependencies.incidentsOpened({ from, until: slot, limit: MOST }),
    dependencies.operations(MOST),
    summaries.of(quarterOf(from - days(1), config.timezone)),
  ]);
  const channel = config.slack.channels.digest;
  const view = { locale: config.slack.locales[channel] ?? config.locale, timeZone: config.timezone };
  const message = documentReviewMessage(
    {
      quarter,
      alerts: withoutRunbook(incidents),
      operations: operations.filter((operation) => isForGit(operation, from)),
      changes: before === null ? null : changesBetween(before, summary),
    },
    view,
  );
  await announcer.announce({ key: `document-review:${quarter}`, channel, message, thread: [] });
  await summaries.keep(quarter, summary);
}

/** `2026 Q4` */
export function quarterOf(at: EpochMs, timeZone: string): string {
  const [year, month] = localTime(at, timeZone).date.split('-');
  return `${year} Q${Math.ceil(Number(month) / 3)}`;
}

/** Alerts that opened incidents and tell nobody what to do, the most frequent first. */
function withoutRunbook(
  incidents: readonly Incident[],
): readonly { readonly name: string; readonly count: number; readonly last: EpochMs }[] {
  const bare = incidents.filter(({ annotations }) => (annotations['runbook_url'] ?? '') === '');
  return [...Map.groupBy(bare, ({ labels, title }) => labels['alertname'] ?? title)]
    .map(([name, some]) => ({ name, count: some.length, last: Math.max(...some.map(({ openedAt }) => openedAt)) }))
    .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

/** Whether git has them is not known here; that they must get there is. */
function isForGit({ status, plan, undoneBy, createdAt }: Operation, from: EpochMs): boolean {
  return createdAt >= from && status === 'succeeded' && plan.gitPatch !== null && undoneBy === null;
}
