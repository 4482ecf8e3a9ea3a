import { describe, expect, it } from 'vitest';
import { type HttpTarget, sendRequest } from '../../src/clients/http.ts';
import { answeringServer, closedAddress, patient } from './answering-server.ts';

const target = (baseUrl: string, changes: Partial<HttpTarget> = {}): HttpTarget => ({
  upstream: { system: 'prometheus', cluster: 'cluster-02' },
  baseUrl,
  headers: {},
  deadlineMs: 5_000,
  maxBytes: 1_000,
  ...changes,
});
const get = { method: 'GET', path: '/x' } as const;

describe('clients/http', () => {
  it('returns status, headers and body whatever the status', async () => {
    const { url } = await answeringServer((_, response) => response.writeHead(418, { 'X-Kind': 'teapot' }).end('short and stout'));
    const answer = await sendRequest(target(url), get, patient());
    expect(answer).toMatchObject({ status: 418, body: 'short and stout', headers: { 'x-kind': 'teapot' } });
  });

  it('gives up on a server that accepts and never answers', async () => {
    const { url } = await answeringServer(() => undefined);
    await expect(sendRequest(target(url, { deadlineMs: 40 }), get, patient())).rejects.toMatchObject({
      code: 'timeout',
      message: 'prometheus of cluster-02: no answer within 0.04 s',
      details: { retryable: true },
    });
  });

  it('waits for one request as long as that asks for', async () => {
    const { url } = await answeringServer((_, response) => setTimeout(() => response.end('late'), 80));
    await expect(sendRequest(target(url, { deadlineMs: 20 }), { ...get, deadlineMs: 5_000 }, patient())).resolves.toMatchObject({
      body: 'late',
    });
  });

  it('gives up on an answer that stops half way', async () => {
    const { url } = await answeringServer((_, response) => response.writeHead(200).write('{"status":'));
    await expect(sendRequest(target(url, { deadlineMs: 60 }), get, patient())).rejects.toMatchObject({ code: 'timeout' });
  });

  it('says that the caller gave up when the caller did', async () => {
    const { url } = await answeringServer(() => undefined);
    await expect(sendRequest(target(url), get, AbortSignal.abort())).rejects.toMatchObject({
      code: 'timeout',
      details: { reason: 'given up, the deadline of the caller passed' },
    });
  });

  it('says that a connection was refused', async () => {
    await expect(sendRequest(target(await closedAddress()), get, patient())).rejects.toMatchObject({
      code: 'unreachable',
      details: { reason: 'connection refused', retryable: true },
    });
  });

  it('says that a connection was cut', async () => {
    const { url } = await answeringServer((_, response) => response.destroy());
    await expect(sendRequest(target(url), get, patient())).rejects.toMatchObject({
      code: 'unreachable',
      details: { reason: 'the connection broke before the answer was complete' },
    });
  });

  it('refuses an answer beyond the size limit', async () => {
    const { url } = await answeringServer((_, response) => response.end('x'.repeat(5_000)));
    await expect(sendRequest(target(url), get, patient())).rejects.toMatchObject({
      code: 'bad-response',
      details: { reason: 'its answer is larger than 1000 bytes', retryable: false },
    });
  });

  it('does not carry credentials to where a redirect points', async () => {
    const other = await answeringServer((_, response) => response.end('stolen'));
    const { url } = await answeringServer((_, response) => response.writeHead(302, { location: other.url }).end());
    const answer = await sendRequest(target(url, { headers: { authorization: 'Bearer t' } }), get, patient());
    expect(answer.status).toBe(302);
    expect(other.seen).toEqual([]);
  });
});
