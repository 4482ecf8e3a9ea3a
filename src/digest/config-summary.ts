import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';

/** Every setting under its path, in words; what may hold a login only as a fingerprint. */
export type ConfigSummary = Readonly<Record<string, string>>;

export interface ConfigChange {
  readonly path: string;
  /** `null`: the setting was not there. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Addresses can carry a login, and nobody needs them to see that they changed. */
const SECRET = /(^|\.)(url|webhook|privateKeyFile)$/;

/** Flattens the configuration without the environment, so that two of them can be compared long after. */
export function summarise({ environment: _secret, switchedOff: _derived, ...settings }: Config): ConfigSummary {
  return Object.fromEntries(leaves(settings, ''));
}

function leaves(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => leaves(item, `${path}[${nameOf(item) ?? index}]`));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => leaves(item, path === '' ? key : `${path}.${key}`));
  }
  return value === undefined ? [] : [[path, SECRET.test(path) ? fingerprint(String(value)) : String(value)]];
}

/** A cluster that moves in the list is still the same cluster. */
function nameOf(item: unknown): string | null {
  const name = typeof item === 'object' && item !== null ? (Reflect.get(item, 'name') ?? Reflect.get(item, 'level')) : null;
  return typeof name === 'string' || typeof name === 'number' ? String(name) : null;
}

function fingerprint(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

/** What differs, by path. */
export function changesBetween(before: ConfigSummary, now: ConfigSummary): readonly ConfigChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted();
  return paths.map((path) => ({ path, from: before[path] ?? null, to: now[path] ?? null })).filter(({ from, to }) => from !== to);
}
