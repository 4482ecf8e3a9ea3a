import type { Digest } from '../model/digest.ts';
import type { Message, TextFile } from '../model/message.ts';
import { localTime } from '../model/time.ts';
import { reportCsv } from './report-csv.ts';
import { reportMarkdown } from './report-markdown.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

export type ReportFormat = 'md' | 'csv';

/** A report as a file. `beforeAt` is when the report was made that it is compared with. */
export function reportFile(digest: Digest, beforeAt: number | null, format: ReportFormat, view: View): TextFile {
  const { date } = localTime(digest.startedAt, view.timeZone);
  return {
    name: `thanos-${digest.kind}-${date}.${format}`,
    title: plain(view.locale, say('reportFile.heading', { kind: digest.kind, date })),
    text: format === 'csv' ? reportCsv(digest, view) : reportMarkdown(digest, beforeAt, view),
  };
}

/** The message that brings the file to the person who asked. */
export function reportFileMessage(digest: Digest, file: TextFile, { locale }: View): Message {
  const text = translate(locale, say('reportFile.title', { kind: digest.kind, at: digest.startedAt }));
  return { text, blocks: [{ kind: 'text', text }], files: [file] };
}

/** Closes the thread of a review with the whole report, so that it can be filed. */
export function attachedReport(digest: Digest, beforeAt: number | null, view: View): Message {
  const text = translate(view.locale, say('reportFile.attached'));
  const files = (['md', 'csv'] as const).map((format) => reportFile(digest, beforeAt, format, view));
  return { text, blocks: [{ kind: 'text', text }], files };
}
