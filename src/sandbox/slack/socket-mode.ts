import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Core } from './core.ts';
import type { Retry } from './event-retries.ts';
import { isObject, type JsonObject, parseJson, textOf } from './json.ts';

/** How the app took one delivery. */
export type Acknowledgement =
  | { readonly kind: 'acknowledged'; readonly payload: JsonObject }
  /** Not in time, or with an error; `isFinal` when the app asked not to repeat it. */
  | { readonly kind: 'timeout'; readonly reason: 'timeout' | 'http_timeout' | 'http_error'; readonly isFinal?: boolean }
  /** Nobody was there to take it. */
  | { readonly kind: 'undelivered' };

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'terminate';

const PING_INTERVAL_MS = 5_000;
const SOCKETS_MAX = 10;
const FAREWELL_MS = 300;
/** Slack asks for a new connection every few hours; an app may ask for six minutes to try it out. */
const LIFETIME_MS = 18_060_000;
const SHORT_LIFETIME_MS = 360_000;
const WARNING_MS = 10_000;

/** Socket Mode: every delivery goes to exactly one of the open connections. */
export class SocketMode {
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly open: WebSocket[] = [];
  private readonly waiting = new Map<string, (payload: JsonObject) => void>();
  private readonly core: Core;
  private readonly ackTimeoutMs: number;
  private readonly ping: NodeJS.Timeout;

  constructor(core: Core, ackTimeoutMs: number) {
    this.core = core;
    this.ackTimeoutMs = ackTimeoutMs;
    this.ping = setInterval(() => {
      for (const socket of this.open) {
        socket.ping();
      }
    }, PING_INTERVAL_MS).unref();
  }

  get connectionCount(): number {
    return this.open.length;
  }

  /** Turns an HTTP request with a good ticket into a connection. */
  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    { ticket, isShort }: { readonly ticket: string; readonly isShort: boolean },
  ): void {
    if (!this.core.tickets.redeem(ticket) || this.open.length >= SOCKETS_MAX) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, socket, head, (connection) => this.welcome(connection, isShort ? SHORT_LIFETIME_MS : LIFETIME_MS));
  }

  /** Sends to one connection and waits for its acknowledgement in real time. */
  async deliver(type: EnvelopeType, payload: JsonObject, retry?: Retry): Promise<Acknowledgement> {
    const socket = this.open.shift();
    if (socket === undefined) {
      return { kind: 'undelivered' };
    }
    this.open.push(socket);
    const envelopeId = this.core.identifiers.next('E');
    const { promise, resolve } = Promise.withResolvers<Acknowledgement>();
    const timer = setTimeout(() => resolve({ kind: 'timeout', reason: 'timeout' }), this.ackTimeoutMs);
    this.waiting.set(envelopeId, (answer) => resolve({ kind: 'acknowledged', payload: answer }));
    const again = type === 'events_api' ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {};
    socket.send(JSON.stringify({ envelope_id: envelopeId, type, accepts_response_payload: type !== 'events_api', payload, ...again }));
    const acknowledgement = await promise;
    clearTimeout(timer);
    this.waiting.delete(envelopeId);
    return acknowledgement;
  }

  /** Ends connections as Slack does at a refresh, or without a word (`terminate`). @returns how many were told. */
  disconnect(reason: DisconnectReason, count = Number.POSITIVE_INFINITY): number {
    const told = this.open.slice(0, count);
    for (const socket of told) {
      this.say(socket, reason);
    }
    return told.length;
  }

  /** Says goodbye to every connection, and cuts those that do not answer. */
  async close(): Promise<void> {
    clearInterval(this.ping);
    const sockets = [...this.server.clients];
    const farewells = sockets.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
    for (const socket of sockets) {
      socket.close(1001);
    }
    const cut = setTimeout(() => sockets.forEach((socket) => void socket.terminate()), FAREWELL_MS);
    await Promise.all(farewells);
    clearTimeout(cut);
    this.server.close();
  }

  private welcome(socket: WebSocket, lifetimeMs: number): void {
    this.open.push(socket);
    const warning = setTimeout(() => this.say(socket, 'warning'), lifetimeMs - WARNING_MS).unref();
    const end = setTimeout(() => this.say(socket, 'refresh_requested'), lifetimeMs).unref();
    socket.on('close', () => {
      clearTimeout(warning);
      clearTimeout(end);
    });
    socket.on('message', (data) => this.receive(String(data)));
    socket.on('close', () => this.forget(socket));
    socket.on('error', () => this.forget(socket));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.open.length,
        debug_info: { host: 'local', approximate_connection_time: lifetimeMs / 1_000 },
        connection_info: { app_id: this.core.app.appId },
      }),
    );
    this.core.changes.announce({ kind: 'workspace' });
  }

  /** Nothing is delivered to a connection that was asked to go. */
  private say(socket: WebSocket, reason: DisconnectReason): void {
    if (reason === 'terminate') {
      socket.terminate();
    } else {
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local' } }));
    }
    if (reason !== 'warning') {
      this.forget(socket);
    }
  }

  private receive(text: string): void {
    const message = parseJson(text);
    if (isObject(message)) {
      this.waiting.get(textOf(message['envelope_id']) ?? '')?.(isObject(message['payload']) ? message['payload'] : {});
    }
  }

  private forget(socket: WebSocket): void {
    const index = this.open.indexOf(socket);
    if (index !== -1) {
      this.open.splice(index, 1);
      this.core.changes.announce({ kind: 'workspace' });
    }
  }
}
