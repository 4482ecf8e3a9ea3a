import { describe, expect, it } from 'vitest';
import { createThanosQuery } from '../../src/clients/thanos-query.ts';
import { patient } from './answering-server.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

/** `GET /api/v1/stores` as Thanos v0.37.2 writes it: the limits of int64 are bare numbers. Written after its source. */
const STORES = `{"status":"success","data":{
  "sidecar":[
    {"name":"192.168.101.214:10901","lastCheck":"2026-11-22T07:54:27.001908576Z","lastError":null,
     "labelSets":[{"cluster":"cluster-01","prometheus_replica":"prometheus-0"}],
     "minTime":-62167219200000,"maxTime":9223372036854775807},
    {"name":"192.168.101.196:10901","lastCheck":"0001-01-01T00:00:00Z","lastError":"rpc error: code = Unavailable",
     "labelSets":[],"minTime":1795000000000,"maxTime":9223372036854775807}],
  "store":[
    {"name":"thanos-store:10901","lastCheck":"2026-11-22T07:54:27Z","lastError":null,
     "labelSets":[{"cluster":"cluster-01"},{"@thanos_compatibility_store_type":"store"}],
     "minTime":9223372036854775807,"maxTime":-9223372036854775808}],
  "rule":null}}`;

describe('clients/thanos-query', () => {
  it('reads endpoints, open ends and failures, and leaves out the labels of Thanos itself', async () => {
    const { endpoint } = scriptedEndpoint(STORES, { system: 'thanos-query' });
    expect(await createThanosQuery(endpoint).stores(patient())).toEqual([
      {
        type: 'sidecar',
        address: '192.168.101.214:10901',
        lastCheck: Date.UTC(2026, 10, 22, 7, 54, 27, 1),
        lastError: null,
        labelSets: [{ cluster: 'cluster-01', prometheus_replica: 'prometheus-0' }],
        minTime: -62_167_219_200_000,
        maxTime: null,
      },
      {
        type: 'sidecar',
        address: '192.168.101.196:10901',
        lastCheck: null,
        lastError: 'rpc error: code = Unavailable',
        labelSets: [],
        minTime: 1_795_000_000_000,
        maxTime: null,
      },
      {
        type: 'store',
        address: 'thanos-store:10901',
        lastCheck: Date.UTC(2026, 10, 22, 7, 54, 27),
        lastError: null,
        labelSets: [{ cluster: 'cluster-01' }],
        minTime: null,
        maxTime: null,
      },
    ]);
  });

  it('does not read an answer without data as "no endpoints"', async () => {
    const { endpoint } = scriptedEndpoint({ status: 'success' });
    await expect(createThanosQuery(endpoint).stores(patient())).rejects.toMatchObject({ code: 'bad-response' });
  });

  it('asks for partial answers without duplicates and keeps the warning of a missing store', async () => {
    const body = {
      status: 'success',
      data: { resultType: 'vector', result: null },
      warnings: ['receive series from 192.168.101.196:10901: unavailable'],
    };
    const { endpoint, asked } = scriptedEndpoint(body);
    expect(await createThanosQuery(endpoint).instant('up', patient())).toEqual({ samples: [], warnings: body.warnings });
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({ query: 'up', dedup: 'true', partial_response: 'true' });
  });

  it('lets ranges use downsampled blocks', async () => {
    const { endpoint, asked } = scriptedEndpoint({ status: 'success', data: { resultType: 'matrix', result: [] } });
    await createThanosQuery(endpoint).range('up', { startMs: 0, endMs: 60_000, stepMs: 30_000 }, patient());
    expect(new URLSearchParams(asked[0]?.body).get('max_source_resolution')).toBe('auto');
  });
});
