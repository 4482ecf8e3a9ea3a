import { describe, expect, it, onTestFinished } from 'vitest';
import { chartConfig } from '../../src/clients/chart-config.ts';
import { createChartRenderer } from '../../src/clients/charts.ts';
import type { Chart } from '../../src/model/message.ts';
import type { Logger } from '../../src/ports.ts';
import { answeringServer } from './answering-server.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const chart: Chart = {
  title: 'S3 사용량',
  type: 'line',
  labels: ['11-20', '11-21', '11-22'],
  series: [{ name: 'thanos-bucket', values: [2 ** 30, null, 3 * 2 ** 30] }],
  unit: 'bytes',
};

/** Width and height from a PNG's header. */
function sizeOf(png: Uint8Array): readonly [number, number] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('clients/charts', () => {
  it('draws a PNG on this machine and draws again in the same renderer', async () => {
    const renderer = createChartRenderer(quiet);
    onTestFinished(() => renderer.close());
    const light = await renderer.render(chart, 'light');
    const dark = await renderer.render(chart, 'dark');
    expect(Buffer.from(light.subarray(1, 4)).toString()).toBe('PNG');
    expect(sizeOf(light)).toEqual([1_600, 800]);
    expect(Buffer.compare(light, dark)).not.toBe(0);
  });

  it('asks a self-hosted QuickChart with JSON, not code', async () => {
    const server = await answeringServer((_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('png'));
    const renderer = createChartRenderer(quiet, { rendererUrl: `${server.url}/charts/` });
    expect(Buffer.from(await renderer.render(chart, 'light')).toString()).toBe('png');
    expect(server.seen).toMatchObject([{ method: 'POST', url: '/charts/chart' }]);
    const order = JSON.parse(server.seen[0]?.body ?? '');
    expect(JSON.parse(order.chart)).toMatchObject({ type: 'line', data: { labels: chart.labels } });
  });

  it('says that the renderer failed', async () => {
    const server = await answeringServer((_, response) => response.writeHead(400, { 'x-quickchart-error': 'no such type' }).end());
    const renderer = createChartRenderer(quiet, { rendererUrl: server.url });
    await expect(renderer.render(chart, 'light')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('charts: Chart creation failed with status code 400'),
    });
  });

  it('does not wait for a renderer that hangs', async () => {
    const server = await answeringServer(() => undefined);
    const renderer = createChartRenderer(quiet, { rendererUrl: server.url, deadlineMs: 40 });
    await expect(renderer.render(chart, 'light')).rejects.toMatchObject({ code: 'timeout' });
  });
});

describe('clients/chart-config', () => {
  const valuesOf = (unit: string, values: Chart['series'][number]['values']) =>
    chartConfig({ ...chart, unit, series: [{ name: 'a', values }] }, 'light');

  it.each([
    ['bytes', [2 ** 30, 3 * 2 ** 30], [1, 3], 'GiB'],
    ['bytes', [0, 512], [0, 512], 'B'],
    ['ratio', [0.5, 0.25], [50, 25], '%'],
    ['count', [3, 4], [3, 4], 'count'],
  ])('shows %s %j as %j %s', (unit, values, shown, label) => {
    expect(valuesOf(unit, values)).toMatchObject({
      data: { datasets: [{ data: shown }] },
      options: { scales: { y: { title: { text: label } } } },
    });
  });

  it('leaves gaps where there is no number', () => {
    expect(valuesOf('count', [1, null, Number.NaN, 2])).toMatchObject({
      data: { datasets: [{ data: [1, null, null, 2], spanGaps: false }] },
    });
  });

  it('is plain JSON', () => {
    const config = chartConfig(chart, 'dark');
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });
});
