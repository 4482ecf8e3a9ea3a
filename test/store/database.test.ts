import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { openPool } from '../../src/store/database.ts';
import { quietLogger } from './databases.ts';

/** `ReadyForQuery` of PostgreSQL's protocol 3.0; the last byte is `I` for idle, `T` inside a transaction. */
const ready = (state: 'I' | 'T') => Buffer.from(`Z\0\0\0\x05${state}`, 'latin1');
const AUTHENTICATED = Buffer.from('R\0\0\0\x08\0\0\0\0', 'latin1');
const BEGUN = Buffer.from('C\0\0\0\x0aBEGIN\0', 'latin1');

/** A server that lets everybody in and begins a transaction, whatever is asked. */
async function startServer(): Promise<{ readonly url: string; readonly sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(Buffer.concat([AUTHENTICATED, ready('I')]));
      socket.on('data', () => socket.write(Buffer.concat([BEGUN, ready('T')])));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `postgres://u@127.0.0.1:${typeof address === 'object' ? address?.port : ''}/d`, sockets };
}

describe('store/database', () => {
  it('outlives a connection that is lost inside a transaction, between two statements', async () => {
    const { url, sockets } = await startServer();
    const lost = Promise.withResolvers<string>();
    const pool = openPool(new Secret(url), { ...quietLogger, warn: (_fields, message) => lost.resolve(message) });
    const client = await pool.connect();
    await client.query('begin');

    sockets[0]?.destroy();

    expect(await lost.promise).toBe('lost a database connection');
    await expect(client.query('select 1')).rejects.toThrow();
    client.release(true);
    await pool.end();
  });
});
