import type { Request } from '../http.ts';
import type { EpochMs } from '../model/time.ts';
import { PromqlError } from '../promql/errors.ts';
import { durationMs } from '../promql/literals.ts';

/** Query parameters of a GET, or of a POST form. */
export async function parametersOf(request: Request): Promise<URLSearchParams> {
  const parameters = new URLSearchParams(request.url.searchParams);
  if (request.method === 'POST') {
    for (const [name, value] of new URLSearchParams((await request.body()).toString())) parameters.append(name, value);
  }
  return parameters;
}

/** Seconds since 1970 or RFC 3339. */
export function instant(text: string | null, fallbackMs: EpochMs): EpochMs {
  if (text === null || text === '') return fallbackMs;
  const value = /^-?[0-9.]+(e[0-9+]+)?$/i.test(text) ? Number(text) * 1_000 : Date.parse(text);
  if (Number.isNaN(value)) throw new PromqlError('bad_data', `invalid parameter "time": cannot parse "${text}" to a valid timestamp`);
  return Math.round(value);
}

export function duration(text: string | null, name: string): number {
  if (text === null || text === '') throw new PromqlError('bad_data', `invalid parameter "${name}": cannot parse "" to a valid duration`);
  const value = /^[0-9.]+$/.test(text) ? Number(text) * 1_000 : durationMs(text);
  if (!(value > 0)) throw new PromqlError('bad_data', `zero or negative query resolution ${name} widths are not accepted`);
  return value;
}
