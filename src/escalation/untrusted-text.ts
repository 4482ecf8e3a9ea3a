/** Longest label or annotation value that is kept. Alertmanager passes on values of a megabyte. */
const VALUE_LIMIT = 2_000;

/** Tells apart texts that look the same after cleaning or cutting; 53 bits are plenty for names of groups. */
const HASH_SEED = 0xdeadbeef;
const HASH_PRIME_LOW = 2_654_435_761;
const HASH_PRIME_HIGH = 1_597_334_677;

/** Control characters except the line feed, and the marks that make text read in another order than it is stored. */
const UNWANTED = /[[\p{Cc}--\n]\u202A-\u202E\u2066-\u2069]/gv;

const PLAIN = /^[ -~\n]*$/;

/**
 * Makes text from outside safe to store and to show: no control characters (PostgreSQL refuses U+0000), no bidirectional overrides,
 * lone surrogates as U+FFFD, at most `limit` UTF-16 units.
 */
export function cleanText(text: string, limit = VALUE_LIMIT): string {
  // Nearly every value of a group of thousands is plain; looking is cheaper than copying.
  if (text.length <= limit && PLAIN.test(text)) {
    return text;
  }
  return cut(text.toWellFormed().replaceAll('\t', ' ').replaceAll(UNWANTED, ''), limit);
}

/** Like `cleanText`, but two different texts stay different: what was changed carries a hash of the original. */
export function cleanKey(text: string): string {
  const clean = cleanText(text);
  return clean === text ? text : `${clean} #${hash(text)}`;
}

/**
 * Cleans the names and values of labels or annotations and keeps the first `limit`. The name `__proto__` is dropped: code that copies
 * labels by assignment would change an object's prototype.
 */
export function cleanLabels(labels: Readonly<Record<string, string>>, limit = 100): Readonly<Record<string, string>> {
  const entries = Object.entries(labels)
    .slice(0, limit)
    .map(([name, value]): [string, string] => [cleanText(name, 200), cleanText(value)]);
  return Object.fromEntries(entries.filter(([name]) => name !== '' && name !== '__proto__'));
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) {
    return text;
  }
  // A pair cut in half would leave a lone surrogate again.
  const kept = text.slice(0, limit - 1);
  return `${kept.isWellFormed() ? kept : kept.slice(0, -1)}…`;
}

function hash(text: string): string {
  let low = HASH_SEED;
  let high = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, HASH_PRIME_LOW);
    high = Math.imul(high ^ unit, HASH_PRIME_HIGH);
  }
  return (4_294_967_296 * (2_097_151 & high) + (low >>> 0)).toString(36);
}
