import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAlertmanager } from '../../src/clients/alertmanager.ts';
import { openEndpoint } from '../../src/clients/service-proxy.ts';
import { hours } from '../../src/model/time.ts';
import type { Alertmanager } from '../../src/ports.ts';
import { type Peer, until } from './peers/process.ts';
import { startAlertmanager } from './peers/prometheus.ts';

const { ALERTMANAGER: binary } = process.env;
const signal = AbortSignal.timeout(150_000);

describe.skipIf(!binary)('clients/alertmanager with a real Alertmanager (needs ALERTMANAGER)', () => {
  let server: Peer;
  let alertmanager: Alertmanager;
  const now = Date.now();
  const wanted = {
    matchers: [
      { name: 'alertname', value: 'ThanosCompactHalted', isRegex: false, isEqual: true },
      { name: 'cluster', value: 'cluster-0[12]', isRegex: true, isEqual: true },
      { name: 'severity', value: 'none', isRegex: false, isEqual: false },
    ],
    startsAt: now,
    endsAt: now + hours(2),
    createdBy: 'U0PRIMARY',
    comment: '점검 중 <!channel>',
  };

  beforeAll(async () => {
    server = await startAlertmanager(binary ?? '', { url: 'http://127.0.0.1:1/', token: 'x' });
    alertmanager = createAlertmanager(
      openEndpoint({ kind: 'url', url: server.url }, { upstream: { system: 'alertmanager' }, connections: new Map() }),
    );
    const fire = (labels: Record<string, string>) => ({
      labels,
      annotations: { summary: 'halted' },
      startsAt: '2026-01-02T03:04:05.678Z',
      endsAt: new Date(now + hours(1)).toISOString(),
      generatorURL: 'http://prometheus/graph',
    });
    const body = JSON.stringify([
      fire({ alertname: 'ThanosCompactHalted', cluster: 'cluster-02', severity: 'critical' }),
      fire({ alertname: 'Watchdog', severity: 'none' }),
    ]);
    const { ok } = await fetch(`${server.url}/api/v2/alerts`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(ok).toBe(true);
    await until(async () => (await alertmanager.alerts(signal)).every(({ state }) => state === 'active'));
  });
  afterAll(async () => {
    await server?.stop();
  });

  const halted = async () => (await alertmanager.alerts(signal)).find(({ labels }) => labels['alertname'] === 'ThanosCompactHalted');
  const silenceOf = async (id: string) => (await alertmanager.silences(signal)).find((silence) => silence.id === id);

  it('reads alerts with labels, annotations and the start as it was told', async () => {
    const found = await alertmanager.alerts(signal);

    expect(found).toHaveLength(2);
    expect(await halted()).toEqual({
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      labels: { alertname: 'ThanosCompactHalted', cluster: 'cluster-02', severity: 'critical' },
      annotations: { summary: 'halted' },
      startsAt: '2026-01-02T03:04:05.678Z',
      state: 'active',
      silencedBy: [],
      inhibitedBy: [],
      generatorUrl: 'http://prometheus/graph',
    });
  });

  it('creates a silence, and the alert it matches is suppressed by it', async () => {
    const id = await alertmanager.createSilence(wanted, signal);

    expect(await silenceOf(id)).toEqual({ ...wanted, id, state: 'active', startsAt: expect.any(Number) });
    await until(async () => (await halted())?.state === 'suppressed');
    expect(await halted()).toMatchObject({ silencedBy: [id], inhibitedBy: [] });
    await alertmanager.expireSilence(id, signal);
    await until(async () => (await halted())?.state === 'active');
  });

  it('prolongs a pending silence under its id', async () => {
    const pending = { ...wanted, startsAt: now + hours(1) };
    const id = await alertmanager.createSilence(pending, signal);

    expect(await alertmanager.createSilence({ ...pending, id, endsAt: now + hours(8) }, signal)).toBe(id);
    expect(await silenceOf(id)).toMatchObject({ state: 'pending', endsAt: now + hours(8) });
    await alertmanager.expireSilence(id, signal);
  });

  // It keeps the start to the nanosecond, tells it to the millisecond, and replaces a silence whose start seems to have changed.
  it('prolongs an active silence under an id of its own choice', async () => {
    const id = await alertmanager.createSilence(wanted, signal);
    const { startsAt = 0 } = (await silenceOf(id)) ?? {};

    const prolonged = await alertmanager.createSilence({ ...wanted, id, startsAt, endsAt: now + hours(8) }, signal);

    expect(await silenceOf(prolonged)).toMatchObject({ state: 'active', endsAt: now + hours(8) });
    expect((await alertmanager.silences(signal)).filter(({ state }) => state === 'active')).toHaveLength(1);
    await alertmanager.expireSilence(prolonged, signal);
  });

  it('gets a new id for a silence whose matchers changed, and the old one expires', async () => {
    const id = await alertmanager.createSilence(wanted, signal);

    const changed = await alertmanager.createSilence({ ...wanted, id, matchers: wanted.matchers.slice(0, 1) }, signal);

    expect(changed).not.toBe(id);
    expect([(await silenceOf(id))?.state, (await silenceOf(changed))?.state]).toEqual(['expired', 'active']);
    await alertmanager.expireSilence(changed, signal);
  });

  it('shows a silence of the future as pending and an expired one as expired', async () => {
    const id = await alertmanager.createSilence({ ...wanted, startsAt: now + hours(1) }, signal);
    expect((await silenceOf(id))?.state).toBe('pending');

    await alertmanager.expireSilence(id, signal);

    expect((await silenceOf(id))?.state).toBe('expired');
  });

  it('expires a silence twice without complaint', async () => {
    const id = await alertmanager.createSilence(wanted, signal);
    await alertmanager.expireSilence(id, signal);

    await expect(alertmanager.expireSilence(id, signal)).resolves.toBeUndefined();
  });

  it('says that a silence does not exist', async () => {
    const id = '00000000-0000-4000-8000-000000000000';

    await expect(alertmanager.expireSilence(id, signal)).rejects.toMatchObject({ code: 'not-found' });
    await expect(alertmanager.createSilence({ ...wanted, id }, signal)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('passes on why a silence is refused', async () => {
    await expect(alertmanager.createSilence({ ...wanted, endsAt: now - hours(1) }, signal)).rejects.toMatchObject({
      code: 'invalid',
      details: { httpStatus: 400, reason: expect.stringMatching(/end time|past|start time/) },
    });
  });

  it('says that a stopped server gives no answer in time', async () => {
    const hasty = createAlertmanager(
      openEndpoint({ kind: 'url', url: server.url }, { upstream: { system: 'alertmanager' }, connections: new Map(), deadlineMs: 500 }),
    );
    server.process.kill('SIGSTOP');
    await until(() => readFileSync(`/proc/${server.process.pid}/stat`, 'utf8').includes(') T '));
    try {
      await expect(hasty.alerts(signal)).rejects.toMatchObject({ code: 'timeout' });
    } finally {
      server.process.kill('SIGCONT');
    }
  });
});
