import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ACTIONS } from '../src/actions/registry.ts';
import { METRIC_ROWS } from '../src/checks/metrics/rows.ts';
import { CHECKS } from '../src/checks/registry.ts';
import { readConfig, readEnvironment } from '../src/config/load.ts';
import { BY_HAND, BY_HAND_RUNBOOK } from '../src/handlers/commands/by-hand.ts';
import { COMMANDS } from '../src/handlers/commands/registry.ts';
import { plainText } from '../src/messages/mrkdwn.ts';
import { translate, worded } from '../src/messages/translate.ts';
import { checkTitle } from '../src/messages/wording.ts';
import type { Locale, Phrase } from '../src/model/phrase.ts';
import { formatDuration } from '../src/model/time.ts';

const root = join(import.meta.dirname, '..');
const NOTE = '<!-- Made from the registries by `npm run docs`; edits here are lost. -->';

/** Writes the operators' tables from the registries; `--check` only says which are stale and fails. */
const pages: Readonly<Record<string, () => string>> = {
  'docs/reference/commands.md': commands,
  'docs/reference/checks.md': checks,
  'docs/reference/metrics.md': metrics,
  'docs/reference/actions.md': actions,
};

const isCheck = process.argv.includes('--check');
const stale = Object.entries(pages).filter(([path, page]) => {
  const file = join(root, path);
  const text = page();
  const isStale = !existsSync(file) || readFileSync(file, 'utf8') !== text;
  if (isStale && !isCheck) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return isStale;
});
for (const [path] of stale) {
  console.log(isCheck ? `${path} is stale: run "npm run docs".` : `wrote ${path}`);
}
process.exitCode = isCheck && stale.length > 0 ? 1 : 0;

function commands(): string {
  const rows = COMMANDS.map(({ id, usage, summary, access }) => [
    `\`${`/thanos ${id} ${usage}`.trim()}\``,
    said('en', summary),
    said('ko', summary),
    access,
  ]);
  const byHand = BY_HAND.map(({ id, where }) => [
    `\`/thanos ${id}\``,
    `\`${where}\``,
    `[steps](../${BY_HAND_RUNBOOK.replace('docs/', '')}#${id.replaceAll(' ', '-')})`,
  ]);
  return [
    page(
      'Commands',
      'One slash command; a word that is not known is answered with the nearest one.',
      ['command', 'what it does', '설명', 'who'],
      rows,
    ),
    '## Not there yet\n\nThese words are answered with the way to make the change by hand.\n',
    `${table(['command', 'where the change is made', 'how'], byHand)}\n`,
  ].join('\n');
}

function checks(): string {
  const rows = CHECKS.map((check) => [
    `\`${check.id}\``,
    checkTitle('en', check.id),
    checkTitle('ko', check.id),
    check.cadence,
    check.scope === 'system' ? 'the whole system' : 'each cluster',
    check.remedy.kind === 'runbook' ? `[runbook](../runbooks/${check.remedy.id}.md)` : `\`${check.remedy.command}\``,
  ]);
  return page(
    'Checks',
    'Each can be run alone: `/thanos check <id> [cluster]`. What could not be measured is `unknown` and never counts as fine.',
    ['check', 'title', '제목', 'when', 'for', 'remedy'],
    rows,
  );
}

function metrics(): string {
  const config = readConfig(readFileSync(join(root, 'thanos-chatops.example.yaml'), 'utf8'), readEnvironment({}));
  const select = { jobs: config.metrics.jobs, cluster: '' };
  const sections = Object.entries(METRIC_ROWS).map(([component, rows]) => {
    const cells = rows.map((row) => [
      `\`${row.id}\``,
      worded('en', row.normal),
      worded('en', row.threshold),
      `\`${row.query(select)}\``,
      row.scrape,
    ]);
    return `## ${component}\n\n${table(['check', 'normal', 'threshold', 'expression', 'scraped by'], cells)}`;
  });
  return `${NOTE}\n\n# Metrics\n\nThe expressions as they are sent with the default job names; a check of one cluster adds \`cluster="…"\`.\n\n${sections.join('\n\n')}\n`;
}

function actions(): string {
  const rows = ACTIONS.map(({ id, risk, access, deadlineMs }) => [`\`${id}\``, risk, access, formatDuration(deadlineMs)]);
  return page(
    'Actions',
    'Every action plans first, runs only what was confirmed, and proves its result.',
    ['action', 'risk', 'who', 'given up after'],
    rows,
  );
}

function page(title: string, text: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${NOTE}\n\n# ${title}\n\n${text}\n\n${table(columns, rows)}\n`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

function said(locale: Locale, phrase: Phrase): string {
  return plainText(translate(locale, phrase), 'UTC');
}
