import { describe, expect, it } from 'vitest';
import { createGrafana } from '../../src/clients/grafana.ts';
import type { HttpAnswer, HttpRequest } from '../../src/clients/http.ts';
import { Secret } from '../../src/model/secret.ts';

// Answer of Grafana 12, docs: developers/http_api/org, "Get all users within the current organization"; shortened.
const USERS = JSON.stringify([
  {
    orgId: 1,
    userId: 1,
    login: 'admin',
    email: 'admin@localhost',
    name: '',
    role: 'Admin',
    lastSeenAt: '2026-11-20T08:00:00Z',
    isDisabled: false,
  },
  { orgId: 1, userId: 2, login: 'new', email: 'new@localhost', name: 'New', role: 'Viewer', lastSeenAt: '2012-01-01T00:00:00Z' },
]);

function endpoint(answer: Partial<HttpAnswer>, isProxied = false) {
  const requests: HttpRequest[] = [];
  const call = async (request: HttpRequest): Promise<HttpAnswer> => {
    requests.push(request);
    return { status: 200, headers: {}, body: USERS, ...answer };
  };
  return { requests, upstream: { system: 'grafana' }, isProxied, call };
}

const signal = new AbortController().signal;

describe('clients/grafana', () => {
  it('reads who may log in, and that somebody never did', async () => {
    const grafana = endpoint({});

    expect(await createGrafana(grafana, new Secret('glsa_x')).users(signal)).toEqual([
      { login: 'admin', name: '', role: 'Admin', isDisabled: false, lastSeenAt: Date.UTC(2026, 10, 20, 8) },
      { login: 'new', name: 'New', role: 'Viewer', isDisabled: false, lastSeenAt: null },
    ]);
    expect(grafana.requests[0]?.headers).toEqual({ authorization: 'Bearer glsa_x' });
  });

  it('says that no token gets through the proxy of an API server, and sends none', async () => {
    const grafana = endpoint({ status: 401, body: '{"message":"Unauthorized"}' }, true);

    await expect(createGrafana(grafana, new Secret('glsa_x')).users(signal)).rejects.toThrow('no token gets through');
    expect(grafana.requests[0]?.headers).toEqual({});
  });

  it('takes a stranger being let in only half way for the same', async () => {
    const grafana = endpoint({ status: 403, body: '{"message":"You will need additional permissions"}' }, true);

    await expect(createGrafana(grafana, null).users(signal)).rejects.toMatchObject({
      code: 'unauthorized',
      details: { system: 'grafana' },
    });
  });

  it('does not blame Grafana for what the API server itself refuses', async () => {
    const body = JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message: 'Unauthorized', code: 401 });

    await expect(createGrafana(endpoint({ status: 401, body }, true), null).users(signal)).rejects.toMatchObject({
      code: 'unauthorized',
      details: { system: 'kubernetes' },
    });
  });

  it('asks for a token where there is none', async () => {
    await expect(createGrafana(endpoint({ status: 401, body: '{}' }), null).users(signal)).rejects.toThrow('GRAFANA_TOKEN');
  });
});
