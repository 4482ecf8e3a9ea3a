import { dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import { formatDuration } from '../../../model/time.ts';

export const oncall = {
  'oncall.title': (): string => 'On call now',
  'oncall.headline': (a: { level: number | null; who: readonly string[] }): RichText =>
    a.level === null
      ? ['On call now: nobody. No level has anybody to call.']
      : rich`On call now: ${join(a.who.map(mention), ', ')} (Level ${a.level}).`,
  'oncall.level': (a: { level: number; afterMs: number; ackTimeoutMs: number; repeat: boolean; who: readonly string[] }): RichText =>
    rich`Level ${a.level} · ${a.afterMs === 0 ? 'at once' : `after ${formatDuration(a.afterMs)}`} · waits ${formatDuration(a.ackTimeoutMs)}${
      a.repeat ? ', then calls again' : ''
    }: ${a.who.length === 0 ? 'nobody now' : join(a.who.map(mention), ', ')}`,
  'oncall.schedule': (a: { schedule: string; user: string; isOverride: boolean }): RichText =>
    rich`${a.schedule}: ${mention(a.user)}${a.isOverride ? ' (stands in)' : ''}`,
  'oncall.handOver': (a: { at: number; to: string }): RichText => rich`hands over to ${mention(a.to)} at ${dateTime(a.at)}`,
  'oncall.alone': (): string => 'nobody takes over',
  'oncall.gap': (a: { level: number; from: number; until: number }): RichText =>
    rich`Level ${a.level} has nobody to call from ${dateTime(a.from)} until ${dateTime(a.until)}`,
  'oncall.noGaps': (a: { days: number }): string => `Every level has somebody for the next ${a.days} days.`,
  'oncall.moreGaps': (a: { count: number }): string => `… and ${a.count} more gaps`,
};
