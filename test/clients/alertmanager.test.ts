import { describe, expect, it } from 'vitest';
import { createAlertmanager } from '../../src/clients/alertmanager.ts';
import { patient } from './answering-server.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

/** One entry of `GET /api/v2/alerts`, Alertmanager 0.28.1, shortened. */
const alert = {
  annotations: { summary: 'x' },
  endsAt: '2026-11-22T08:00:00.000Z',
  fingerprint: 'da77bfcf24201250',
  receivers: [{ name: 'bot' }],
  startsAt: '2026-11-22T07:54:27.001908576Z',
  status: { inhibitedBy: [], mutedBy: [], silencedBy: ['s-1'], state: 'suppressed' },
  updatedAt: '2026-11-22T07:54:27.001Z',
  generatorURL: 'http://prom/graph',
  labels: { alertname: 'ThanosSidecarNoUpload', cluster: 'cluster-02' },
};

/** One entry of `GET /api/v2/silences`, Alertmanager 0.28.1. */
const silence = {
  id: 's-1',
  status: { state: 'active' },
  updatedAt: '2026-11-22T07:00:00.000Z',
  comment: 'maintenance',
  createdBy: 'U0LEAD',
  startsAt: '2026-11-22T07:00:00.000Z',
  endsAt: '2026-11-22T09:00:00.000Z',
  matchers: [{ isEqual: true, isRegex: false, name: 'cluster', value: 'cluster-02' }],
};

describe('clients/alertmanager', () => {
  it('reads alerts, the silenced ones too, with the start as it was written', async () => {
    const { endpoint, asked } = scriptedEndpoint([alert]);
    expect(await createAlertmanager(endpoint).alerts(patient())).toEqual([
      {
        fingerprint: 'da77bfcf24201250',
        labels: alert.labels,
        annotations: { summary: 'x' },
        startsAt: '2026-11-22T07:54:27.001908576Z',
        state: 'suppressed',
        silencedBy: ['s-1'],
        inhibitedBy: [],
        generatorUrl: 'http://prom/graph',
      },
    ]);
    expect(asked[0]?.path).toBe('/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true');
  });

  it('reads silences', async () => {
    const { endpoint } = scriptedEndpoint([silence]);
    expect(await createAlertmanager(endpoint).silences(patient())).toEqual([
      {
        id: 's-1',
        state: 'active',
        matchers: [{ name: 'cluster', value: 'cluster-02', isRegex: false, isEqual: true }],
        startsAt: Date.UTC(2026, 10, 22, 7),
        endsAt: Date.UTC(2026, 10, 22, 9),
        createdBy: 'U0LEAD',
        comment: 'maintenance',
      },
    ]);
  });

  it('returns the id that Alertmanager gave a silence, also when one was changed', async () => {
    const { endpoint, asked } = scriptedEndpoint({ silenceID: 's-2' });
    const wanted = { matchers: silence.matchers, startsAt: 0, endsAt: 3_600_000, createdBy: 'U1', comment: 'c' };
    expect(await createAlertmanager(endpoint).createSilence({ ...wanted, id: 's-1' }, patient())).toBe('s-2');
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      ...wanted,
      id: 's-1',
      startsAt: '1970-01-01T00:00:00.000Z',
      endsAt: '1970-01-01T01:00:00.000Z',
    });
  });

  it('expires a silence and takes the empty answer for success', async () => {
    const { endpoint, asked } = scriptedEndpoint('');
    await createAlertmanager(endpoint).expireSilence('a/b', patient());
    expect(asked).toEqual([{ method: 'DELETE', path: '/api/v2/silence/a%2Fb' }]);
  });

  /** Bodies of Alertmanager 0.25.0, which has no other status for them. */
  it('takes a silence that expired before for expired, and an unknown one for not found', async () => {
    const expired = scriptedEndpoint('"silence 1f8e already expired"', { status: 500 });
    await expect(createAlertmanager(expired.endpoint).expireSilence('1f8e', patient())).resolves.toBeUndefined();
    const unknown = scriptedEndpoint('"silence not found"', { status: 500 });
    await expect(createAlertmanager(unknown.endpoint).expireSilence('1f8e', patient())).rejects.toMatchObject({ code: 'not-found' });
    const broken = scriptedEndpoint('"disk full"', { status: 500 });
    await expect(createAlertmanager(broken.endpoint).expireSilence('1f8e', patient())).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('carries the words of a refusal', async () => {
    const { endpoint } = scriptedEndpoint('"end time must not be in the past"', { status: 400, system: 'alertmanager' });
    const wanted = { matchers: [], startsAt: 0, endsAt: 1, createdBy: 'U1', comment: 'c' };
    await expect(createAlertmanager(endpoint).createSilence(wanted, patient())).rejects.toMatchObject({
      code: 'invalid',
      message: 'alertmanager of cluster-01: answered 400: end time must not be in the past',
    });
  });

  it('does not read an error object as "no alerts"', async () => {
    const { endpoint } = scriptedEndpoint({ code: 500, message: 'x' });
    await expect(createAlertmanager(endpoint).alerts(patient())).rejects.toMatchObject({ code: 'bad-response' });
  });
});
