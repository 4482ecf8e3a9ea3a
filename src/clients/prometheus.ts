import { z } from 'zod';
import type { QueryAnswer, RangeAnswer, Sample, Series } from '../model/metrics.ts';
import { minutes } from '../model/time.ts';
import type { MetricsReader } from '../ports.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { readJson } from './json-answer.ts';
import type { HttpEndpoint } from './service-proxy.ts';
import { upstreamError } from './upstream.ts';

/** Prometheus writes numbers as text, with `NaN`, `+Inf` and `-Inf` for what JSON cannot say. */
const number = z.string().transform((text) => (/^[+-]?Inf$/.test(text) ? Number(text.replace('Inf', 'Infinity')) : Number(text)));
const point = z.tuple([z.number(), number]);
const labels = z.record(z.string(), z.string());
const notes = z.array(z.string()).nullish();

const answer = z.looseObject({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.looseObject({
      resultType: z.literal('vector'),
      result: z.array(z.looseObject({ metric: labels, value: point.optional() })).nullable(),
    }),
    z.looseObject({ resultType: z.literal('scalar'), result: point }),
    z.looseObject({
      resultType: z.literal('matrix'),
      result: z.array(z.looseObject({ metric: labels, values: z.array(point).default([]) })).nullable(),
    }),
  ]),
  warnings: notes,
  infos: notes,
});

type Answer = z.output<typeof answer>;

/** Request parameters that this kind of server understands besides those of Prometheus. */
export interface Dialect {
  readonly instant: Readonly<Record<string, string>>;
  readonly range: Readonly<Record<string, string>>;
}

const PROMETHEUS: Dialect = { instant: {}, range: {} };

/** Reads one server that speaks the HTTP API of Prometheus. */
export function createMetricsReader(endpoint: HttpEndpoint, dialect: Dialect = PROMETHEUS): MetricsReader {
  return {
    async instant(query, signal, options = {}) {
      const form = { query, ...dialect.instant, ...(options.at === undefined ? {} : { time: seconds(options.at) }) };
      return readInstant(readJson(await ask(endpoint, '/api/v1/query', form, signal), answer, endpoint.upstream), endpoint);
    },
    async range(query, window, signal) {
      const form = {
        query,
        ...dialect.range,
        start: seconds(window.startMs),
        end: seconds(window.endMs),
        step: seconds(window.stepMs),
      };
      const found = await ask(endpoint, '/api/v1/query_range', form, signal, { deadlineMs: RANGE_DEADLINE_MS });
      return readRange(readJson(found, answer, endpoint.upstream), endpoint);
    },
  };
}

/** Months of many series take their time; Thanos Query itself gives up after two minutes. Source: its flag --query.timeout. */
const RANGE_DEADLINE_MS = minutes(2);

/** Longest form that is sent in the address of a GET. */
const LONGEST_ADDRESS = 4_096;

/**
 * Long queries do not fit an address, so they are posted. Through an API server short ones are got: there a POST needs the
 * permission `create` on the Service's proxy, which would also open the write APIs behind it.
 */
async function ask(
  endpoint: HttpEndpoint,
  path: string,
  form: Record<string, string>,
  signal: AbortSignal,
  limit: Pick<HttpRequest, 'deadlineMs'> = {},
): Promise<HttpAnswer> {
  const body = new URLSearchParams(form).toString();
  return endpoint.isProxied && body.length <= LONGEST_ADDRESS
    ? await endpoint.call({ ...limit, method: 'GET', path: `${path}?${body}` }, signal)
    : await endpoint.call(
        { ...limit, method: 'POST', path, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body },
        signal,
      );
}

const seconds = (ms: number): string => String(ms / 1_000);

function readInstant({ data, warnings, infos }: Answer, endpoint: HttpEndpoint): QueryAnswer {
  if (data.resultType === 'matrix') {
    throw upstreamError('bad-response', endpoint.upstream, { reason: 'it answered an instant query with a range' });
  }
  const kept = [...(warnings ?? []), ...(infos ?? [])];
  if (data.resultType === 'scalar') {
    return { samples: [{ labels: {}, value: data.result[1] }], warnings: kept };
  }
  const rows = data.result ?? [];
  const samples: Sample[] = rows.flatMap(({ metric, value }) => (value === undefined ? [] : [{ labels: metric, value: value[1] }]));
  // A native histogram has no single value; saying so keeps a smaller answer from looking whole.
  const left = rows.length - samples.length;
  return { samples, warnings: left === 0 ? kept : [...kept, `${left} native histogram series left out`] };
}

function readRange({ data, warnings, infos }: Answer, endpoint: HttpEndpoint): RangeAnswer {
  if (data.resultType !== 'matrix') {
    throw upstreamError('bad-response', endpoint.upstream, { reason: 'it answered a range query with an instant' });
  }
  const series: Series[] = (data.result ?? []).map(({ metric, values }) => ({
    labels: metric,
    points: values.map(([at, value]) => ({ at: Math.round(at * 1_000), value })),
  }));
  return { series, warnings: [...(warnings ?? []), ...(infos ?? [])] };
}
