import { bold, clockTime, mention, type RichText, rich } from '../../../model/text.ts';
import { formatDuration, roughDuration } from '../../../model/time.ts';

const OUTCOMES: Readonly<Record<string, string>> = {
  'in-time': 'in time',
  late: 'too late',
  'ended-first': 'ended before anybody was needed',
  waiting: 'still in time',
};

const STATES: Readonly<Record<string, string>> = {
  running: 'still running',
  succeeded: 'done',
  failed: 'failed',
  unknown: 'outcome unknown',
};

const several = (count: number, one: string): string => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

/** What is said about an incident once it is over. */
export const report = {
  'report.headline': (a: { resolveMs: number | null; acknowledgeMs: number | null; by: string | null }): RichText =>
    rich`${bold('Report')} · open ${a.resolveMs === null ? 'still' : roughDuration(a.resolveMs)} · ${
      a.acknowledgeMs === null ? 'nobody acknowledged' : `acknowledged after ${roughDuration(a.acknowledgeMs)}`
    }${a.by === null ? '' : rich` by ${mention(a.by)}`}`,
  'report.level': (a: { level: number; calledAt: number; limitMs: number; outcome: string }): RichText =>
    rich`Level ${a.level} · called ${clockTime(a.calledAt)} · should have somebody within ${formatDuration(a.limitMs)}: ${OUTCOMES[a.outcome] ?? a.outcome}`,
  'report.tally': (a: { alerts: number; calls: number; notes: number; actions: number }): string =>
    `${several(a.alerts, 'alert')} · ${several(a.calls, 'call')} · ${several(a.notes, 'note')} · ${several(a.actions, 'action')}`,
  'report.questions': (): RichText => [bold('Open questions')],
  'report.fileTitle': (a: { title: string; cluster: string }): string =>
    `Report: ${a.cluster === '*' ? 'all clusters' : a.cluster} · ${a.title}`,
  'report.askCause': (): string => 'What was the cause, and what ended it? Nobody has written a note.',
  'report.askNobody': (): string => 'Why did nobody acknowledge?',
  'report.askLate': (a: { levels: readonly string[] }): string => `Why was Level ${a.levels.join(', ')} not answered in time?`,
  'report.askBotLate': (a: { count: number }): string => `${several(a.count, 'call')} left late. Was the bot away?`,
  'report.askDelivery': (a: { count: number }): string =>
    `${several(a.count, 'message')} could not reach the person they were for. What is to be changed?`,
  'report.askReopened': (a: { count: number }): string =>
    `It was opened again ${a.count === 1 ? 'once' : `${a.count} times`}. Is the cause really gone?`,
  'report.askHandedBack': (a: { count: number }): string =>
    `The time of its owner ran out ${a.count === 1 ? 'once' : `${a.count} times`}. Was help missing?`,

  'report.responseTitle': (): string => 'Response',
  'report.acknowledged': (): string => 'Acknowledged after',
  'report.nobody': (): string => 'nobody acknowledged',
  'report.levelColumn': (): string => 'Level',
  'report.calledColumn': (): string => 'Called',
  'report.limitColumn': (): string => 'Within',
  'report.outcomeColumn': (): string => 'Outcome',
  'report.outcome': (a: { outcome: string }): string => OUTCOMES[a.outcome] ?? a.outcome,
  'report.limit': (a: { limitMs: number }): string => formatDuration(a.limitMs),
  'report.operation': (a: { id: string; by: string; what: string; status: string; undoneBy: string | null }): RichText =>
    rich`${mention(a.by)}: ${a.what} · ${STATES[a.status] ?? a.status} (${a.id})${a.undoneBy === null ? '' : ` · undone by ${a.undoneBy}`}`,
  'report.actionsTitle': (): string => 'Actions',
  'report.notesTitle': (): string => 'Notes',
  'report.questionsTitle': (): string => 'Open questions',
};
