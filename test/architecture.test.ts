import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../src');
const IMPORT = /^\s*(?:import|export)\s(type\s)?[^;]*?from '([^']+)'|^\s*import '([^']+)'|\bimport\('([^']+)'\)/gms;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const sources = new Map(files.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));
const imports = files.flatMap(importsOf);

function importsOf(file: string): Import[] {
  return [...(sources.get(file) ?? '').matchAll(IMPORT)].map(([, type, from, bare, dynamic]) => {
    const target = from ?? bare ?? dynamic ?? '';
    return {
      from: file,
      to: target.startsWith('.') ? normalize(relative(SRC, join(SRC, dirname(file), target))) : target,
      isType: type !== undefined,
    };
  });
}

const room = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : file);
const inside = (file: string, ...rooms: string[]): boolean => rooms.some((name) => file === name || file.startsWith(`${name}/`));
const shown = (broken: readonly Import[]): string[] => broken.map(({ from, to }) => `${from} imports ${to}`);

/** Rooms whose code decides and never reads, writes or waits. */
const PURE = [
  'model',
  'messages',
  'escalation/ladder.ts',
  'escalation/machine.ts',
  'escalation/policy.ts',
  'escalation/roster.ts',
  'escalation/payload.ts',
  'escalation/storm.ts',
  'digest/compare.ts',
  'digest/compose.ts',
  'digest/forecast.ts',
];

describe('architecture', () => {
  it('lets only the wiring know clients, store and handlers', () => {
    const outside = imports.filter(
      ({ from, to }) => inside(to, 'clients', 'store', 'handlers') && room(from) !== room(to) && !isWiring(from),
    );

    expect(shown(outside)).toEqual([]);
  });

  it('keeps the model free of every other room', () => {
    expect(shown(imports.filter(({ from, to }) => inside(from, 'model') && !inside(to, 'model')))).toEqual([]);
  });

  it('keeps checks apart from actions and escalation', () => {
    const crossed = imports.filter(
      ({ from, to }) =>
        (inside(from, 'checks') && inside(to, 'actions', 'escalation')) || (inside(from, 'actions', 'escalation') && inside(to, 'checks')),
    );

    expect(shown(crossed)).toEqual([]);
  });

  it('keeps the product free of the sandbox', () => {
    expect(shown(imports.filter(({ from, to }) => inside(to, 'sandbox') && !inside(from, 'sandbox')))).toEqual([]);
  });

  it('lets pure rooms import no Node module, client library or clock', () => {
    const impure = imports.filter(
      ({ from, to, isType }) => inside(from, ...PURE) && !isType && !/^(\.|zod$)/.test(to) && !files.includes(to),
    );

    expect(shown(impure)).toEqual([]);
  });

  it('finds no clock, randomness, environment or waiting in pure rooms', () => {
    const forbidden = /\bDate\.now\(|\bnew Date\(\)|Math\.random\(|process\.|\basync\b|\bawait\b|setTimeout|setInterval|performance\.now/;
    const impure = files.filter((file) => inside(file, ...PURE) && forbidden.test(withoutComments(sources.get(file) ?? '')));

    expect(impure).toEqual([]);
  });

  it('reads the clock only where time enters the product', () => {
    const readers = files.filter((file) => /\bDate\.now\(|\bnew Date\(\)/.test(withoutComments(sources.get(file) ?? '')));

    expect(readers.filter((file) => !inside(file, 'clients/clock.ts', 'sandbox', 'main.ts'))).toEqual([]);
  });

  it('judges without waiting: evaluate is never async', () => {
    expect(files.filter((file) => /async (function )?evaluate\b|evaluate: async/.test(sources.get(file) ?? ''))).toEqual([]);
  });

  it('has no file that only passes on the exports of others', () => {
    const barrels = files.filter((file) => /^\s*export\s+(\*|\{[^}]*\})\s+from/m.test(sources.get(file) ?? ''));

    expect(barrels).toEqual([]);
  });

  it('names every room by what it does', () => {
    expect(files.filter((file) => /(^|\/)(utils?|common|helpers?|managers?|services?|misc)(\.ts|\/)/.test(file))).toEqual([]);
  });

  it('knows no file that needs itself in the end, not even for its types', () => {
    expect(circlesIn(files)).toEqual([]);
  });

  it('keeps Slack blocks in their one renderer', () => {
    const knowing = imports.filter(
      ({ from, to }) => to === '@slack/types' && !inside(from, 'messages/block-kit.ts', 'messages/dialog-view.ts', 'sandbox'),
    );

    expect(shown(knowing)).toEqual([]);
  });
});

/** Groups of files that can all be reached from each other: what is reached both by imports and against them. */
function circlesIn(all: readonly string[]): string[] {
  const next = neighbours(({ from, to }) => [from, to]);
  const previous = neighbours(({ from, to }) => [to, from]);
  const circles = all.map((file) => {
    const back = reachedFrom(file, previous);
    return [...reachedFrom(file, next)]
      .filter((other) => back.has(other))
      .sort()
      .join(', ');
  });
  return [...new Set(circles)].filter((circle) => circle !== '');
}

function neighbours(direction: (each: Import) => readonly [string, string]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [file, other] of imports.map(direction)) {
    found.set(file, [...(found.get(file) ?? []), other]);
  }
  return found;
}

/** Everything within one or more steps; the start itself only when a way leads back to it. */
function reachedFrom(start: string, next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const other of next.get(file) ?? []) {
      if (!reached.has(other)) {
        reached.add(other);
        waiting.push(other);
      }
    }
  }
  return reached;
}

function isWiring(file: string): boolean {
  return !file.includes('/') || inside(file, 'wiring', 'sandbox');
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
