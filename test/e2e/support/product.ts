import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DurationMs } from '../../../src/model/time.ts';
import { answers, freePort, until } from '../peers/process.ts';
import { productFiles, type Settings } from './settings.ts';

const ENTRY = join(import.meta.dirname, '../../../src/main.ts');

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Everything it printed. */
  readonly output: string;
}

/** The product as an operator starts it: one process of its own, which may be killed and started again. */
export interface ProductProcess {
  /** Where it serves. Stays the same over restarts, so that other programs find it again. */
  readonly url: string;
  readonly webhookUrl: string;
  /** Starts it and waits until it is ready. Returns how long that took. */
  start(): Promise<DurationMs>;
  /** Ends it as the kernel does: nothing is finished, nothing is said. */
  kill(): Promise<void>;
  /** Asks it to stop. Resolves when it has ended. */
  terminate(): Promise<Ended & { readonly tookMs: DurationMs }>;
  isRunning(): boolean;
  pid(): number;
  /** What it has printed since its last start. */
  output(): string;
}

/** Prepares a process; nothing runs until `start`. */
export async function prepareProduct(settings: Settings): Promise<ProductProcess> {
  const port = settings.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const environment = { ...productFiles(settings), HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port) };
  let run: Run | null = null;

  const running = (): Run => {
    if (run === null) {
      throw new Error('the product was never started');
    }
    return run;
  };
  return {
    url,
    webhookUrl: `${url}/webhooks/alertmanager/cluster-01`,
    start: async () => {
      const startedAt = performance.now();
      run = launch(settings.directory, environment);
      const started = run;
      await until(
        () => answers(`${url}/readyz`),
        30_000,
        () => {
          if (started.hasEnded()) {
            throw new Error(`the product ended: ${started.output()}`);
          }
        },
      );
      return performance.now() - startedAt;
    },
    kill: async () => {
      running().child.kill('SIGKILL');
      await running().ended;
    },
    terminate: async () => {
      const askedAt = performance.now();
      running().child.kill('SIGTERM');
      const ended = await running().ended;
      return { ...ended, tookMs: performance.now() - askedAt };
    },
    isRunning: () => run !== null && !run.hasEnded(),
    pid: () => running().child.pid ?? Number.NaN,
    output: () => running().output(),
  };
}

/** Starts it once and waits for its end, for starts that are meant to fail. */
export function runToEnd(directory: string, environment: Readonly<Record<string, string>>): Promise<Ended> {
  return launch(directory, environment).ended;
}

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  hasEnded(): boolean;
  output(): string;
}

/** With nothing of our own environment but the path, so that a variable of the machine never decides a test. */
function launch(directory: string, environment: Readonly<Record<string, string>>): Run {
  const child = spawn(process.execPath, [ENTRY], {
    cwd: directory,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-1_000_000);
    });
  }
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode, output }));
  return { child, ended, hasEnded: () => child.exitCode !== null || child.signalCode !== null, output: () => output };
}
