import { bold, code, dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import { roughDuration } from '../../../model/time.ts';
import { remedies } from './metric-remedies.ts';
import { securityItems } from './security-items.ts';

const codes = (words: readonly string[]): RichText => join(words.map(code), ', ');

const KINDS: Readonly<Record<string, string>> = { daily: 'daily', weekly: 'weekly', monthly: 'monthly', quarterly: 'quarterly' };

const SERIES: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Disk',
  network: 'Network per second',
  bucket: 'Bucket',
  'upload-age': 'time since the last upload',
  forecast: 'forecast',
  capacity: 'capacity',
  bytes: 'size',
  ratio: 'share in use',
};

const CAPACITY: Readonly<Record<string, string>> = {
  subject: 'What',
  now: 'Now',
  in90d: 'In 3 months',
  in180d: 'In 6 months',
  until80: 'Until 80 %',
  until90: 'Until 90 %',
};

/** What the commands that only look answer, besides the checks' own sentences. */
export const reads = {
  'command.more': (a: { page: number; of: number }): string => `More (${a.page} of ${a.of})`,
  'command.moreGone': (): string => 'This answer is too old for its next page. Run the command again.',
  'command.noSuchComponent': (a: { word: string; known: readonly string[] }): RichText =>
    rich`There is no component ${code(a.word)}. There are ${codes(a.known)}`,
  'command.noSuchKind': (a: { word: string; known: readonly string[] }): RichText =>
    rich`There is no report ${code(a.word)}. There are ${codes(a.known)}`,
  'command.noSuchItem': (a: { word: string; known: readonly string[] }): RichText =>
    rich`There is no security item ${code(a.word)}. There are ${codes(a.known)}`,
  'command.noSuchWord': (a: { word: string; components: readonly string[]; clusters: readonly string[] }): RichText =>
    rich`${code(a.word)} is no component, cluster or length of time. Components: ${codes(a.components)}. Clusters: ${codes(a.clusters)}. Times look like ${code('24h')} or ${code('7d')}.`,
  'command.badWindow': (a: { word: string }): RichText =>
    rich`${code(a.word)} is too long or too short: from ${code('5m')} to ${code('30d')}.`,
  'command.noteNeeded': (a: { usage: string }): RichText => rich`Say in a few words what you saw. Write it like this: ${code(a.usage)}`,
  'command.picturesSent': (): string => 'The pictures are in our direct message.',

  'command.summary.metrics': (): string => 'Metrics of each component: value, normal, threshold, what to do',
  'command.summary.retention': (): string => 'How far back data reaches, in the bucket and in each Prometheus',
  'command.summary.logs': (): string => 'Errors in the logs of Thanos, e.g. logs query 24h',
  'command.summary.trends': (): string => 'CPU, memory, disk and network of the last week',
  'command.summary.capacity': (): string => 'Bucket, volumes and disks: in 3 and 6 months, and until 80 and 90 %',
  'command.summary.security': (): string => 'Security checks and the monthly checklist',
  'command.summary.securityDone': (): string => 'Tick off an item of the security checklist, with what you saw',
  'command.summary.benchmark': (): string => 'Time large queries and compare with the time before',
  'command.summary.report': (): string => 'The newest report as a file, in our direct message',

  'metrics.title': (a: { component: string }): string => `Metrics · ${a.component}`,
  'metrics.overview': (): string => 'Metrics · all components',
  'metrics.checks': (): string => 'Metrics',
  'metrics.component': (): string => 'Component',
  'metrics.findings': (): string => 'Findings',
  'metrics.none': (): string => 'none',
  'metrics.normal': (): string => 'Normal',
  'metrics.threshold': (): string => 'Threshold',
  'metrics.remedy': (): string => 'What to do',
  'metrics.clusters': (a: { count: number }): string => (a.count === 1 ? '1 cluster' : `${a.count} clusters`),
  'metrics.finding': (a: { title: string; cluster: string; status: string; words: string }): RichText =>
    rich`${bold(a.title)} · ${a.cluster} · ${a.status}: ${a.words}`,
  'metrics.remedyOf': (a: { checkId: string }): string => new Map<string, string>(Object.entries(remedies)).get(a.checkId) ?? '',
  'metrics.expressions': (): RichText => rich`${bold('Expressions')} (for one cluster add ${code('cluster="…"')})`,
  'metrics.expression': (a: { title: string; expression: string }): RichText => rich`${a.title}: ${code(a.expression)}`,

  'retention.title': (): string => 'Retention',
  'retention.resolution': (): string => 'Resolution',
  'retention.configured': (): string => 'Configured',
  'retention.oldest': (): string => 'Oldest data',
  'retention.note': (): string =>
    'A block goes when all of it is past the retention, and two days later from the bucket; so a little more is kept than configured.',
  'retention.nothing': (): string => 'no data',

  'capacity.column': (a: { column: string }): string => CAPACITY[a.column] ?? a.column,
  'capacity.unknown': (): string => 'no figures',
  'capacity.never': (): string => 'not within a year',
  'capacity.already': (): string => 'reached',
  'capacity.note': (): string =>
    'In brackets the range that is likely. Retention ends the growth of the bucket. 80 % is a warning, 90 % is urgent.',

  'logs.window': (a: { component: string | null; windowMs: number }): string =>
    `Logs of ${a.component ?? 'all Thanos components'} of the last ${roughDuration(a.windowMs)}`,

  'chart.series': (a: { name: string }): string => SERIES[a.name] ?? a.name,
  'chart.was': (a: { name: string; first: string; last: string }): string => `${a.name}: ${a.first} → ${a.last}`,

  'benchmark.started': (a: { minutes: number }): string =>
    `Running the large queries one after the other. It can take up to ${a.minutes} minutes; the result follows here.`,
  'benchmark.title': (): string => 'Query benchmark',
  'benchmark.query': (): string => 'Query',
  'benchmark.now': (): string => 'Now',
  'benchmark.before': (): string => 'Before',
  'benchmark.change': (): string => 'Change',
  'benchmark.first': (): string => 'First benchmark, nothing to compare with.',
  'benchmark.compared': (a: { at: number }): RichText => rich`Compared with ${dateTime(a.at)}.`,

  'security.title': (a: { open: number }): string =>
    a.open === 0 ? 'Security · checklist complete' : `Security · ${a.open} items of the checklist open`,
  'security.checklist': (): string => 'Monthly checklist',
  'security.item': (a: { item: string }): string => securityItems[a.item] ?? a.item,
  'security.ticked': (a: { title: string; by: string; at: number; leftMs: number; note: string }): RichText =>
    rich`${bold(a.title)} · ${mention(a.by)} ${dateTime(a.at)} · good for ${roughDuration(a.leftMs)} · ${a.note}`,
  'security.open': (a: { title: string; item: string }): RichText =>
    rich`${bold(a.title)} · open. When you have looked: ${code(`/thanos security done ${a.item} <note>`)}`,
  'security.itemMeasured': (a: { title: string; status: string }): RichText => rich`${bold(a.title)} · measured: ${a.status}`,
  'security.measured': (): string => 'Measured',
  'security.done': (a: { item: string; leftMs: number }): string =>
    `${securityItems[a.item] ?? a.item}: recorded, good for ${roughDuration(a.leftMs)}.`,

  'reportFile.none': (a: { kind: string }): RichText =>
    rich`There is no ${KINDS[a.kind] ?? a.kind} report yet. It is made by the schedule; ${code('/thanos status')} shows the present state.`,
  'reportFile.title': (a: { kind: string; at: number }): RichText => rich`The ${KINDS[a.kind] ?? a.kind} report of ${dateTime(a.at)}.`,
  'reportFile.sent': (a: { name: string }): RichText => rich`${code(a.name)} is in our direct message.`,
  'reportFile.refused': (a: { reason: string }): string => `Slack did not take the file: ${a.reason}.`,
  'reportFile.attached': (): string => 'The whole report as files, for the records.',
  'reportFile.heading': (a: { kind: string; date: string }): string => `Thanos ${KINDS[a.kind] ?? a.kind} report ${a.date}`,
  'reportFile.made': (a: { at: string; seconds: number }): string => `Made ${a.at}; the checks took ${a.seconds} s.`,
  'reportFile.before': (a: { at: string }): string => `Compared with the report of ${a.at}.`,
  'reportFile.column.summary': (): string => 'Finding',
  'reportFile.column.evidence': (): string => 'Evidence',
  'reportFile.column.source': (): string => 'Measured with',

  'documents.title': (a: { quarter: string }): string => `Documents to review · ${a.quarter}`,
  'documents.text': (): string =>
    'A quarter has passed. Bring architecture, runbooks and procedures up to date; this is what changed and may not be written down yet.',
  'documents.noRunbook': (a: { count: number }): RichText => rich`${bold(`Alerts without a runbook: ${a.count}`)}`,
  'documents.alert': (a: { name: string; count: number; last: number }): RichText =>
    rich`${code(a.name)} · ${a.count === 1 ? '1 incident' : `${a.count} incidents`} · last ${dateTime(a.last)}`,
  'documents.uncommitted': (a: { count: number }): RichText => rich`${bold(`Changes by the bot that git must know: ${a.count}`)}`,
  'documents.operation': (a: { id: string; by: string; at: number; words: string }): RichText =>
    rich`${dateTime(a.at)} · ${mention(a.by)} · ${a.words} · ${code(a.id)}`,
  'documents.thresholds': (a: { count: number }): RichText => rich`${bold(`Settings that changed: ${a.count}`)}`,
  'documents.changed': (a: { path: string; from: string; to: string }): RichText => rich`${code(a.path)} ${a.from} → ${a.to}`,
  'documents.firstConfig': (): string => 'Settings are compared from this quarter on.',
  'documents.nothing': (): string => 'No alert lacks a runbook, nothing waits for git, and no setting changed.',
  'documents.more': (a: { count: number }): string => `… and ${a.count} more`,
};
