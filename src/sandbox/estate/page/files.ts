import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import type { Answer } from '../http.ts';
import { text } from '../http.ts';

const files: Readonly<Record<string, readonly [string, string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/estate.css': ['estate.css', 'text/css; charset=utf-8'],
  '/browser/main.js': ['browser/main.ts', 'text/javascript; charset=utf-8'],
  '/browser/drawing.js': ['browser/drawing.ts', 'text/javascript; charset=utf-8'],
  '/browser/elements.js': ['browser/elements.ts', 'text/javascript; charset=utf-8'],
  '/browser/panels.js': ['browser/panels.ts', 'text/javascript; charset=utf-8'],
};

/** The page's files; TypeScript modules go out as the JavaScript that is left without their types. */
export async function answerPage(path: string): Promise<Answer> {
  const found = files[path];
  if (found === undefined) return text('There is no such page.\n', 404);
  const [file, contentType] = found;
  const source = await readFile(new URL(file, import.meta.url), 'utf8');
  const body = file.endsWith('.ts') ? stripTypeScriptTypes(source).replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'") : source;
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body };
}
