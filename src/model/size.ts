const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const FACTORS: Readonly<Record<string, number>> = {
  B: 1,
  K: 1_000,
  KB: 1_000,
  M: 1_000_000,
  MB: 1_000_000,
  G: 1_000_000_000,
  GB: 1_000_000_000,
  T: 1_000_000_000_000,
  TB: 1_000_000_000_000,
  Ki: 1_024,
  KiB: 1_024,
  Mi: 1_024 ** 2,
  MiB: 1_024 ** 2,
  Gi: 1_024 ** 3,
  GiB: 1_024 ** 3,
  Ti: 1_024 ** 4,
  TiB: 1_024 ** 4,
};

/**
 * Reads a size such as `200GiB` or a Kubernetes quantity such as `4Gi`.
 *
 * @returns bytes, or `null` when the text is not a size.
 */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text.trim());
  const factor = FACTORS[match?.[2] === '' ? 'B' : (match?.[2] ?? '?')];
  return match === null || factor === undefined ? null : Math.round(Number(match[1]) * factor);
}

/** Bytes in the largest binary unit that keeps the number at 1 or more: `142 GiB`, `3.4 MiB`. */
export function formatBytes(sizeBytes: number): string {
  const power = Math.min(BINARY.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(sizeBytes))) / 10)));
  const scaled = sizeBytes / 1_024 ** power;
  const digits = power === 0 || Math.abs(scaled) >= 100 ? 0 : 1;
  return `${scaled.toFixed(digits).replace(/\.0$/, '')} ${BINARY[power]}`;
}

/** How much something grew or shrank: `+2.1 GiB`, `−27 GiB`, `±0 B`. */
export function formatChange(changeBytes: number): string {
  const sign = changeBytes > 0 ? '+' : changeBytes < 0 ? '−' : '±';
  return `${sign}${formatBytes(Math.abs(changeBytes))}`;
}

/** A ratio as a percentage with at most one digit: `86 %`, `0.4 %`. */
export function formatRatio(ratio: number): string {
  const percent = ratio * 100;
  return `${percent.toFixed(Math.abs(percent) < 10 ? 1 : 0).replace(/\.0$/, '')} %`;
}
