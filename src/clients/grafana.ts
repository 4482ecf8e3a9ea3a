import { z } from 'zod';
import { say } from '../messages/say.ts';
import type { Secret } from '../model/secret.ts';
import type { Grafana } from '../ports.ts';
import type { HttpAnswer } from './http.ts';
import { expectSuccess } from './http-status.ts';
import { readJson } from './json-answer.ts';
import type { HttpEndpoint } from './service-proxy.ts';
import { upstreamError } from './upstream.ts';

/** Grafana writes this age for people who never came. Source: grafana pkg/services/user, lastSeenAt. */
const NEVER_BEFORE_MS = Date.UTC(2013, 0, 1);

const users = z.array(
  z.looseObject({
    login: z.string(),
    name: z.string().default(''),
    role: z.string().default(''),
    isDisabled: z.boolean().default(false),
    lastSeenAt: z.string().default(''),
  }),
);

/** Reads Grafana's HTTP API with a service account's token, or with the login in the endpoint's URL. */
export function createGrafana(endpoint: HttpEndpoint, token: Secret | null): Grafana {
  const headers = token === null || endpoint.isProxied ? {} : { authorization: `Bearer ${token.reveal()}` };
  const get = async (path: string, signal: AbortSignal): Promise<HttpAnswer> =>
    accepted(await endpoint.call({ method: 'GET', path, headers }, signal), endpoint, token);
  return {
    async users(signal) {
      const found = readJson(await get('/api/org/users', signal), users, endpoint.upstream);
      return found.map(({ login, name, role, isDisabled, lastSeenAt }) => ({
        login,
        name,
        role,
        isDisabled,
        lastSeenAt: seenAt(lastSeenAt),
      }));
    },
  };
}

function seenAt(text: string): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) || at < NEVER_BEFORE_MS ? null : at;
}

/**
 * Says what to configure: an API server's proxy keeps the `Authorization` header for itself, so no token gets through it. There
 * Grafana takes us for a stranger, whom it refuses with 401, or with 403 where strangers may look at dashboards.
 */
function accepted(answer: HttpAnswer, { isProxied, upstream }: HttpEndpoint, token: Secret | null): HttpAnswer {
  if (isProxied && isStatusObject(answer.body)) {
    // The API server itself refuses, so Grafana was never asked.
    return expectSuccess(answer, { ...upstream, system: 'kubernetes' });
  }
  if (answer.status !== 401 && !(isProxied && answer.status === 403)) {
    return answer;
  }
  const reason = isProxied
    ? say('reason.grafana-proxied')
    : token === null
      ? 'set GRAFANA_TOKEN, or a login in grafana.url'
      : 'it does not accept GRAFANA_TOKEN';
  throw upstreamError('unauthorized', upstream, { reason, httpStatus: answer.status });
}

/** What an API server says about its own refusals. */
const statusObject = z.looseObject({ kind: z.literal('Status'), apiVersion: z.literal('v1') });

function isStatusObject(body: string): boolean {
  try {
    return statusObject.safeParse(JSON.parse(body)).success;
  } catch {
    return false;
  }
}
