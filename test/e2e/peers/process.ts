import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A started server and how to end it. */
export interface Peer {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** A port that nobody listens on at this moment. */
export function freePort(address = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, address, () => {
      const bound = server.address();
      server.close(() => (typeof bound === 'object' && bound !== null ? resolve(bound.port) : reject(new Error('no port'))));
    });
  });
}

/** Starts a program and waits until `isReady` holds. Its output is kept for the error when it never is. */
export async function startProgram(
  command: string,
  args: readonly string[],
  isReady: () => Promise<boolean>,
  url: string,
  options: SpawnOptions = {},
): Promise<Peer> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-4_000);
    });
  }
  await until(isReady, 60_000, () => {
    if (child.exitCode !== null) {
      throw new Error(`${command} ended with ${child.exitCode}: ${output}`);
    }
  }).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`${command} did not become ready: ${error instanceof Error ? error.message : error}\n${output}`);
  });
  return { url, process: child, stop: () => stop(child) };
}

/** Waits for a condition of another process, which no clock of ours can bring about. */
export async function until(
  condition: () => Promise<boolean> | boolean,
  timeoutMs = 30_000,
  check: () => void = () => undefined,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    check();
    if (await condition()) {
      return;
    }
    if (performance.now() > deadline) {
      throw new Error(`not within ${timeoutMs} ms: ${condition}`);
    }
    await delay(50);
  }
}

/** True when the address answers 2xx. */
export async function answers(url: string, init: RequestInit = {}): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000), ...init })).ok;
  } catch {
    return false;
  }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
  });
}
