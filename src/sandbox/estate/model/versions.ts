import { type JsonObject, listAt, textAt } from './json.ts';

/** `v0.37.2` to a comparable triple; `undefined` for anything else. */
export function versionOf(image: string): readonly [number, number, number] | undefined {
  const found = /:v?(\d+)\.(\d+)\.(\d+)/.exec(image);
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3])];
}

/** The registry of this estate: released versions exist, made-up tags do not. */
export function imageExists(image: string): boolean {
  const version = versionOf(image);
  if (version === undefined) return false;
  if (!image.includes('thanos/thanos')) return true;
  return version[0] === 0 && version[1] >= 30 && version[1] <= 42 && version[2] <= 9;
}

const removedIn38 = ['--store', '--rule', '--metadata', '--exemplar', '--target', '--store-strict'];

/** Thanos 0.38 took flags away from `query`; a process that is given one of them exits at once. */
export function refusesItsFlags(container: JsonObject): boolean {
  const version = versionOf(textAt(container, 'image'));
  const words = listAt(container, 'args').map(String);
  if (words[0] !== 'query' || version === undefined || version[0] > 0 || version[1] < 38) return false;
  return words.some((word) => removedIn38.includes(word.split('=')[0] ?? ''));
}
