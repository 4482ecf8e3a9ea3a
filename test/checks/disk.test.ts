import { describe, expect, it } from 'vitest';
import { disk, evaluate, type FileSystem } from '../../src/checks/disk.ts';
import { plain } from '../../src/messages/wording.ts';
import { checkContext, clusterAccess, deadMetrics, metricsFrom } from './context.ts';

const system = (usedBytes: number, node = '192.168.101.196', mount = '/'): FileSystem => ({
  node,
  mount,
  sizeBytes: 100,
  usedBytes,
  source: 'promql',
});

describe('checks/disk', () => {
  it.each([
    ['under the limit', 79, 'ok'],
    ['at 80 %', 80, 'warning'],
    ['at 90 %', 90, 'critical'],
  ])('judges a disk %s', (_name, used, status) => {
    expect(evaluate({ fileSystems: [system(used)], silentNodes: [] })).toMatchObject({ status, measure: { value: used / 100 } });
  });

  it('names the fullest file system', () => {
    const verdict = evaluate({ fileSystems: [system(40), system(85, '192.168.101.197', '/var/lib/longhorn')], silentNodes: [] });

    expect(verdict.summary.args).toMatchObject({ node: '192.168.101.197', mount: '/var/lib/longhorn', ratio: 0.85 });
  });

  it('is not fine while a node reports nothing', () => {
    expect(evaluate({ fileSystems: [system(40)], silentNodes: ['192.168.101.198'] }).status).toBe('unknown');
  });

  it('stays critical while a node reports nothing', () => {
    expect(evaluate({ fileSystems: [system(95)], silentNodes: ['192.168.101.198'] }).status).toBe('critical');
  });

  it('knows nothing without figures', () => {
    expect(evaluate({ fileSystems: [], silentNodes: [] }).status).toBe('unknown');
  });

  it.each([
    ['any', { fileSystems: [], silentNodes: ['192.168.101.198'] }],
    ['one', { fileSystems: [system(40)], silentNodes: ['192.168.101.198'] }],
  ])('says how to get the figures of %s node that reports nothing', (_name, facts) => {
    const said = plain('en', evaluate(facts).summary);

    expect(said).toContain('No disk figures from 192.168.101.198: have Prometheus scrape node-exporter there, or give the node `ssh`');
  });
});

const labels = { instance: '192.168.101.196:9100', mountpoint: '/' };
const exporter = metricsFrom({
  node_filesystem_size_bytes: [{ labels, value: 1_000 }],
  node_filesystem_avail_bytes: [{ labels, value: 250 }],
});
const node = (shell: null | { diskUse: () => Promise<readonly { mount: string; sizeBytes: number; usedBytes: number }[]> }) => [
  { address: '192.168.101.196', shell },
];

describe('checks/disk gathering', () => {
  it('measures nodes through node-exporter', async () => {
    const cluster = clusterAccess('cluster-02', { nodes: node(null) });

    expect(await disk.run(checkContext({ cluster, thanos: exporter }))).toMatchObject({ status: 'ok', measure: { value: 0.75 } });
  });

  it('prefers the shell of a node that has one', async () => {
    const rows = [
      { mount: '/', sizeBytes: 100, usedBytes: 91 },
      { mount: '/boot', sizeBytes: 100, usedBytes: 99 },
    ];
    const cluster = clusterAccess('cluster-02', { nodes: node({ diskUse: () => Promise.resolve(rows) }) });

    expect(await disk.run(checkContext({ cluster, thanos: exporter }))).toMatchObject({
      status: 'critical',
      evidence: [{ label: '192.168.101.196 /' }],
    });
  });

  it('falls back to node-exporter when the shell does not answer', async () => {
    const cluster = clusterAccess('cluster-02', { nodes: node({ diskUse: () => Promise.reject(new Error('refused')) }) });

    expect((await disk.run(checkContext({ cluster, thanos: exporter }))).status).toBe('ok');
  });

  it('fails with the reason when nobody can say', async () => {
    const cluster = clusterAccess('cluster-02', { nodes: node(null) });

    await expect(disk.run(checkContext({ cluster, thanos: deadMetrics }))).rejects.toThrow('connection refused');
  });
});
