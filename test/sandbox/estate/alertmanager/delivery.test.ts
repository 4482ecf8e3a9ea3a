import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { minuteMs } from '../../../../src/sandbox/estate/model/time.ts';
import { type EstateUnderTest, estateUnderTest } from '../estate-under-test.ts';

interface Delivery {
  readonly authorization: string | undefined;
  readonly body: { status: string; groupKey: string; alerts: { status: string; labels: Record<string, string>; fingerprint: string }[] };
}

/** A webhook receiver that answers with the given statuses in turn, then with 200. */
async function receiver(statuses: number[] = []): Promise<{ url: string; deliveries: Delivery[] }> {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: unknown) => {
      text += String(chunk);
    });
    request.on('end', () => {
      deliveries.push({ authorization: request.headers.authorization, body: JSON.parse(text) });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port }: AddressInfo = addressOf(server.address());
  return { url: `http://127.0.0.1:${port}/webhooks/alertmanager`, deliveries };
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the receiver does not listen');
  return address;
}

async function silence(subject: EstateUnderTest, alertname: string, minutes: number): Promise<string> {
  const response = await fetch(`${subject.estate.urls.alertmanager['cluster-02']}/api/v2/silences`, {
    method: 'POST',
    body: JSON.stringify({
      matchers: [{ name: 'alertname', value: alertname, isRegex: false, isEqual: true }],
      startsAt: new Date(subject.nowMs()).toISOString(),
      endsAt: new Date(subject.nowMs() + minutes * minuteMs).toISOString(),
      createdBy: 'test',
      comment: 'test',
    }),
  });
  return response.text();
}

describe('sandbox/estate/alertmanager', () => {
  it('waits for the group, delivers with the bearer token, and tells when it is over', async () => {
    const subject = await estateUnderTest();
    const { url, deliveries } = await receiver();
    subject.estate.control.setWebhook({ url, token: 's3cret' });
    const fault = subject.estate.control.break({
      kind: 'alert',
      cluster: 'cluster-02',
      target: 'DiskOnFire',
      labels: { severity: 'warning' },
    });
    await subject.pass(20_000, 10_000);
    expect(deliveries).toEqual([]);
    await subject.pass(2 * minuteMs, 10_000);
    expect(deliveries.map((delivery) => [delivery.authorization, delivery.body.status])).toEqual([['Bearer s3cret', 'firing']]);
    expect(deliveries[0]?.body.groupKey).toBe('{}:{alertname="DiskOnFire", cluster="cluster-02", severity="warning"}');
    subject.estate.control.mend(fault.id);
    await subject.pass(6 * minuteMs, 30_000);
    expect(deliveries.map((delivery) => delivery.body.status)).toEqual(['firing', 'resolved']);
    await subject.pass(10 * minuteMs, 30_000);
    expect(deliveries).toHaveLength(2);
  });

  it('tries again within seconds after 5xx and only at the next group interval after 4xx', async () => {
    const subject = await estateUnderTest();
    const { url, deliveries } = await receiver([503, 503, 400]);
    subject.estate.control.setWebhook({ url });
    subject.estate.control.break({ kind: 'alert', cluster: 'cluster-02', target: 'DiskOnFire' });
    await subject.pass(2 * minuteMs, 1_000);
    expect(deliveries).toHaveLength(3);
    await subject.pass(2 * minuteMs, 5_000);
    expect(deliveries).toHaveLength(3);
    await subject.pass(3 * minuteMs, 5_000);
    expect(deliveries).toHaveLength(4);
  });

  it('keeps even the resolved message to itself while a silence holds', async () => {
    const subject = await estateUnderTest();
    const { url, deliveries } = await receiver();
    subject.estate.control.setWebhook({ url });
    const fault = subject.estate.control.break({ kind: 'alert', cluster: 'cluster-02', target: 'DiskOnFire' });
    await subject.pass(2 * minuteMs, 10_000);
    expect(await silence(subject, 'DiskOnFire', 60)).toMatch(/"silenceID":"[0-9a-f-]{36}"/);
    subject.estate.control.mend(fault.id);
    await subject.pass(15 * minuteMs, 30_000);
    expect(deliveries.map((delivery) => delivery.body.status)).toEqual(['firing']);
  });

  it('fires the alert of a crashing pod from the metrics of the model', async () => {
    const subject = await estateUnderTest();
    const { url, deliveries } = await receiver();
    subject.estate.control.setWebhook({ url });
    subject.estate.control.break({ kind: 'pod-crash', cluster: 'cluster-01', target: 'thanos-store-0' });
    await subject.pass(5 * minuteMs, 30_000);
    const labels = deliveries.flatMap((delivery) => delivery.body.alerts.map((alert) => alert.labels));
    expect(labels).toContainEqual(
      expect.objectContaining({
        alertname: 'KubePodCrashLooping',
        cluster: 'cluster-01',
        pod: 'thanos-store-0',
        container: 'thanos-store',
      }),
    );
  });

  it.each([
    [{ matchers: [] }, 422],
    [{ matchers: [{ name: 'a', value: 'b' }], startsAt: '2020-01-01T00:00:00Z', endsAt: '2020-01-02T00:00:00Z' }, 400],
    [{ id: 'nobody', matchers: [{ name: 'a', value: 'b' }], startsAt: '2026-01-01T00:00:00Z', endsAt: '2027-01-02T00:00:00Z' }, 404],
  ])('refuses the silence %j with %i', async (body, status) => {
    const subject = await estateUnderTest();
    const response = await fetch(`${subject.estate.urls.alertmanager['cluster-02']}/api/v2/silences`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(status);
  });
});
