import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = `${import.meta.dirname}/..`;

interface LockEntry {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lockText = readFileSync(`${root}/package-lock.json`, 'utf8');
const lock: { readonly packages: Readonly<Record<string, LockEntry>> } = JSON.parse(lockText);
const manifest: {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
} = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

describe('packaging', () => {
  it('locks every optional package that a dependency names, so that a clean install works on each platform', () => {
    const names = Object.values(lock.packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    const locked = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')));

    expect(names.filter((name) => !locked.has(name))).toEqual([]);
  });

  it('records no download address', () => {
    expect(lockText).not.toMatch(/"resolved":|https?:\/\/[^"]*\.tgz/);
  });

  it('pins every direct dependency exactly', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };

    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
