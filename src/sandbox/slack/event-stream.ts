import type { ServerResponse } from 'node:http';
import type { Core } from './core.ts';
import { messageSnapshot } from './snapshots.ts';

const KEEP_ALIVE_MS = 15_000;

/** Keeps a browser told of every change, by Server-Sent Events, until it goes away. */
export function streamChanges(core: Core, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
  const stop = core.changes.listen((change) => {
    const data = change.kind === 'message' ? { ...change, message: messageSnapshot(core, change.message) } : change;
    response.write(`data: ${JSON.stringify(data)}\n\n`);
  });
  const keepAlive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS).unref();
  response.on('close', () => {
    clearInterval(keepAlive);
    stop();
  });
}
