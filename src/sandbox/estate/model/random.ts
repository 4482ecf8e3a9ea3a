/** 32-bit FNV-1a; the same text gives the same number in every run. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value ^= text.charCodeAt(index);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}

/** A number in [0, 1) that depends on nothing but the text. */
export function fraction(text: string): number {
  let value = Math.imul(hash(text) ^ 0x9e3779b9, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
}

/** Letters as Kubernetes' generated names have them. */
export function suffix(text: string, length: number): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from({ length }, (_, index) => alphabet[Math.floor(fraction(`${text}/${index}`) * alphabet.length)] ?? 'x').join('');
}

export function uuid(text: string): string {
  const digits = [0, 1, 2, 3].map((index) => hash(`${text}#${index}`).toString(16).padStart(8, '0')).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID of that instant whose random part comes from the text. */
export function ulid(timeMs: number, text: string): string {
  let time = '';
  for (let rest = timeMs, index = 0; index < 10; index += 1) {
    time = (crockford[rest % 32] ?? '0') + time;
    rest = Math.floor(rest / 32);
  }
  let random = '';
  for (let part = 0; part < 3; part += 1) {
    for (let bits = hash(`${text}#${part}`), index = 0; index < 6; index += 1, bits >>>= 5) random += crockford[bits & 31] ?? '0';
  }
  return time + random.slice(0, 16);
}
