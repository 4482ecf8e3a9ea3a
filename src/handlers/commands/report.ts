import { composeDigest } from '../../digest/compose.ts';
import { type ReportFormat, reportFile, reportFileMessage } from '../../messages/report-file.ts';
import { say } from '../../messages/say.ts';
import { sentenceMessage } from '../../messages/sentence.ts';
import type { DigestKind } from '../../model/digest.ts';
import { UserError } from '../../model/errors.ts';
import { atMost, required } from './arguments.ts';
import { defineCommand } from './command.ts';

const USAGE = '<daily|weekly|monthly|quarterly> [md|csv]';
const KINDS: readonly DigestKind[] = ['daily', 'weekly', 'monthly', 'quarterly'];
const FORMATS: readonly ReportFormat[] = ['md', 'csv'];

export const report = defineCommand<{ readonly kind: DigestKind; readonly format: ReportFormat }>({
  id: 'report',
  usage: USAGE,
  summary: say('command.summary.report'),
  access: 'anyone',
  parse: (argv) => {
    const [word, ending = 'md'] = atMost(argv, 2, `report ${USAGE}`);
    const kind = KINDS.find((known) => known === required(word, `report ${USAGE}`).toLowerCase());
    const format = FORMATS.find((known) => known === ending.toLowerCase());
    if (kind === undefined) {
      throw new UserError(say('command.noSuchKind', { word: word ?? '', known: KINDS }));
    }
    if (format === undefined) {
      throw new UserError(say('command.usage', { usage: `/thanos report ${USAGE}` }));
    }
    return { kind, format };
  },
  run: async ({ kind, format }, { sources, userId, view }) => {
    const found = await sources.health.latest(kind);
    if (found === null) {
      throw new UserError(say('reportFile.none', { kind }));
    }
    const digest = composeDigest(kind, found.report, found.before);
    const file = reportFile(digest, found.before?.startedAt ?? null, format, view);
    const refusal = await sources.health.send(userId, reportFileMessage(digest, file, view), view.locale);
    const phrase = refusal === null ? say('reportFile.sent', { name: file.name }) : say('reportFile.refused', { reason: refusal });
    return { kind: 'show', message: sentenceMessage(phrase, view), isShareable: false };
  },
});
