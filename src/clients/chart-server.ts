import type { ChartConfiguration } from 'chart.js';
import fastify from 'fastify';
import { z } from 'zod';
import { drawChart } from './chart-drawing.ts';

export interface ChartServer {
  /** Base address on the loopback interface. */
  readonly url: string;
  close(): Promise<void>;
}

/** The part of QuickChart's `POST /chart` that its client sends. `chart` is JSON here, never code. */
const order = z.object({
  chart: z.string(),
  width: z.int().min(50).max(2_000).default(500),
  height: z.int().min(50).max(2_000).default(300),
  devicePixelRatio: z.number().min(1).max(3).default(1),
  backgroundColor: z.string().default('#ffffff'),
});

const chart = z.looseObject({ type: z.enum(['line', 'bar']), data: z.looseObject({}) });

/** Starts a renderer that speaks QuickChart's protocol on a free port of the loopback interface, so that no figure leaves the machine. */
export async function startChartServer(): Promise<ChartServer> {
  const server = fastify({ logger: false, bodyLimit: 4 * 1_024 * 1_024 });
  server.post('/chart', async (request, reply) => {
    const wanted = order.safeParse(request.body);
    const config = wanted.success ? readChart(wanted.data.chart) : null;
    if (!wanted.success || config === null) {
      return await reply.code(400).header('x-quickchart-error', 'not a chart').send();
    }
    const { width, height, devicePixelRatio, backgroundColor } = wanted.data;
    const image = drawChart({ config, width, height, pixelRatio: devicePixelRatio, background: backgroundColor });
    return await reply.type('image/png').send(image);
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return { url, close: () => server.close() };
}

function readChart(text: string): ChartConfiguration | null {
  try {
    const parsed = chart.safeParse(JSON.parse(text));
    // Beyond type and data, chart.js takes any options it does not know in silence.
    return parsed.success ? (parsed.data as unknown as ChartConfiguration) : null;
  } catch {
    return null;
  }
}
