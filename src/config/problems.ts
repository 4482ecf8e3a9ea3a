import type { z } from 'zod';

/** One thing that is wrong with the configuration, for people. */
export interface ConfigProblem {
  /** `clusters[0].kubeconfig` or the name of an environment variable. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/** The configuration cannot be used; the message lists every problem, one line each. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(source: string, problems: readonly ConfigProblem[]) {
    super(`${source} cannot be used:\n${problems.map(({ path, found, expected }) => `  ${path}: found ${found}, ${expected}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Puts zod's issues into path, found and expected. Values of secrets are never repeated. */
export function problemsOf(error: z.ZodError, input: unknown, isSecret: (path: string) => boolean): ConfigProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: pathOf([...issue.path, key]),
        found: 'an unknown name',
        expected: 'expected one of the names in docs/configuration.md',
      }));
    }
    const path = pathOf(issue.path);
    const value = issue.path.reduce<unknown>(
      (parent, key) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined),
      input,
    );
    return [{ path, found: isSecret(path) && value !== undefined ? 'a value' : show(value), expected: expectation(issue) }];
  });
}

function pathOf(path: readonly PropertyKey[]): string {
  return (
    path.reduce<string>(
      (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`),
      '',
    ) || 'the whole file'
  );
}

function show(value: unknown): string {
  if (value === undefined || value === null) {
    return 'nothing';
  }
  // What is within may be an address that lets anybody in.
  if (typeof value === 'object') {
    return Array.isArray(value) ? `a list of ${value.length}` : `a group with ${Object.keys(value).join(', ') || 'nothing in it'}`;
  }
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith('expected')) {
    return issue.message;
  }
  return issue.message.replace(/^Invalid (input|option): /, '').replace(/, received .*$/, '');
}
