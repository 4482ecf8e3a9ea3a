import { type DurationMs, roughDuration } from '../../../model/time.ts';

/** Normal ranges and thresholds, where they are more than a number. */
export const metricRanges = {
  'range.under': (a: { bound: string }): string => `< ${a.bound}`,
  'range.over': (a: { bound: string }): string => `> ${a.bound}`,
  'range.at-least': (a: { bound: string }): string => `>= ${a.bound}`,
  'range.within': (a: { range: string; windowMs: DurationMs }): string => `${a.range} in ${roughDuration(a.windowMs)}`,
  'range.per-request': (a: { range: string }): string => `${a.range} per request`,
  'range.share-of': (a: { range: string; setting: string }): string => `${a.range} of ${a.setting}`,
  'range.then-critical': (a: { warning: string; critical: string }): string => `${a.warning}, critical ${a.critical}`,
  'range.every-store': (): string => 'every expected store',
  'range.missing': (a: { count: number }): string => `more than ${a.count} missing`,
};
