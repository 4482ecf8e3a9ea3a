import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

export const root = join(import.meta.dirname, '..', '..');

/** Every file under `folder` (relative to the project) whose name ends with `ending`, as paths relative to the project. */
export function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}

export const text = (path: string): string => readFileSync(join(root, path), 'utf8');

/** All YAML documents of a file; throws with the parser's message when one is broken. */
export function documents(path: string): unknown[] {
  return parseAllDocuments(text(path), { merge: true }).map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS();
  });
}
