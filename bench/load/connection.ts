import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One kept HTTP connection with at most one request under way. Written on bare sockets: the load must cost less than what it measures. */
export class Connection {
  readonly #socket: Socket;
  #received = '';
  #waiting: ((status: number) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(String(chunk)));
  }

  static async open(url: URL): Promise<Connection> {
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    return new Connection(socket);
  }

  /** Sends a whole request; resolves with the status of its answer. */
  send(request: string): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: string): void {
    this.#received += chunk;
    const head = this.#received.indexOf('\r\n\r\n');
    if (head < 0) {
      return;
    }
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#received)?.[1] ?? 0);
    if (this.#received.length < head + 4 + length) {
      return;
    }
    const status = Number(this.#received.slice(9, 12));
    this.#received = '';
    this.#waiting?.(status);
  }
}

export function requestOf(url: URL, token: string, body: string): string {
  const head = `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json`;
  return `${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
