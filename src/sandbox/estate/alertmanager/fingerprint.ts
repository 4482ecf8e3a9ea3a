import type { Labels } from '../promql/labels.ts';

const prime = 0x100000001b3n;
const mask = 0xffffffffffffffffn;

/** Prometheus' label set fingerprint: 64-bit FNV-1a over sorted names and values, each followed by 0xff; 16 hex digits. */
export function fingerprint(labels: Labels): string {
  let value = 0xcbf29ce484222325n;
  const add = (byte: number): void => {
    value = ((value ^ BigInt(byte)) * prime) & mask;
  };
  for (const name of Object.keys(labels).sort()) {
    for (const byte of Buffer.from(name)) add(byte);
    add(0xff);
    for (const byte of Buffer.from(labels[name] ?? '')) add(byte);
    add(0xff);
  }
  return value.toString(16).padStart(16, '0');
}
