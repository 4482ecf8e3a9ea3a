import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly raw: IncomingMessage;
  body(): Promise<Buffer>;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | AsyncIterable<Buffer>;
}

export type Handler = (request: Request) => Answer | 'hang' | 'reset' | Promise<Answer | 'hang' | 'reset'>;

/** Takes over a connection that is to become a WebSocket. */
export type Upgrade = (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Stops listening, so that the system itself refuses connections, or listens on the same port again. */
  refuse(isRefusing: boolean): void;
  close(): Promise<void>;
}

/** Serves a handler on a port. `hang` leaves the caller waiting, `reset` cuts the connection. */
export async function listen(handler: Handler, host: string, port: number, onUpgrade?: Upgrade): Promise<Listening> {
  const server = createServer((incoming, response) => void serve(handler, incoming, response));
  const upgraded = new Set<Duplex>();
  if (onUpgrade !== undefined) {
    server.on('upgrade', (incoming, socket, head) => {
      upgraded.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => upgraded.delete(socket));
      onUpgrade(incoming, socket, head);
    });
  }
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  // Listening again fails only when somebody took the port meanwhile; the next call tries once more.
  server.on('error', () => undefined);
  return {
    url: `http://${host}:${bound}`,
    port: bound,
    refuse: (isRefusing) => {
      if (isRefusing && server.listening) void close(server, upgraded);
      else if (!isRefusing && !server.listening) server.listen(bound, host);
    },
    close: () => close(server, upgraded),
  };
}

/** A server forgets connections that were upgraded, and waits for them all the same. */
function close(server: Server, upgraded: ReadonlySet<Duplex>): Promise<void> {
  server.closeAllConnections();
  for (const socket of upgraded) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function serve(handler: Handler, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const request: Request = {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://estate'),
    headers: incoming.headers,
    raw: incoming,
    body: () => bodyOf(incoming),
  };
  try {
    const answer = await handler(request);
    if (answer === 'hang') return;
    if (answer === 'reset') {
      incoming.socket.destroy();
      return;
    }
    await send(response, answer);
  } catch (error) {
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
    response.end(error instanceof Error ? `${error.message}\n` : 'failed\n');
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}

async function send(response: ServerResponse, answer: Answer): Promise<void> {
  response.writeHead(answer.status, answer.headers);
  if (answer.body === undefined || typeof answer.body === 'string' || Buffer.isBuffer(answer.body)) {
    response.end(answer.body);
    return;
  }
  for await (const chunk of answer.body) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  }
  response.end();
}

export const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export const text = (body: string, status = 200): Answer => ({ status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body });
