import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { ReportStore } from '../digest/report-store.ts';
import type { CheckReport, Evidence, HealthReport, Verdict } from '../model/health.ts';
import { phraseShape, wordsShape } from './phrase-shape.ts';
import type { Database } from './schema.ts';

const status = z.enum(['ok', 'warning', 'critical', 'unknown']);
const unit = z.enum(['seconds', 'bytes', 'ratio', 'count', 'timestamp', 'text']);

const evidence = z
  .object({ label: wordsShape, value: z.union([z.number(), wordsShape]), unit, source: z.string(), status: status.optional() })
  .transform(({ status: judged, ...rest }): Evidence => (judged === undefined ? rest : { ...rest, status: judged }));

const report = z
  .object({
    checkId: z.string(),
    cluster: z.string(),
    observedAt: z.number(),
    durationMs: z.number(),
    status,
    summary: phraseShape,
    evidence: z.array(evidence),
    measure: z.object({ value: z.number(), unit }).optional(),
  })
  .transform(({ measure, ...rest }) => ({ ...rest, ...((measure === undefined ? {} : { measure }) satisfies Partial<Verdict>) }));

const body = z.array(report);

/** Measures are read from the daily run only: one number a day, always taken the same way. */
const HISTORY_KIND = 'daily';
const HISTORY_LENGTH = 120;
const measures = z.array(z.object({ checkId: z.string(), cluster: z.string(), measure: z.object({ value: z.number() }).optional() }));

/** Pictures and tables are made when a report is made; the evidence has what is worth keeping of them. */
function withoutSeries({ series: _drawn, outlooks: _told, ...kept }: CheckReport): CheckReport {
  return kept;
}

/** Keeps health reports, newest first by start. A report that cannot be read any more counts as missing. */
export function createReportStore(db: Kysely<Database>): ReportStore {
  const read = (row: { id: string; started_at: number; finished_at: number; body: string } | undefined): HealthReport | null => {
    const parsed = row === undefined ? null : body.safeParse(JSON.parse(row.body));
    return row === undefined || parsed === null || !parsed.success
      ? null
      : { id: row.id, startedAt: row.started_at, finishedAt: row.finished_at, reports: parsed.data };
  };
  const newest = (kind: string) =>
    db.selectFrom('check_reports').selectAll().where('kind', '=', kind).orderBy('started_at', 'desc').limit(1);

  return {
    async save(kind, { id, startedAt, finishedAt, reports }) {
      const row = { id, kind, started_at: startedAt, finished_at: finishedAt, body: JSON.stringify(reports.map(withoutSeries)) };
      await db
        .insertInto('check_reports')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },
    async get(id) {
      return read(await db.selectFrom('check_reports').selectAll().where('id', '=', id).executeTakeFirst());
    },
    async latest(kind) {
      return read(await newest(kind).executeTakeFirst());
    },
    async before(kind, at) {
      return read(await newest(kind).where('started_at', '<', at).executeTakeFirst());
    },
    async of(checkId, cluster) {
      const rows = await newest(HISTORY_KIND).clearLimit().limit(HISTORY_LENGTH).execute();
      return rows.toReversed().flatMap((row) => {
        const parsed = measures.safeParse(JSON.parse(row.body));
        const found = parsed.data?.find((each) => each.checkId === checkId && each.cluster === cluster);
        return found?.measure === undefined ? [] : [{ at: row.started_at, value: found.measure.value }];
      });
    },
    async prune(olderThan) {
      const result = await db.deleteFrom('check_reports').where('started_at', '<', olderThan).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}
