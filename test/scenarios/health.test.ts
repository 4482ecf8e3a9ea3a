import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/registry.ts';
import { readConfig, readEnvironment } from '../../src/config/load.ts';
import { createCheckRunner } from '../../src/digest/run.ts';
import type { HealthReport } from '../../src/model/health.ts';
import { hours, minutes } from '../../src/model/time.ts';
import type { Estate } from '../../src/sandbox/estate/options.ts';
import { startEstate } from '../../src/sandbox/estate/server.ts';
import { openUpstreams, type Upstreams } from '../../src/wiring/upstreams.ts';
import { NOW } from '../checks/config.ts';
import { memoryOf } from '../checks/context.ts';
import { silentLogger } from '../digest/world.ts';

const DAILY = CHECKS.filter((check) => check.cadence === 'daily');

describe('the daily round over a whole estate', () => {
  let now = NOW;
  let estate: Estate;
  let upstreams: Upstreams;
  let directory: string;
  let round: () => Promise<HealthReport>;

  beforeEach(async () => {
    now = NOW;
    directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-estate-'));
    estate = await startEstate({ clock: { now: () => now }, tickMs: 0 });
    const config = readConfig(configText(estate, directory), readEnvironment(s3Login(estate)));
    upstreams = openUpstreams(config);
    const clock = { now: () => now, after: () => () => undefined };
    const history = { of: async () => [] };
    const runner = createCheckRunner({
      config,
      ...upstreams,
      memory: memoryOf(),
      history,
      clock,
      logger: silentLogger(),
      newId: (prefix) => prefix,
    });
    round = () => runner.run({ checks: DAILY, deadlineMs: 15_000 });
  });

  afterEach(async () => {
    await upstreams.close();
    await estate.close();
    rmSync(directory, { recursive: true });
  });

  const passTime = async (durationMs: number) => {
    now += durationMs;
    await estate.control.advance();
  };
  const findings = ({ reports }: HealthReport) =>
    reports.filter((report) => report.status !== 'ok').map((report) => `${report.status} ${report.cluster} ${report.checkId}`);

  it('finds a healthy estate healthy, and has looked everywhere', async () => {
    const report = await round();

    expect(findings(report)).toEqual([]);
    expect(report.reports).toHaveLength(
      DAILY.filter((check) => check.scope === 'cluster').length * 4 + DAILY.filter((check) => check.scope === 'system').length,
    );
  });

  it('tells of stopped uploads in one cluster', async () => {
    estate.control.break({ kind: 'uploads-stopped', cluster: 'cluster-03' });
    await passTime(hours(4));

    const report = await round();

    expect(findings(report)).toEqual(
      expect.arrayContaining(['warning cluster-03 s3-upload', 'critical cluster-03 sidecar-bucket-failures']),
    );
    expect(findings(report).filter((finding) => finding.includes('cluster-02') || finding.includes('cluster-04'))).toEqual([]);
  });

  it('calls nothing fine in a cluster whose API server refuses us', async () => {
    estate.control.break({ kind: 'cluster-cut', cluster: 'cluster-02', mode: 'refuse' });
    await passTime(minutes(6));

    const { reports } = await round();

    expect(new Set(reports.filter((report) => report.cluster === 'cluster-02').map((report) => report.status))).toEqual(
      new Set(['unknown']),
    );
    expect(reports.find((report) => report.checkId === 'stores')).toMatchObject({
      status: 'critical',
      summary: { args: { missing: ['cluster-02 sidecar 0/1'] } },
    });
    expect(reports.find((report) => report.cluster === 'cluster-04' && report.checkId === 'pods')?.status).toBe('ok');
  });

  it('finds a full disk, a crashing pod and a halted compactor', async () => {
    estate.control.break({ kind: 'disk-full', cluster: 'cluster-02', percent: 93 });
    estate.control.break({
      kind: 'pod-crash',
      cluster: 'cluster-04',
      target: 'prometheus-kube-prometheus-stack-prometheus-0',
      sticky: true,
    });
    estate.control.break({ kind: 'compactor-halt' });
    await passTime(minutes(15));

    expect(findings(await round())).toEqual(
      expect.arrayContaining([
        'critical cluster-02 disk',
        'critical cluster-04 pods',
        'critical cluster-04 prometheus-up',
        'critical * compactor-halted',
      ]),
    );
  });
});

function s3Login({ credentials: { s3 } }: Estate): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: s3.accessKeyId, AWS_SECRET_ACCESS_KEY: s3.secretAccessKey, AWS_REGION: s3.region };
}

function configText(estate: Estate, directory: string): string {
  const nodes = ['192.168.101.194', '192.168.101.196', '192.168.101.197', '192.168.101.198'];
  const clusters = Object.keys(estate.urls.kubernetes).map((name, index) => {
    writeFileSync(join(directory, name), estate.kubeconfigFor(name));
    const stores = index === 0 ? '[{ type: sidecar, replicas: 2 }, { type: store }, { type: rule }]' : '[{ type: sidecar }]';
    const role = index === 0 ? 'central' : 'edge';
    return `  - { name: ${name}, role: ${role}, kubeconfig: ${join(directory, name)}, nodes: [{ address: ${nodes[index]} }], expectedStores: ${stores} }`;
  });
  return `
slack: { channels: { digest: C0DIGEST, incidents: C0INCIDENT } }
clusters:
${clusters.join('\n')}
thanos:
  cluster: cluster-01
  query: { service: "thanos-query:9090" }
  bucket: { endpoint: "${estate.urls.s3}", name: thanos-bucket, capacity: 200GiB }
escalation:
  team: { primary: { users: [U0PRIMARY] } }
  levels: [{ level: 1, notify: [primary], ackTimeout: 5m }]
`;
}
