/** Prints what a story measured, in one line that can be found in the log. */
export function measured(what: string, figures: Readonly<Record<string, number | string>>): void {
  const parts = Object.entries(figures).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? Math.round(value * 100) / 100 : value}`,
  );
  console.log(`measured: ${what}: ${parts.join(', ')}`);
}

/** `p50 … p99 … max …` of durations, in whole milliseconds. */
export function spread(durationsMs: readonly number[]): Readonly<Record<string, number>> {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN);
  return { n: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}
