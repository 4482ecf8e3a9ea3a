import type { IncomingMessage } from 'node:http';
import { isObject, type JsonObject, parseJson } from './json.ts';

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  }
  return Buffer.concat(chunks);
}

/** Arguments in a JSON or form body and in the query. @returns `undefined` when a JSON body is not an object. */
export function parseArguments(contentType: string, body: string, query: URLSearchParams): JsonObject | undefined {
  const fromQuery = Object.fromEntries(query);
  if (contentType.startsWith('application/json')) {
    const parsed = body === '' ? {} : parseJson(body);
    return isObject(parsed) ? { ...fromQuery, ...parsed } : undefined;
  }
  return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
}

/** The file in a multipart body, or the body itself when it is the bare file. */
export function uploadedBytes(contentType: string, body: Buffer): Buffer {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) {
    return body;
  }
  const start = body.indexOf('\r\n\r\n');
  const end = body.indexOf(`\r\n--${boundary}`, start + 4);
  return start === -1 || end === -1 ? Buffer.alloc(0) : body.subarray(start + 4, end);
}
