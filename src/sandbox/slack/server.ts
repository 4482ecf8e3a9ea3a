import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ClockWatch, type WatchedClock } from '../clock-watch.ts';
import { SlackControl } from './control.ts';
import { type Core, createCore } from './core.ts';
import { Delivery } from './delivery.ts';
import { answerRequest } from './routes.ts';
import { SocketMode } from './socket-mode.ts';
import type { Workspace } from './workspace.ts';

const ACK_TIMEOUT_MS = 3_000;
const CLOCK_CHECK_MS = 200;

export interface LocalSlackOptions {
  /** `0`, the default, takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** The workspace's time; may run faster than real time. */
  readonly clock: WatchedClock;
  readonly workspace: Workspace;
  /** Signs requests in HTTP mode. */
  readonly signingSecret: string;
  /** How long the app may take to acknowledge, in real time; Slack's three seconds unless given. */
  readonly ackTimeoutMs?: number;
  readonly rateLimits?: boolean;
}

export interface LocalSlack {
  /** Where people open the page. */
  readonly url: string;
  /** What the app uses as `slackApiUrl`. */
  readonly apiUrl: string;
  readonly control: SlackControl;
  close(): Promise<void>;
}

/**
 * Starts a Slack on this machine: Web API, Socket Mode, signed requests, response addresses, a page for people, and control to act and to break.
 *
 * @throws when the port is taken.
 */
export async function startLocalSlack(options: LocalSlackOptions): Promise<LocalSlack> {
  const host = options.host ?? '127.0.0.1';
  const ackTimeoutMs = options.ackTimeoutMs ?? ACK_TIMEOUT_MS;
  let url = '';
  const core = createCore({
    workspace: options.workspace,
    now: () => options.clock.now(),
    speed: () => options.clock.speed?.() ?? 0,
    realNowMs: () => performance.now(),
    url: () => url,
  });
  core.rateLimits.isEnabled = options.rateLimits ?? true;
  const sockets = new SocketMode(core, ackTimeoutMs);
  const signer = { signingSecret: options.signingSecret, wallClockSeconds: () => Date.now() / 1_000, ackTimeoutMs };
  const control = new SlackControl(core, new Delivery(core, sockets, signer), sockets);
  const server = createServer((request, response) => void serve(core, control, request, response));
  server.on('upgrade', (request, socket, head) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    sockets.upgrade(request, socket, head, {
      ticket: pathname === '/socket' ? (searchParams.get('ticket') ?? '') : '',
      isShort: searchParams.get('debug_reconnects') === 'true',
    });
  });
  const { port } = await listening(server, options.port ?? 0, host);
  url = `http://${host}:${port}`;
  const watch = new ClockWatch(options.clock);
  const ticking = setInterval(() => {
    void control.catchUp();
    if (watch.hasMoved()) {
      core.changes.announce({ kind: 'workspace' });
    }
  }, CLOCK_CHECK_MS).unref();
  const close = async (): Promise<void> => {
    clearInterval(ticking);
    await sockets.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url, apiUrl: `${url}/api/`, control, close };
}

async function serve(core: Core, control: SlackControl, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await answerRequest(core, control, request, response);
  } catch (error) {
    if (!response.headersSent) {
      response.writeHead(500, { 'content-type': 'text/plain' });
    }
    response.end(error instanceof Error ? error.stack : String(error));
  }
}

async function listening(server: ReturnType<typeof createServer>, port: number, host: string): Promise<{ port: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise;
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : port };
}
