import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/messages/catalogue/en.ts';

const SRC = join(import.meta.dirname, '../../src');

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const [catalogue, code] = [true, false].map((isCatalogue) =>
  files
    .filter((file) => file.includes('messages/catalogue/en/') === isCatalogue && !file.includes('messages/catalogue/ko/'))
    .map((file) => readFileSync(join(SRC, file), 'utf8'))
    .join('\n'),
);

/** A sentence is named in full, or by the part of its id that stands before what is decided while the program runs. */
function isSaid(id: string): boolean {
  const stems = [...id.matchAll(/[.A-Z-]/g)].map(({ index }) => `\`${id.slice(0, index + 1)}`);
  return (code ?? '').includes(`'${id}'`) || stems.some((stem) => (code ?? '').includes(`${stem}\${`));
}

describe('messages/catalogue', () => {
  it('holds no sentence that nobody says', () => {
    expect(Object.keys(en).filter((id) => !isSaid(id))).toEqual([]);
  });

  it('gives no two sentences the same id, of which the later would win', () => {
    const ids = [...(catalogue ?? '').matchAll(/^ {2}'([^']+)': /gm)].map(([, id]) => id);

    expect(ids.filter((id, at) => id !== undefined && id in en && ids.indexOf(id) !== at)).toEqual([]);
  });
});
