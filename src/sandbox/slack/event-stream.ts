import type { ServerResponse } from 'node:http';
import type { Change } from './changes.ts';
import type { Core } from './core.ts';
import type { LiveChange } from './page/live.ts';
import { messageSnapshot } from './snapshots.ts';

const KEEP_ALIVE_MS = 15_000;

/** Keeps a browser told of every change, by Server-Sent Events, until it goes away. */
export function streamChanges(core: Core, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
  const stop = core.changes.listen((change) => {
    response.write(`data: ${JSON.stringify(liveChange(core, change))}\n\n`);
  });
  const keepAlive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS).unref();
  response.on('close', () => {
    clearInterval(keepAlive);
    stop();
  });
}

function liveChange(core: Core, change: Change): LiveChange {
  switch (change.kind) {
    case 'message':
      return { kind: 'message', message: messageSnapshot(core, change.message), isNew: change.isNew };
    case 'removed':
      return { kind: 'removed', channelId: change.message.channelId, ts: change.message.ts };
    default:
      return change;
  }
}
