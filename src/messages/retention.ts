import type { Resolution } from '../model/cluster.ts';
import type { CheckReport } from '../model/health.ts';
import type { Message } from '../model/message.ts';
import type { Words } from '../model/phrase.ts';
import type { DurationMs } from '../model/time.ts';
import type { Catalogue } from './catalogue/en.ts';
import { checkDetails } from './check-details.ts';
import { formatMeasure } from './measures.ts';
import { say } from './say.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

const RESOLUTIONS: readonly Resolution[] = ['raw', '5m', '1h'];

/** What is kept how long, as configured and as it is; then what each check found. */
export function retentionMessage(
  reports: readonly CheckReport[],
  configured: Readonly<Record<Resolution, DurationMs>>,
  view: View,
): Message {
  const { locale } = view;
  const bucket = reports.filter(({ checkId }) => checkId === 'bucket-retention');
  const columns = [say('retention.resolution'), say('retention.configured'), say('retention.oldest')].map((phrase) =>
    plain(locale, phrase),
  );
  const rows = RESOLUTIONS.map((resolution) => [
    resolution,
    formatMeasure(configured[resolution] / 1_000, 'seconds', view),
    oldest(bucket, resolution, view),
  ]);
  const title = plain(locale, say('retention.title'));
  const note = { kind: 'context' as const, items: [[plain(locale, say('retention.note'))]] };
  const details = [...Map.groupBy(reports, ({ checkId }) => checkId).values()].map((own) => checkDetails(own, view));
  return {
    text: [`${title}. ${rows.map((row) => row.join(' ')).join('; ')}. `, ...details.flatMap(({ text }) => [...text, ' '])],
    blocks: [{ kind: 'heading', text: title }, { kind: 'table', columns, rows }, note, ...details.flatMap(({ blocks }) => blocks)],
  };
}

function oldest(reports: readonly CheckReport[], resolution: Resolution, view: View): string {
  const found = reports.flatMap(({ evidence }) => evidence).find(({ label }) => isOldest(label, resolution));
  return typeof found?.value === 'number' ? formatMeasure(found.value, 'seconds', view) : plain(view.locale, say('retention.nothing'));
}

function isOldest(label: Words, resolution: Resolution): boolean {
  return (
    typeof label !== 'string' && label.id === ('evidence.oldest-data' satisfies keyof Catalogue) && label.args['resolution'] === resolution
  );
}
