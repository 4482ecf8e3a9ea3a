import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** JSON pointer of a place, as Slack names it in `response_metadata.messages`. */
export const pointer = (path: readonly PropertyKey[]): string => `[json-pointer:${path.map((part) => `/${String(part)}`).join('')}]`;

/** One line of Slack's `response_metadata.messages`. */
export const complaint = (words: string, path: readonly PropertyKey[]): string => `[ERROR] ${words} ${pointer(path)}`;

/** Puts a schema's issues into Slack's words. `input` is what was validated; it tells "missing" from "wrong". */
export function complaintsOf(issues: readonly Issue[], path: readonly PropertyKey[]): readonly string[] {
  return issues.flatMap((issue) => explain(issue, path));
}

function explain(issue: Issue, prefix: readonly PropertyKey[]): readonly string[] {
  const path = [...prefix, ...issue.path];
  switch (issue.code) {
    case 'invalid_type':
      return [issue.input === undefined ? missing(path) : complaint(`must be of type ${issue.expected}`, path)];
    case 'too_big':
      return [tooBig(issue, path)];
    case 'too_small':
      return [complaint(issue.origin === 'string' ? `must be more than ${Number(issue.minimum) - 1} characters` : tooFew(issue), path)];
    case 'unrecognized_keys':
      return issue.keys.map((key) => complaint(`invalid additional property: ${key}`, path));
    case 'invalid_union':
      return [complaint(issue.discriminator === undefined ? 'must match one of the allowed shapes' : unsupported(issue.input), path)];
    case 'invalid_value':
      return [issue.input === undefined ? missing(path) : complaint(`must be one of: ${issue.values.map(String).join(', ')}`, path)];
    default:
      return [complaint(issue.message, path)];
  }
}

const unsupported = (input: unknown): string =>
  `unsupported type: ${typeof input === 'object' && input !== null && 'type' in input ? String(input.type) : ''}`;

const missing = (path: readonly PropertyKey[]): string => complaint(`missing required field: ${String(path.at(-1))}`, path.slice(0, -1));

const tooFew = (issue: Issue & { code: 'too_small' }): string =>
  issue.origin === 'array' ? `must have at least ${issue.minimum} items` : `must be at least ${issue.minimum}`;

function tooBig(issue: Issue & { code: 'too_big' }, path: readonly PropertyKey[]): string {
  if (issue.origin === 'string') {
    return complaint(`must be less than ${Number(issue.maximum) + 1} characters`, path);
  }
  return complaint(issue.origin === 'array' ? `no more than ${issue.maximum} items allowed` : `must be at most ${issue.maximum}`, path);
}
