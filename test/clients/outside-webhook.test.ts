import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutsideCaller } from '../../src/clients/outside-webhook.ts';

const CALL = {
  id: 'inc-1:page:2:0',
  incident: 'inc-1',
  status: 'triggered',
  severity: 'critical',
  cluster: 'cluster-01',
  title: 'PrometheusTargetDown',
  summary: 'node-exporter is down',
  level: 3,
  openedAt: '2026-11-22T00:00:00Z',
  link: null,
} as const;

describe('clients/outside-webhook', () => {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });

  it('hands over the facts and an id by which repetitions are known', async () => {
    const scope = nock('https://support.example', { reqheaders: { 'idempotency-key': CALL.id } })
      .post('/escalate', { ...CALL })
      .reply(202);

    expect(await createOutsideCaller().call('https://support.example/escalate', CALL)).toEqual({ kind: 'taken' });
    expect(scope.isDone()).toBe(true);
  });

  it.each([
    [500, {}, { kind: 'retry', reason: 'answered 500', afterMs: null }],
    [429, { 'retry-after': '7' }, { kind: 'retry', reason: 'answered 429', afterMs: 7_000 }],
    [404, {}, { kind: 'refused', reason: 'answered 404' }],
    [302, { location: 'https://elsewhere.example' }, { kind: 'refused', reason: 'answered 302' }],
  ])('reads an answer of %i', async (status, headers, expected) => {
    nock('https://support.example').post('/escalate').reply(status, '', headers);

    expect(await createOutsideCaller().call('https://support.example/escalate', CALL)).toEqual(expected);
  });

  it('tries again when nobody answers', async () => {
    nock('https://support.example')
      .post('/escalate')
      .replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));

    expect(await createOutsideCaller().call('https://support.example/escalate', CALL)).toMatchObject({ kind: 'retry' });
  });
});
