import { bold, code, dateTime, join, link, mention, type RichText, rich, type Span, timeAgo } from '../../../model/text.ts';
import { roughDuration } from '../../../model/time.ts';
import { tally } from './digest.ts';

const codes = (words: readonly string[]): RichText => join(words.map(code), ', ');

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;

interface Named {
  id: string;
  title: string;
  url: string | null;
}

/** The title, which leads to the incident's message when it has one. */
const name = (a: Named): Span => (a.url === null ? bold(a.title) : link(a.url, a.title));

export const commands = {
  'command.unknown': (a: { word: string }): RichText => rich`There is no command ${code(a.word)}. See ${code('/thanos help')}`,
  'command.unknownSuggest': (a: { word: string; suggestion: string }): RichText =>
    rich`There is no command ${code(a.word)}. Did you mean ${code(`/thanos ${a.suggestion}`)}?`,
  'command.byHand': (a: { command: string; where: string; runbook: string }): RichText =>
    rich`${code(a.command)} is not there yet, and nothing was changed. Make the change by hand with ${code(a.where)}; the steps are in ${code(a.runbook)}.`,
  'command.usage': (a: { usage: string }): RichText => rich`Write it like this: ${code(a.usage)}`,
  'command.tooMany': (a: { word: string; usage: string }): RichText =>
    rich`${code(a.word)} is one word too many. Write it like this: ${code(a.usage)}`,
  'command.noSuchCheck': (a: { word: string; known: readonly string[] }): RichText =>
    rich`There is no check ${code(a.word)}. There are ${codes(a.known)}`,
  'command.noSuchCheckSuggest': (a: { word: string; suggestion: string }): RichText =>
    rich`There is no check ${code(a.word)}. Did you mean ${code(a.suggestion)}?`,
  'command.noSuchCluster': (a: { word: string; known: readonly string[] }): RichText =>
    rich`There is no cluster ${code(a.word)}. Configured are ${codes(a.known)}`,
  'command.notANumber': (a: { word: string; usage: string }): RichText =>
    rich`${code(a.word)} is not a whole number. Write it like this: ${code(a.usage)}`,
  'command.clusterNeeded': (a: { usage: string }): RichText =>
    rich`A change needs to name its cluster. Write it like this: ${code(a.usage)}`,
  'command.tookTooLong': (): string => 'That took too long, so it was given up. Nothing was changed. Try again, or name one cluster.',
  'command.postToChannel': (): string => 'Post to channel',
  'command.sharedBy': (a: { by: string }): RichText => rich`Posted by ${mention(a.by)}`,
  'command.shareGone': (): string => 'This answer is too old to post, or has been posted already. Run the command again.',
  'command.shareFailed': (a: { reason: string }): RichText => rich`Slack did not take it: ${a.reason}.`,
  'command.shareNotMember': (): RichText =>
    rich`The bot is not in this channel: invite it with ${code('/invite')}, then press ${bold('Post to channel')} again.`,

  'command.summary.help': (): string => 'What the bot can do',
  'command.summary.status': (): string => 'All daily checks, worst first',
  'command.summary.check': (): string => 'One check with its evidence',
  'command.summary.pods': (): string => 'Pods of each cluster',
  'command.summary.stores': (): string => 'Stores that Thanos Query lists, and which are missing',
  'command.summary.alerts': (): string => 'Firing alerts of each cluster',
  'command.summary.disk': (): string => 'Disk space of the nodes',
  'command.summary.bucket': (): string => 'Object storage: size, growth, who fills it',
  'command.summary.oncall': (): string => 'Who is on call now and next',
  'command.summary.oncallOverride': (): string => 'Somebody stands in for a schedule or a role for a while',
  'command.summary.oncallOverrideRemove': (): string => 'Take an override back',
  'command.summary.oncallExport': (): string => 'The coming turns as calendar files, by direct message',
  'command.summary.oncallImport': (): string => 'Read the configured calendars again',
  'command.summary.incidents': (): string => 'Open or recent incidents, or one from beginning to end',
  'command.summary.audit': (): string => 'What was changed lately, by whom',
  'command.summary.backup': (): string => 'Back up the Kubernetes objects of all clusters',
  'command.summary.backupList': (): string => 'Backups, each read back and verified',
  'command.summary.scale': (): string => 'Change the replicas of Query or of a Prometheus',
  'command.summary.undo': (): string => 'Undo an operation',

  'help.title': (): string => 'Thanos commands',
  'help.text': (a: { count: number }): RichText =>
    rich`The bot knows ${a.count} commands. Reads answer only you; changes show a plan first and ask.`,
  'help.reads': (): RichText => rich`${bold('Look')}`,
  'help.writes': (): RichText => rich`${bold('Change')} (shows a plan first)`,
  'help.byHand': (a: { commands: readonly string[] }): RichText =>
    rich`${bold('Not there yet')} (each says how to do it by hand): ${codes(a.commands)}`,
  'help.line': (a: { usage: string; summary: string }): RichText => rich`${code(a.usage)}  ${a.summary}`,
  'help.role.operator': (): string => 'operators',
  'help.role.responder': (): string => 'responders',
  'help.role.approver': (): string => 'approvers',
  'help.role.anyone': (): string => 'everyone',
  'help.roleLine': (a: { usage: string; summary: string; role: string }): RichText => rich`${code(a.usage)}  ${a.summary} · ${a.role}`,

  'status.text': (a: { ok: number }): string => `${count(a.ok, 'check')} OK`,
  'status.title': (a: { critical: number; blindClusters: number; unknown: number; warning: number }): string => `Thanos now · ${tally(a)}`,
  'status.more': (a: { count: number }): RichText => rich`… and ${a.count} more`,
  'status.details': (a: { command: string }): RichText => rich`Details: ${code(a.command)}`,

  'stores.endpoints': (): string => 'Endpoints that Query lists',
  'stores.column.type': (): string => 'Type',
  'stores.column.address': (): string => 'Address',
  'stores.column.cluster': (): string => 'Cluster',
  'stores.column.state': (): string => 'State',
  'stores.ok': (): string => 'ok',

  'incidents.none': (): string => 'No open incidents.',
  'incidents.text': (a: { count: number; triggered: number }): RichText =>
    rich`${count(a.count, 'open incident')}, ${a.triggered} with nobody on it.`,
  'incidents.triggered': (a: Named & { cluster: string; severity: string; since: number }): RichText =>
    rich`${name(a)} · ${a.cluster} · ${a.severity} · nobody on it · since ${timeAgo(a.since)} · ${code(a.id)}`,
  'incidents.acknowledged': (a: Named & { cluster: string; severity: string; since: number; by: string }): RichText =>
    rich`${name(a)} · ${a.cluster} · ${a.severity} · ${mention(a.by)} is on it · since ${timeAgo(a.since)} · ${code(a.id)}`,
  'incidents.noneRecent': (): string => 'No incidents in the last seven days.',
  'incidents.recent': (a: { count: number }): RichText => rich`${count(a.count, 'incident')} in the last seven days, newest first.`,
  'incidents.recentLine': (
    a: Named & {
      cluster: string;
      severity: string;
      openedAt: number;
      status: string;
      openMs: number | null;
    },
  ): RichText =>
    rich`${dateTime(a.openedAt)} · ${name(a)} · ${a.cluster} · ${a.severity} · ${
      a.openMs === null ? a.status : `resolved after ${roughDuration(a.openMs)}`
    } · ${code(a.id)}`,
  'incidents.howToSee': (): RichText => rich`One of them from beginning to end: ${code('/thanos incidents <id>')}`,
  'incidents.noSuch': (a: { id: string }): RichText => rich`There is no incident ${code(a.id)}. See ${code('/thanos incidents recent')}.`,
  'incidents.timeline': (): RichText => [bold('Timeline')],
  'incidents.earlier': (a: { count: number }): string => `… ${a.count} earlier events`,
  'incidents.acknowledge': (): string => 'Acknowledge',

  'audit.none': (): string => 'Nothing has been changed yet.',
  'audit.text': (a: { count: number }): RichText => rich`The audit, newest first (${a.count}).`,
  'audit.line': (a: {
    at: number;
    actor: string;
    action: string;
    subject: string;
    outcome: string;
    change: string;
    operation: string;
  }): RichText =>
    rich`${dateTime(a.at)} · ${mention(a.actor)} · ${bold(a.action)} ${a.subject}${a.change === '' ? '' : ` ${a.change}`} · ${a.outcome}${
      a.operation === '' ? '' : rich` · ${code(a.operation)}`
    }`,
  'audit.outcome.allowed': (): string => 'started',
  'audit.outcome.refused': (): string => 'refused',
  'audit.outcome.succeeded': (): string => 'done',
  'audit.outcome.failed': (): string => 'failed',
  'audit.outcome.unknown': (): string => 'outcome unknown',

  'home.title': (): string => 'Thanos Ops',
  'home.text': (): string => 'Your open incidents, who is on call, and the last digest.',
  'home.mine': (): RichText => rich`${bold('Your incidents')}`,
  'home.noneMine': (): string => 'You are on no incident.',
  'home.others': (): RichText => rich`${bold('Other open incidents')}`,
  'home.oncall': (): RichText => rich`${bold('On call')}`,
  'home.digest': (a: { at: number }): RichText => rich`${bold('Last digest')} · ${dateTime(a.at)}`,
  'home.noDigest': (): string => 'There has been no digest yet.',
  'home.commands': (): RichText => rich`Everything else: ${code('/thanos help')}`,
};
