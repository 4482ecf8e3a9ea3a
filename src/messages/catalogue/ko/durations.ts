import { type DurationMs, roughDuration } from '../../../model/time.ts';

const UNITS: Readonly<Record<string, string>> = { d: '일', h: '시간', m: '분', s: '초' };

/** A duration in Korean words, cut to its two largest units: `1시간 30분`. */
export function durationWords(durationMs: DurationMs): string {
  return inWords(roughDuration(durationMs));
}

/** A written duration such as `24h` in the same units. */
export function inWords(duration: string): string {
  return duration.replaceAll(/(\d+)([dhms])/g, (_, count: string, unit: string) => `${count}${UNITS[unit] ?? unit} `).trim();
}
