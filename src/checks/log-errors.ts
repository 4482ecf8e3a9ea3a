import type { EpochMs } from '../model/time.ts';
import { type LogFields, parseLog } from './logfmt.ts';

/** Errors of one kind in a log. */
export interface LogError {
  /** Message and error without the parts that differ from time to time. */
  readonly text: string;
  readonly count: number;
  readonly isFatal: boolean;
}

export interface LogReview {
  readonly errors: readonly LogError[];
  /** Instant of the first line; logs are rotated, so a week is often not there. */
  readonly firstAt: EpochMs | null;
}

/** Lines after which a component does nothing more until somebody acts. Source: Thanos cmd/thanos/compact.go. */
const FATAL = /critical error detected|error executing compaction/;

/** Warnings that mean that something was not done. A failed upload is logged as a warning. */
const FAILED = /^(upload |check exists)|syncing blocks failed|update of endpoint failed|failed to resolve/;

/** Counts the errors of a component's log by kind. */
export function reviewLog(text: string): LogReview {
  const lines = parseLog(text);
  const first = Date.parse(lines[0]?.['ts'] ?? '');
  const kinds = Map.groupBy(lines.filter(isError), textOf);
  const errors = [...kinds].map(([kind, some]): LogError => ({ text: kind, count: some.length, isFatal: FATAL.test(kind) }));
  return { errors: errors.toSorted((a, b) => b.count - a.count), firstAt: Number.isNaN(first) ? null : first };
}

function isError(line: LogFields): boolean {
  return line['level'] === 'error' || (line['level'] === 'warn' && FAILED.test(line['err'] ?? line['msg'] ?? ''));
}

/** Ids, addresses, times and numbers differ in every line and are left out. */
function textOf(line: LogFields): string {
  const text = [line['msg'], line['err']].filter((part) => part !== undefined && part !== '').join(': ');
  return text
    .replace(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, '<block>')
    .replace(/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, '<address>')
    .replace(/\b\d{4}-\d{2}-\d{2}T\S+/g, '<time>')
    .replace(/\b\d+(\.\d+)?(ms|s|m|h)?\b/g, '<n>')
    .slice(0, 200);
}
