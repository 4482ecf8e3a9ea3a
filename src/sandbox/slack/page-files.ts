import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';

const FOLDER = new URL('./page/', import.meta.url);

/** Everything comes from this server; a message can never bring a script. */
const POLICY =
  "default-src 'self'; img-src 'self' data: https: http:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  ts: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Serves one file of the page; TypeScript is served without its types. Unknown names get 404. */
export async function servePageFile(name: string, response: ServerResponse): Promise<void> {
  const type = TYPES[name.split('.').at(-1) ?? ''];
  if (type === undefined || !/^[a-z0-9-]+\.[a-z]+$/.test(name)) {
    response.writeHead(404).end('No such file.');
    return;
  }
  try {
    const text = await readFile(new URL(name, FOLDER), 'utf8');
    response.writeHead(200, {
      'content-type': type,
      'cache-control': 'no-store',
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
    });
    response.end(name.endsWith('.ts') ? stripTypeScriptTypes(text) : text);
  } catch {
    response.writeHead(404).end('No such file.');
  }
}
