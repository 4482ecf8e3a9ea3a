import { z } from 'zod';
import type { StoreEndpoint } from '../model/metrics.ts';
import type { EpochMs } from '../model/time.ts';
import type { ThanosQuery } from '../ports.ts';
import { readJson } from './json-answer.ts';
import { createMetricsReader, type Dialect } from './prometheus.ts';
import type { HttpEndpoint } from './service-proxy.ts';

/**
 * Partial answers are asked for, because half of the truth with a warning beats an error. Ranges may use downsampled blocks:
 * raw ones are gone after the raw retention.
 */
const DIALECT: Dialect = {
  instant: { dedup: 'true', partial_response: 'true' },
  range: { dedup: 'true', partial_response: 'true', max_source_resolution: 'auto' },
};

const store = z.looseObject({
  name: z.string(),
  lastCheck: z.string().nullish(),
  lastError: z.unknown(),
  labelSets: z.array(z.record(z.string(), z.string())).nullish(),
  minTime: z.number(),
  maxTime: z.number(),
});

const answer = z.looseObject({ status: z.literal('success'), data: z.record(z.string(), z.array(store).nullable()) });

/** Reads Thanos Query: metrics of all clusters and its list of endpoints. */
export function createThanosQuery(endpoint: HttpEndpoint): ThanosQuery {
  return {
    ...createMetricsReader(endpoint, DIALECT),
    async stores(signal) {
      const { data } = readJson(await endpoint.call({ method: 'GET', path: '/api/v1/stores' }, signal), answer, endpoint.upstream);
      return Object.entries(data).flatMap(([type, stores]) => (stores ?? []).map((found) => readStore(type, found)));
    },
  };
}

function readStore(type: string, found: z.output<typeof store>): StoreEndpoint {
  return {
    type,
    address: found.name,
    lastCheck: instant(found.lastCheck),
    lastError: errorText(found.lastError),
    labelSets: (found.labelSets ?? []).map(withoutOwnLabels).filter((set) => Object.keys(set).length > 0),
    minTime: bounded(found.minTime),
    maxTime: bounded(found.maxTime),
  };
}

/** The furthest instant that a date can hold. Thanos writes the limits of int64 for "open", which lie beyond it. */
const FURTHEST_MS = 8.64e15;

function bounded(at: number): EpochMs | null {
  return Math.abs(at) > FURTHEST_MS ? null : at;
}

/** Go's zero time stands for "never". */
function instant(text: string | null | undefined): EpochMs | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) || text?.startsWith('0001-') === true ? null : at;
}

function errorText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') {
    return null;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function withoutOwnLabels(set: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(set).filter(([name]) => !name.startsWith('@')));
}
