import { describe, expect, it } from 'vitest';
import { evaluate as benchmark } from '../../src/checks/benchmark.ts';
import { evaluate as localRetention } from '../../src/checks/local-retention.ts';
import { osUpdates } from '../../src/checks/os-updates.ts';
import { type ResourceHistory, evaluate as trends } from '../../src/checks/resource-trends.ts';
import { evaluate as images } from '../../src/checks/security/images.ts';
import { evaluate as networkPolicies } from '../../src/checks/security/network-policies.ts';
import { evaluate as podStandards } from '../../src/checks/security/pod-standards.ts';
import { s3Key } from '../../src/checks/security/s3-key.ts';
import { evaluate as serviceAccounts } from '../../src/checks/security/service-accounts.ts';
import { say } from '../../src/messages/say.ts';
import { days, hours } from '../../src/model/time.ts';
import { parsePromql } from '../../src/sandbox/estate/promql/parse.ts';
import { evaluateContext, NOW, testConfig } from './config.ts';
import { checkContext, memoryOf, metricsFrom } from './context.ts';
import { told } from './told.ts';

describe('checks/local-retention', () => {
  it.each([
    ['6h', 'ok'],
    ['2h', 'warning'],
    ['1h', 'warning'],
    [null, 'ok'],
    ['forever', 'unknown'],
  ])('judges a retention of %s as %s', (retention, status) => {
    expect(localRetention({ retention, retentionSize: null }, evaluateContext()).status).toBe(status);
  });

  it('knows nothing without the resource', () => {
    expect(localRetention(null, evaluateContext()).status).toBe('unknown');
  });
});

describe('checks/resource-trends', () => {
  const week = (name: ResourceHistory['name'], first: number, last: number): ResourceHistory => ({
    name,
    source: 'promql',
    points: Array.from({ length: 84 }, (_, index) => ({ at: NOW - hours(2) * (83 - index), value: first + ((last - first) * index) / 83 })),
  });
  const calm = [week('cpu', 0.3, 0.3), week('disk', 0.5, 0.5), week('network', 1e6, 2e6)];

  it.each([
    ['steady', 0.5, 0.5, 'ok'],
    ['growing slowly', 0.5, 0.51, 'ok'],
    ['growing fast', 0.5, 0.7, 'warning'],
    ['already short', 0.89, 0.93, 'critical'],
  ])('judges memory that is %s', (_name, first, last, status) => {
    expect(trends([...calm, week('memory', first, last)]).status).toBe(status);
  });

  it('knows nothing of a resource without history', () => {
    expect(trends([...calm, { name: 'memory', source: 'promql', points: [] }])).toMatchObject({
      status: 'unknown',
      summary: { args: { resources: [say('evidence.resource-name', { name: 'memory' })] } },
    });
  });
});

describe('checks/os-updates', () => {
  it.each([
    [0, 'ok'],
    [3, 'warning'],
  ])('judges %i waiting security updates as %s', async (value, status) => {
    const thanos = metricsFrom({ apt_upgrades_pending: [{ labels: { instance: '192.168.101.196:9100' }, value }] });

    const verdict = await osUpdates.run(checkContext({ thanos }));

    expect(verdict.status).toBe(status);
    expect(verdict.evidence).toMatchObject([{ label: '192.168.101.196' }]);
    expect(thanos.asked.map((query) => typeof parsePromql(query))).toEqual(['object']);
  });
});

describe('checks/benchmark', () => {
  const timing = { name: '90 days', query: 'sum(up)', durationMs: 2_000, againMs: 400, series: 4, isPartial: false };

  it.each([
    ['quick', {}, 'ok'],
    ['slow', { durationMs: 6_000 }, 'warning'],
    ['very slow', { durationMs: 31_000 }, 'critical'],
    ['partial', { isPartial: true }, 'unknown'],
    ['empty', { series: 0 }, 'unknown'],
  ])('judges a %s query', (_name, change, status) => {
    expect(benchmark([timing, { ...timing, ...change }]).status).toBe(status);
  });

  it('tells the first run and the one right after it apart', () => {
    expect(told(benchmark([timing])).map(({ label, value }) => [label, value])).toEqual([
      ['90 days', 2],
      ['90 days, again', 0.4],
      ['90 days, series', 4],
    ]);
  });

  it('keeps the slowest time for the next quarter', () => {
    expect(benchmark([timing, { ...timing, durationMs: 4_500 }]).measure).toEqual({ value: 4.5, unit: 'seconds' });
  });
});

describe('checks/security', () => {
  it('names accounts that no pod runs as', () => {
    expect(serviceAccounts({ accounts: ['default', 'thanos-query', 'old'], used: ['thanos-query'] })).toMatchObject({
      status: 'warning',
      summary: { args: { names: ['old'] } },
    });
  });

  it('misses NetworkPolicies', () => {
    expect([networkPolicies(0).status, networkPolicies(2).status]).toEqual(['warning', 'ok']);
  });

  it.each([
    ['nothing', { enforced: null, warned: null }, 'warning'],
    ['a warning level', { enforced: null, warned: 'baseline' }, 'ok'],
    ['an enforced level', { enforced: 'restricted', warned: null }, 'ok'],
  ])('judges a namespace that sets %s', (_name, levels, status) => {
    expect(podStandards({ namespace: 'monitoring', ...levels }).status).toBe(status);
  });

  it.each([
    ['quay.io/thanos/thanos:v0.37.2', 'ok'],
    ['registry.lab:5000/thanos/thanos', 'warning'],
    ['grafana/grafana:latest', 'warning'],
    ['grafana/grafana@sha256:0000', 'ok'],
  ])('judges the image %s as %s', (image, status) => {
    expect(images([image]).status).toBe(status);
  });

  it('counts the age of the access key from when it was first seen', async () => {
    const config = { ...testConfig(), environment: { ...testConfig().environment, awsAccessKeyId: 'AKIA1' } };
    const memory = memoryOf();

    expect((await s3Key.run(checkContext({ config, memory }))).status).toBe('ok');
    expect((await s3Key.run(checkContext({ config, memory, now: NOW + days(91) }))).status).toBe('warning');
    expect((await s3Key.run(checkContext({ memory }))).status).toBe('unknown');
  });
});
