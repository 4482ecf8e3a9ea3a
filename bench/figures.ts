/** The middle value; of an even number of samples, the mean of the two in the middle. `NaN` without samples. */
export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The smallest sample that at least `share` of all samples do not exceed. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** One line of a benchmark's table. */
export interface Case {
  readonly name: string;
  /** With its unit, e.g. `req/s` or `ms`. */
  readonly unit: string;
  /** One sample for each round. */
  readonly samples: readonly number[];
  /** What the case is held against; samples of the same rounds. */
  readonly control?: readonly number[];
  readonly note?: string;
}

/** `name | unit | median | min–max | ÷ control | note`, so that the output can be pasted into a document as it is. */
export function printCase({ name, unit, samples, control, note = '' }: Case): void {
  const ratio = control === undefined ? '' : short(median(samples) / median(control));
  const range = samples.length < 2 ? '' : `${short(Math.min(...samples))}–${short(Math.max(...samples))}`;
  console.log(`| ${name} | ${unit} | ${short(median(samples))} | ${range} | ${ratio} | ${note} |`);
}

export function printHeading(title: string): void {
  console.log(`\n### ${title}\n\n| case | unit | median | min–max | ÷ control | note |\n|---|---|---|---|---|---|`);
}

/** Three significant digits, no exponent: more would be noise. */
export function short(value: number): string {
  if (!Number.isFinite(value)) {
    return '–';
  }
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

export function mebibytes(bytes: number): string {
  return `${short(bytes / 1_048_576)} MiB`;
}
