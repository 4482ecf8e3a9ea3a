import { say } from '../../messages/say.ts';
import { byWorstFirst, type Evidence, type HealthStatus, type Unit, type Verdict, worstStatus } from '../../model/health.ts';
import type { Sample } from '../../model/metrics.ts';
import type { Phrase, Words } from '../../model/phrase.ts';
import { seconds } from '../../model/time.ts';
import { type Check, type CheckContext, defineCheck, type EvaluateContext } from '../check.ts';
import { type ClusterAnswer, queryCluster, queryThanos } from '../cluster-query.ts';
import { verdict } from '../verdict.ts';
import type { MetricRow, Replacement } from './row.ts';

export interface MetricFacts {
  readonly samples: readonly Sample[];
  readonly source: string;
  readonly isDue: boolean;
  /** What another way to the figures could not read. */
  readonly unread?: Replacement['unread'];
}

const EVIDENCE = 20;

/** Makes a check of one row of the metric list. */
export function metricCheck(row: MetricRow): Check {
  return defineCheck({
    id: row.id,
    scope: row.scope,
    cadence: row.cadence ?? 'daily',
    timeoutMs: seconds(20),
    remedy: { kind: 'runbook', id: row.id },
    gather: (ctx) => gather(row, ctx),
    evaluate: (facts: MetricFacts, ctx) => evaluateRow(row, facts, ctx),
  });
}

async function gather(row: MetricRow, ctx: CheckContext): Promise<MetricFacts> {
  const build = (cluster: string): string => row.query({ jobs: ctx.config.metrics.jobs, cluster: row.scope === 'system' ? '' : cluster });
  const [answer, isDue] = await Promise.all([askOrReplace(row, ctx, build), row.isDue?.(ctx) ?? true]);
  return { ...answer, isDue };
}

/** @throws what the metrics' own way failed with, when the other one finds nothing at all. */
async function askOrReplace(row: MetricRow, ctx: CheckContext, build: (cluster: string) => string): Promise<ClusterAnswer | Replacement> {
  const asked = await ask(row, ctx, build).then(
    (answer) => ({ answer, error: null }),
    (error: unknown) => ({ answer: null, error }),
  );
  if (asked.answer !== null && (asked.answer.samples.length > 0 || row.instead === undefined)) {
    return asked.answer;
  }
  const other = (await row.instead?.(ctx).catch(() => null)) ?? null;
  if (other !== null && other.samples.length + other.unread.length > 0) {
    return other;
  }
  if (asked.answer === null) {
    throw asked.error;
  }
  return asked.answer;
}

/** Where absence itself is the finding, that nothing can be asked of the cluster must not hide what Thanos does not have. */
function ask(row: MetricRow, ctx: CheckContext, build: (cluster: string) => string): Promise<ClusterAnswer> {
  if (row.needsThanos === true) {
    return queryThanos(ctx, build);
  }
  return row.whenAbsent === 'critical' ? queryThanos(ctx, build).catch(() => queryCluster(ctx, build)) : queryCluster(ctx, build);
}

/** Judges what a row's expression gave. NaN is a ratio of nothing to nothing: no traffic, which is no trouble. */
export function evaluateRow(row: MetricRow, facts: MetricFacts, ctx: EvaluateContext): Verdict {
  const { unit, normal } = row;
  const expected = row.expected?.(ctx) ?? 0;
  const unread = facts.unread ?? [];
  if (facts.samples.length === 0) {
    return unread.length === 0 ? absent(row, facts.source) : nothingRead(row, facts.source, unread);
  }
  const measured = facts.samples.filter((sample) => !Number.isNaN(sample.value));
  if (!facts.isDue || measured.length === 0) {
    return verdict('ok', say(facts.isDue ? 'checks.metric-quiet' : 'checks.metric-not-due'), []);
  }
  const judged = measured
    .map((sample) => ({
      subject: row.subject?.(sample.labels) ?? subjectOf(sample),
      value: sample.value,
      status: row.judge(sample.value, ctx),
    }))
    .toSorted((a, b) => byWorstFirst(a, b) || (row.bad === 'high' ? b.value - a.value : a.value - b.value));
  const evidence = judged
    .slice(0, EVIDENCE)
    .map(({ subject, value, status }): Evidence => ({ label: subject, value, unit, source: facts.source, status }));
  const worst = judged[0];
  const isShort = measured.length < expected;
  const status = worstStatus([
    ...judged.map((each) => each.status),
    ...(isShort ? (['critical'] satisfies HealthStatus[]) : []),
    ...unread.map((): HealthStatus => 'unknown'),
  ]);
  const over = judged.filter((each) => each.status !== 'ok').length;
  const figures = { subject: worst?.subject ?? '', value: worst?.value ?? 0, unit, normal, over, series: judged.length };
  const summary = isShort ? say('checks.metric-short', { found: measured.length, expected }) : sentence(status, figures, unread);
  return verdict(status, summary, [...evidence, ...unreadEvidence(unread, facts.source)], { value: figures.value, unit });
}

interface Figures {
  readonly subject: Words;
  readonly value: number;
  readonly unit: Unit;
  readonly normal: Words;
  readonly over: number;
  readonly series: number;
}

function sentence(status: HealthStatus, figures: Figures, unread: Replacement['unread']): Phrase {
  return status === 'unknown'
    ? say('checks.metric-unread', { ...figures, unread: unread.map(({ subject }) => subject) })
    : say(status === 'ok' ? 'checks.metric-ok' : 'checks.metric-bad', figures);
}

function nothingRead(row: MetricRow, source: string, unread: Replacement['unread']): Verdict {
  const summary = say('checks.metric-unread-all', { metric: row.metric, scrape: row.scrape, reason: unread[0]?.reason ?? '' });
  return verdict('unknown', summary, unreadEvidence(unread, source));
}

function unreadEvidence(unread: Replacement['unread'], source: string): readonly Evidence[] {
  return unread
    .slice(0, EVIDENCE)
    .map(({ subject, reason }): Evidence => ({ label: subject, value: reason, unit: 'text', source, status: 'unknown' }));
}

function absent(row: MetricRow, source: string): Verdict {
  const evidence: readonly Evidence[] = [{ label: row.metric, value: say('evidence.no-series'), unit: 'text', source }];
  if (row.whenAbsent === 'ok') {
    return verdict('ok', say('checks.metric-quiet'), []);
  }
  const summary =
    row.whenAbsent === 'critical' ? say('checks.metric-gone') : say('checks.metric-absent', { metric: row.metric, scrape: row.scrape });
  return verdict(row.whenAbsent ?? 'unknown', summary, evidence);
}

/** What a series is about: its labels without those that are the same for all. */
function subjectOf({ labels }: Sample): Words {
  const names = Object.keys(labels).filter((name) => !['__name__', 'cluster', 'namespace', 'prometheus'].includes(name));
  return names.length === 0 ? say('evidence.total') : names.map((name) => labels[name] ?? '').join(' ');
}
