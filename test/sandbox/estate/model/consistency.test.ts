import { describe, expect, it } from 'vitest';
import { logLines } from '../../../../src/sandbox/estate/model/logs.ts';
import { dayMs, hourMs, minuteMs } from '../../../../src/sandbox/estate/model/time.ts';
import { estateUnderTest, startMs } from '../estate-under-test.ts';

const prometheusPod = 'prometheus-kube-prometheus-stack-prometheus-0';
const uploads = 'increase(thanos_shipper_uploads_total{cluster="cluster-02"}[3h])';
const failures = 'sum(increase(thanos_objstore_bucket_operation_failures_total{cluster="cluster-02",operation="upload"}[1h]))';

describe('sandbox/estate/model', () => {
  it('starts healthy: seven stores, nothing firing but the watchdog, a bucket of 140 GiB', async () => {
    const { estate, ask } = await estateUnderTest();
    const state = estate.control.state();
    expect(state.stores.map((store) => store.health)).toEqual(Array.from({ length: 7 }, () => 'ok'));
    expect(new Set(state.alerts.map((alert) => alert.name))).toEqual(new Set(['Watchdog']));
    expect(state.clusters.map((cluster) => cluster.words)).toEqual(['healthy', 'healthy', 'healthy', 'healthy']);
    expect(await ask('sum(thanos_store_nodes_grpc_connections)')).toEqual([{ metric: {}, value: 7 }]);
    expect(Math.round(estate.runtime.model.blocks.sizeBytes / 1024 ** 3)).toBe(140);
  });

  it('starts in its steady state: the bucket goes on growing as it has grown, without a jump', async () => {
    const { estate, pass } = await estateUnderTest();
    const { blocks } = estate.runtime.model;
    const startBytes = blocks.sizeBytes;
    for (let day = 1; day <= 14; day += 1) await pass(dayMs, dayMs);
    const sizes = Array.from({ length: 29 }, (_, day) => blocks.usedBytesAt(startMs + (day - 14) * dayMs) / startBytes);
    expect(Math.min(...sizes)).toBeGreaterThan(0.85);
    expect(Math.max(...sizes)).toBeLessThan(1.2);
    expect(blocks.usedBytesAt(startMs - 60 * dayMs) / startBytes).toBeLessThan(0.85);
  });

  it('keeps retention: no unmarked block ended longer ago than its resolution allows', async () => {
    const { estate } = await estateUnderTest();
    const { model } = estate.runtime;
    const { retentionMs } = model.compactorSettings();
    const overdue = model.blocks
      .all()
      .filter((block) => block.markedMs === undefined && startMs - block.maxTimeMs > retentionMs[block.resolution] + 6 * hourMs);
    expect(overdue).toEqual([]);
    expect(new Set(model.blocks.all().map((block) => block.resolution))).toEqual(new Set([0, 300_000, 3_600_000]));
  });

  it('tells one story about stopped uploads: metric, log, bucket and alert agree, and mending uploads what waited', async () => {
    const { estate, pass, ask, nowMs } = await estateUnderTest();
    const { model } = estate.runtime;
    const fault = estate.control.break({ kind: 'uploads-stopped', cluster: 'cluster-02' });
    const newest = (): number =>
      Math.max(
        ...model.blocks
          .all()
          .filter((block) => block.labels['cluster'] === 'cluster-02')
          .map((block) => block.maxTimeMs),
      );
    const before = newest();
    await pass(4 * hourMs, 30 * minuteMs);
    expect((await ask(uploads))[0]?.value).toBe(0);
    expect((await ask(failures))[0]?.value).toBeGreaterThan(100);
    expect(newest()).toBe(before);
    const cluster = model.cluster('cluster-02');
    const pod = cluster?.pod(prometheusPod);
    if (cluster === undefined || pod === undefined) throw new Error('cluster-02 has lost its pod');
    const lines = logLines(model, cluster, pod, 'thanos-sidecar', { fromMs: nowMs() - 5 * minuteMs, toMs: nowMs() });
    expect(lines.at(-1)?.text).toMatch(/level=warn err="upload \w{26}: .*Access Denied\." uploaded=0/);
    expect(estate.control.state().alerts).toContainEqual(expect.objectContaining({ name: 'ThanosSidecarNoUpload', cluster: 'cluster-02' }));
    estate.control.mend(fault.id);
    await pass(10 * minuteMs);
    expect(newest()).toBeGreaterThan(before);
    expect(estate.control.state().alerts.map((alert) => alert.name)).not.toContain('ThanosSidecarNoUpload');
  });

  it('drops a cut-off cluster from the stores after five minutes and warns until then', async () => {
    const { estate, pass } = await estateUnderTest();
    estate.control.break({ kind: 'cluster-cut', cluster: 'cluster-03', mode: 'refuse' });
    await pass(2 * minuteMs);
    const answer = await (await fetch(`${estate.urls.thanosQuery}/api/v1/query?query=up`)).text();
    expect(answer).toContain('"warnings":["receive series from Addr: 192.168.101.212:10901');
    const stores = await (await fetch(`${estate.urls.thanosQuery}/api/v1/stores`)).text();
    expect(stores).toContain('connection refused');
    expect(stores).toContain('"maxTime":9223372036854775807');
    await pass(4 * minuteMs);
    expect(estate.control.state().stores).toHaveLength(6);
  });

  it('halts the compactor over two clusters with the same labels, until the labels differ and it is restarted', async () => {
    const { estate, pass, ask } = await estateUnderTest();
    estate.control.break({ kind: 'same-labels', cluster: 'cluster-03', target: 'cluster-02' });
    await pass(5 * hourMs, hourMs);
    expect((await ask('thanos_compact_halted'))[0]?.value).toBe(1);
    expect(estate.control.state().compactor.words).toBe('halted');
  });

  it('rolls a new image out in seconds and crash-loops Query 0.38 on the flag that was removed', async () => {
    const { estate, pass } = await estateUnderTest();
    const { central } = estate.runtime.model;
    const deployment = central.objects.get('apps/deployments', 'monitoring', 'thanos-query');
    if (deployment === undefined) throw new Error('there is no thanos-query');
    const upgraded: typeof deployment = JSON.parse(JSON.stringify(deployment).replaceAll('thanos:v0.37.2', 'thanos:v0.38.0'));
    central.objects.put('apps/deployments', upgraded, startMs);
    await pass(minuteMs, 5_000);
    const phases = estate.control
      .state()
      .clusters[0]?.pods.filter((pod) => pod.workload === 'thanos-query')
      .map((pod) => pod.phase);
    expect(phases?.sort()).toEqual(['crashing', 'ready']);
  });

  it('loses data for ever when the bucket is away for longer than Prometheus keeps its blocks', async () => {
    const { estate, pass } = await estateUnderTest();
    const fault = estate.control.break({ kind: 's3-down', mode: '503' });
    await pass(14 * hourMs, 2 * hourMs);
    estate.control.mend(fault.id);
    await pass(10 * minuteMs);
    const stream = estate.runtime.model.streamOf('cluster-02', prometheusPod);
    expect(stream?.lost.count(startMs, startMs + 24 * hourMs)).toBeGreaterThan(0);
    expect(stream?.waiting).toEqual([]);
  });
});
