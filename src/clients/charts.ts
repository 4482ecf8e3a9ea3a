import { Worker } from 'node:worker_threads';
import QuickChart from 'quickchart-js';
import { z } from 'zod';
import type { DurationMs } from '../model/time.ts';
import type { ChartRenderer, Logger } from '../ports.ts';
import { chartBackground, chartConfig } from './chart-config.ts';
import { oneLine, upstreamError } from './upstream.ts';

const UPSTREAM = { system: 'charts' };

const SIZE = { width: 800, height: 400, pixelRatio: 2 } as const;

const started = z.object({ url: z.string(), hasHangul: z.boolean() });

export interface ChartOptions {
  /** Base address of a self-hosted QuickChart; absent means our own renderer, started with the first chart. */
  readonly rendererUrl?: string | undefined;
  readonly deadlineMs?: DurationMs;
}

/** Draws charts. @throws UpstreamError when the renderer fails or is late. */
export function createChartRenderer(log: Logger, options: ChartOptions = {}): ChartRenderer & { close(): Promise<void> } {
  const deadlineMs = options.deadlineMs ?? 15_000;
  const own = options.rendererUrl === undefined ? new OwnRenderer(log) : null;
  return {
    async render(chart, theme) {
      const draw = async (): Promise<Buffer> => {
        const { protocol, host, pathname } = new URL(own === null ? (options.rendererUrl ?? '') : await own.url());
        const client = new Client()
          .setScheme(protocol.replace(':', ''))
          .setHost(`${host}${pathname.replace(/\/+$/, '')}`)
          .setVersion('4')
          // As text, because the client would otherwise write a JavaScript literal for the renderer to run.
          .setConfig(JSON.stringify(chartConfig(chart, theme)))
          .setWidth(SIZE.width)
          .setHeight(SIZE.height)
          .setDevicePixelRatio(SIZE.pixelRatio)
          .setBackgroundColor(chartBackground(theme));
        return await client.toBinary();
      };
      return await withDeadline(draw(), deadlineMs);
    },
    close: async () => await own?.close(),
  };
}

/** The package's types describe its CommonJS build; as a module, its default export is the class. */
const Client = QuickChart as unknown as typeof QuickChart.default;

/** Our renderer in a thread of its own; a thread that died is replaced with the next chart. */
class OwnRenderer {
  readonly #log: Logger;
  #worker: Worker | null = null;
  #url: Promise<string> | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  async url(): Promise<string> {
    this.#url ??= this.#start();
    return await this.#url;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  async #start(): Promise<string> {
    const worker = new Worker(new URL('./chart-worker.ts', import.meta.url));
    // An idle renderer must not keep the process from ending.
    worker.unref();
    this.#worker = worker;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    worker.once('message', (message: unknown) => {
      const { url, hasHangul } = started.parse(message);
      if (!hasHangul) {
        this.#log.warn({}, 'no font with hangul is installed, korean text in charts will be drawn as boxes');
      }
      resolve(url);
    });
    worker.on('error', reject);
    worker.once('exit', () => {
      this.#worker = null;
      this.#url = null;
      reject(new Error('the renderer ended'));
    });
    return await promise;
  }
}

/** The client of QuickChart knows no deadline and cannot be cancelled; a late answer is dropped. */
async function withDeadline(drawing: Promise<Buffer>, deadlineMs: DurationMs): Promise<Uint8Array> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(upstreamError('timeout', UPSTREAM, { reason: `no picture within ${deadlineMs / 1_000} s` })),
    deadlineMs,
  );
  try {
    return await Promise.race([drawing, promise]);
  } catch (failure) {
    if (failure instanceof Error && failure.name === 'UpstreamError') {
      throw failure;
    }
    const message = failure instanceof Error ? failure.message : String(failure);
    throw upstreamError('unavailable', UPSTREAM, { reason: oneLine(message), cause: failure });
  } finally {
    clearTimeout(timer);
  }
}
