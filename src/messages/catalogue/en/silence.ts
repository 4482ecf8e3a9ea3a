import { bold, clockTime, code, dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import { formatDuration } from '../../../model/time.ts';

const codes = (words: readonly string[]): RichText => join(words.map(code), ', ');
const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;
const hides = (a: { hidden: number; names: readonly string[] }): RichText =>
  a.hidden === 0 ? ['hides nothing now'] : rich`hides ${count(a.hidden, 'alert')} now (${a.names.join(', ')})`;

export const silence = {
  'command.summary.silence': (): string => 'Keep alerts quiet for a while; shows first what that hides',
  'command.summary.silenceList': (): string => 'Every silence of every Alertmanager: whose, until when, what it hides',
  'command.summary.silenceExpire': (): string => 'End a silence before its time',

  'silence.badMatcher': (a: { text: string }): RichText =>
    rich`${code(a.text)} does not say which alerts. First matchers, then how long, then a cluster and the reason: ${code('/thanos silence alertname=NodeDown severity=~"warning|info" for 2h cluster-02 disk swap')}`,
  'silence.noDuration': (): RichText =>
    rich`Say for how long, for example ${code('/thanos silence alertname=NodeDown for 2h cluster-02 disk swap')}`,
  'silence.badPattern': (a: { pattern: string }): RichText => rich`${code(a.pattern)} is not a regular expression. Nothing was changed.`,
  'silence.slowPattern': (): string =>
    'Comparing these patterns with the alerts takes too long. Nothing was changed. Avoid repetitions within repetitions, such as (a+)+.',
  'silence.tooLong': (a: { most: string }): RichText =>
    rich`A silence of yours may last ${a.most} at most, so that it is not forgotten. Nothing was changed.`,
  'silence.tooWide': (): string =>
    'These matchers fit alerts of every kind; Alertmanager does not take such a silence. At least one must say what an alert has.',
  'silence.title': (a: { what: string; duration: string; clusters: number }): RichText =>
    rich`Silence ${code(`{${a.what}}`)} for ${bold(a.duration)} in ${count(a.clusters, 'Alertmanager')}`,
  'silence.confirm': (a: { duration: string; clusters: number }): string => `Silence for ${a.duration} (${count(a.clusters, 'cluster')})`,
  'silence.undo': (): string => 'End the silence',
  'silence.hidesNothing': (): string => 'Nothing that fires now is hidden by it.',
  'silence.hides': (a: { count: number; places: readonly string[]; names: readonly string[]; more: number }): RichText =>
    rich`Hides ${bold(count(a.count, 'alert'))} firing now: ${a.names.join(', ')}${a.more > 0 ? ` and ${a.more} more` : ''} (${a.places.join(', ')}). Their incidents pause and call nobody until the silence ends.`,
  'silence.hidesWatchdog': (): string =>
    'It also hides the Watchdog, the sign that alerts still arrive at all: while it lasts, a dead Prometheus goes unnoticed.',
  'silence.away': (a: { clusters: readonly string[] }): RichText =>
    rich`No silence is made in ${codes(a.clusters)}: that Alertmanager does not answer now.`,
  'silence.noteEnd': (a: { at: string; owner: string }): RichText =>
    rich`Confirmed now, it ends at ${a.at}. ${mention(a.owner)} answers for it and hears of its end 15 minutes before.`,
  'silence.step': (a: { cluster: string }): string => a.cluster,
  'silence.made': (a: { id: string }): RichText => rich`${code(a.id)}`,
  'silence.notMade': (a: { reason: string }): RichText => rich`${a.reason}`,
  'silence.done': (a: { clusters: readonly string[]; until: number; key: string }): RichText =>
    rich`Silent until ${dateTime(a.until)} in ${codes(a.clusters)}. End it earlier with ${code(`/thanos silence expire ${a.key}`)}`,
  'silence.partly': (a: { done: readonly string[]; missing: readonly string[]; key: string }): RichText =>
    rich`${a.done.length === 0 ? 'No silence could be made.' : rich`Silent only in ${codes(a.done)}.`} NOT silent: ${a.missing.join(', ')}.${
      a.done.length === 0 ? '' : rich` End what was made with ${code(`/thanos silence expire ${a.key}`)}`
    }`,
  'silence.noSuch': (a: { what: string; away: readonly string[] }): RichText =>
    rich`There is no silence ${code(a.what)} that still holds. See ${code('/thanos silence list')}${
      a.away.length === 0 ? '' : rich`. Not answering: ${codes(a.away)}`
    }`,
  'silence.expireTitle': (a: { what: string; count: number }): RichText =>
    rich`End the silence ${code(`{${a.what}}`)} in ${count(a.count, 'Alertmanager')}`,
  'silence.expireConfirm': (a: { count: number }): string => `End ${count(a.count, 'silence')}`,
  'silence.heardAgain': (a: { count: number }): string =>
    a.count === 0
      ? 'No alert that fires now is heard again by it.'
      : `${count(a.count, 'alert')} firing now will be heard again, and people are called for what nobody has acknowledged.`,
  'silence.awayToo': (a: { clusters: readonly string[] }): RichText =>
    rich`Not looked at, because they do not answer: ${codes(a.clusters)}`,
  'silence.expired': (a: { count: number }): string => `${count(a.count, 'silence')} ended.`,
  'silence.notExpired': (a: { clusters: readonly string[]; what: string }): RichText =>
    rich`The silence still holds, or may still hold, in ${codes(a.clusters)}. It is safe to try again: ${code(`/thanos silence expire ${a.what}`)}`,

  'silence.list': (a: { count: number; clusters: number }): string =>
    a.count === 0
      ? `Nothing is silenced in ${count(a.clusters, 'Alertmanager')}.`
      : `${count(a.count, 'silence')} in ${count(a.clusters, 'Alertmanager')}.`,
  'silence.listAway': (a: { clusters: readonly string[] }): RichText => rich`${bold('Unknown')}: no answer from ${codes(a.clusters)}`,
  'silence.line': (a: {
    what: string;
    by: string;
    until: number;
    isPending: boolean;
    comment: string;
    clusters: readonly string[];
    ids: readonly string[];
    hidden: number;
    names: readonly string[];
  }): RichText =>
    rich`${code(a.what)}${a.isPending ? ' (not begun yet)' : ''}\nuntil ${dateTime(a.until)} · ${
      a.by === '' ? 'no owner' : mention(a.by)
    } · ${a.clusters.join(', ')} · ${hides(a)}${a.comment === '' ? '' : `\n${a.comment}`} · ${codes(a.ids)}`,
  'silence.howToExpire': (): RichText => rich`End one with ${code('/thanos silence expire <id>')}`,
  'silence.ending': (a: {
    what: string;
    by: string;
    until: number;
    clusters: readonly string[];
    hidden: number;
    names: readonly string[];
  }): RichText =>
    rich`The silence ${code(a.what)} of ${a.by === '' ? 'nobody' : mention(a.by)} ends at ${clockTime(a.until)} (${a.clusters.join(', ')}). It ${hides(a)}.${
      a.hidden === 0 ? '' : ' What still fires then calls again.'
    }`,
  'silence.extend': (a: { lengthMs: number }): string => `Extend by ${formatDuration(a.lengthMs)}`,
  'silence.extended': (a: { clusters: readonly string[]; until: number }): RichText =>
    rich`Extended until ${dateTime(a.until)} in ${codes(a.clusters)}.`,
  'silence.extendedPartly': (a: { done: readonly string[]; missing: readonly string[] }): RichText =>
    rich`${a.done.length === 0 ? 'Not extended anywhere.' : rich`Extended in ${codes(a.done)}.`} NOT extended, or over already: ${a.missing.join(', ')}. See ${code('/thanos silence list')}`,
  'silence.noticeGone': (): RichText => rich`This notice is too old. See ${code('/thanos silence list')}`,
};
