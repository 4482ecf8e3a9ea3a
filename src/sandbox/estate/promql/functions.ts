import { PromqlError } from './errors.ts';
import { type Labels, labelKey, withoutLabels, withoutName } from './labels.ts';
import { anchored } from './literals.ts';
import type { InstantSample } from './syntax.ts';

type Mapper = (value: number, parameters: readonly number[]) => number;

/** Functions from a vector (and numbers) to a vector, sample by sample. */
export const sampleFunctions: Readonly<Record<string, Mapper>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  exp: Math.exp,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sqrt: Math.sqrt,
  sgn: Math.sign,
  round: (value, [to = 1]) => Math.floor(value / to + 0.5) * to,
  clamp: (value, [low = Number.NaN, high = Number.NaN]) => Math.max(low, Math.min(high, value)),
  clamp_max: (value, [high = Number.NaN]) => Math.min(high, value),
  clamp_min: (value, [low = Number.NaN]) => Math.max(low, value),
};

const date = (seconds: number): Date => new Date(seconds * 1_000);

/** Calendar functions; without an argument they speak of the evaluation time. */
export const calendarFunctions: Readonly<Record<string, (seconds: number) => number>> = {
  minute: (seconds) => date(seconds).getUTCMinutes(),
  hour: (seconds) => date(seconds).getUTCHours(),
  day_of_week: (seconds) => date(seconds).getUTCDay(),
  day_of_month: (seconds) => date(seconds).getUTCDate(),
  month: (seconds) => date(seconds).getUTCMonth() + 1,
  year: (seconds) => date(seconds).getUTCFullYear(),
};

export function mapSamples(samples: readonly InstantSample[], change: (value: number) => number): InstantSample[] {
  return samples.map((sample) => ({ labels: withoutName(sample.labels), value: change(sample.value) }));
}

export function sorted(samples: readonly InstantSample[], descending: boolean): InstantSample[] {
  const direction = descending ? -1 : 1;
  return [...samples].sort((a, b) => (Number.isNaN(a.value) ? 1 : Number.isNaN(b.value) ? -1 : (a.value - b.value) * direction));
}

function withLabel(labels: Labels, name: string, value: string): Labels {
  const rest = withoutLabels(labels, [name]);
  return value === '' ? rest : { ...rest, [name]: value };
}

export function labelReplace(samples: readonly InstantSample[], texts: readonly string[]): InstantSample[] {
  const [target = '', replacement = '', source = '', pattern = ''] = texts;
  const expression = anchored(pattern);
  return distinct(
    samples.map((sample) => {
      const found = expression.exec(sample.labels[source] ?? '');
      if (found === null) return sample;
      const value = replacement.replace(/\$(?:(\d+)|\{(\w+)\}|(\w+))/g, (_whole, index?: string, braced?: string, name?: string) => {
        const wanted = index ?? braced ?? name ?? '';
        return (/^\d+$/.test(wanted) ? found[Number(wanted)] : found.groups?.[wanted]) ?? '';
      });
      return { labels: withLabel(sample.labels, target, value), value: sample.value };
    }),
  );
}

export function labelJoin(samples: readonly InstantSample[], texts: readonly string[]): InstantSample[] {
  const [target = '', separator = '', ...sources] = texts;
  return distinct(
    samples.map((sample) => ({
      labels: withLabel(sample.labels, target, sources.map((name) => sample.labels[name] ?? '').join(separator)),
      value: sample.value,
    })),
  );
}

export function distinct(samples: InstantSample[]): InstantSample[] {
  const keys = new Set(samples.map((sample) => labelKey(sample.labels)));
  if (keys.size !== samples.length) throw new PromqlError('execution', 'vector cannot contain metrics with the same labelset');
  return samples;
}
