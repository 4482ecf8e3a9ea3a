import { describe, expect, it } from 'vitest';
import { createMetricsReader } from '../../src/clients/prometheus.ts';
import { patient } from './answering-server.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

/** Envelope of Prometheus 3.6 and Thanos 0.37, after their API documentation. */
const vector = (result: unknown, more: object = {}) => ({ status: 'success', data: { resultType: 'vector', result }, ...more });

describe('clients/prometheus', () => {
  it('reads samples with numbers that JSON cannot say', async () => {
    const values = ['1.5', 'NaN', '+Inf', '-Inf', '1e+06'];
    const { endpoint } = scriptedEndpoint(vector(values.map((value) => ({ metric: { pod: 'a' }, value: [1_795_000_000.123, value] }))));
    const { samples } = await createMetricsReader(endpoint).instant('x', patient());
    expect(samples.map(({ value }) => value)).toEqual([1.5, Number.NaN, Infinity, -Infinity, 1_000_000]);
    expect(samples[0]?.labels).toEqual({ pod: 'a' });
  });

  it('reads a scalar as one sample without labels', async () => {
    const { endpoint } = scriptedEndpoint({ status: 'success', data: { resultType: 'scalar', result: [1, '42'] } });
    expect((await createMetricsReader(endpoint).instant('42', patient())).samples).toEqual([{ labels: {}, value: 42 }]);
  });

  it('keeps warnings and infos beside the samples', async () => {
    const { endpoint } = scriptedEndpoint(vector([], { warnings: ['No StoreAPIs matched'], infos: ['metric might not be a counter'] }));
    expect(await createMetricsReader(endpoint).instant('x', patient())).toEqual({
      samples: [],
      warnings: ['No StoreAPIs matched', 'metric might not be a counter'],
    });
  });

  it('warns about native histograms instead of dropping them in silence', async () => {
    const { endpoint } = scriptedEndpoint(vector([{ metric: {}, histogram: [1, { count: '3', sum: '2' }] }]));
    expect(await createMetricsReader(endpoint).instant('x', patient())).toEqual({
      samples: [],
      warnings: ['1 native histogram series left out'],
    });
  });

  it('posts a query as a form with the time in seconds', async () => {
    const { endpoint, asked } = scriptedEndpoint(vector([]));
    await createMetricsReader(endpoint).instant('up{job="a"}', patient(), { at: 1_795_000_000_500 });
    expect(asked).toMatchObject([
      { method: 'POST', path: '/api/v1/query', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ]);
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({ query: 'up{job="a"}', time: '1795000000.5' });
  });

  it('gets a short query through an API server, where a POST needs a wider permission', async () => {
    const { endpoint, asked } = scriptedEndpoint(vector([]), { isProxied: true });
    await createMetricsReader(endpoint).instant('up', patient());
    await createMetricsReader(endpoint).instant(`up{a="${'x'.repeat(5_000)}"}`, patient());
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(asked[0]?.path).toBe('/api/v1/query?query=up');
  });

  it('gives a range the two minutes that Thanos Query gives it, and an instant the usual time', async () => {
    const answer = (resultType: string) => ({ status: 'success', data: { resultType, result: [] } });
    const range = scriptedEndpoint(answer('matrix'));
    const instant = scriptedEndpoint(answer('vector'));

    await createMetricsReader(range.endpoint).range('up', { startMs: 0, endMs: 60_000, stepMs: 60_000 }, patient());
    await createMetricsReader(instant.endpoint).instant('up', patient());

    expect([range.asked[0]?.deadlineMs, instant.asked[0]?.deadlineMs]).toEqual([120_000, undefined]);
  });

  it('reads a range with points in milliseconds', async () => {
    const result = [
      {
        metric: { cluster: 'c' },
        values: [
          [1_795_000_000, '1'],
          [1_795_000_060.5, 'NaN'],
        ],
      },
    ];
    const { endpoint, asked } = scriptedEndpoint({ status: 'success', data: { resultType: 'matrix', result } });
    const window = { startMs: 1_795_000_000_000, endMs: 1_795_000_120_000, stepMs: 60_000 };
    expect(await createMetricsReader(endpoint).range('up', window, patient())).toEqual({
      series: [
        {
          labels: { cluster: 'c' },
          points: [
            { at: 1_795_000_000_000, value: 1 },
            { at: 1_795_000_060_500, value: Number.NaN },
          ],
        },
      ],
      warnings: [],
    });
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      query: 'up',
      start: '1795000000',
      end: '1795000120',
      step: '60',
    });
  });

  it.each([
    ['an error of the query', { status: 'error', errorType: 'bad_data', error: 'parse error' }, 400, 'invalid'],
    ['an overloaded server', { status: 'error', errorType: 'timeout', error: 'query timed out' }, 503, 'unavailable'],
    ['an error with status 200', { status: 'error', error: 'odd' }, 200, 'bad-response'],
    ['a login page', '<html>Sign in</html>', 200, 'bad-response'],
    ['a range where an instant was asked for', { status: 'success', data: { resultType: 'matrix', result: [] } }, 200, 'bad-response'],
  ])('does not read %s as "no samples"', async (_, body, status, code) => {
    const { endpoint } = scriptedEndpoint(body, { status });
    await expect(createMetricsReader(endpoint).instant('x', patient())).rejects.toMatchObject({ code, details: { cluster: 'cluster-01' } });
  });
});
