import { CoreV1Api, createConfiguration, ResponseContext, ServerConfiguration, wrapHttpLibrary } from '@kubernetes/client-node';
import { UpstreamError } from '../model/errors.ts';
import type { HttpRequest } from './http.ts';
import { expectSuccess } from './http-status.ts';
import type { ClusterConnection } from './kube-config.ts';
import { oneLine, type Upstream, upstreamError } from './upstream.ts';

/**
 * The typed core API over our own connection, so that its calls get the pool, the deadline and the errors of all others.
 *
 * @param signal ends every call made with the returned API.
 */
export function coreApi(connection: ClusterConnection, upstream: Upstream, signal: AbortSignal): CoreV1Api {
  const httpApi = wrapHttpLibrary({
    async send(context) {
      // The typed API insists on an absolute address; the connection knows the real one.
      const { pathname, search } = new URL(context.getUrl());
      const body = context.getBody();
      const request: HttpRequest = {
        method: methodOf(context.getHttpMethod()),
        path: `${pathname}${search}`,
        headers: context.getHeaders(),
        ...(typeof body === 'string' ? { body } : {}),
      };
      const answer = expectSuccess(await connection.call(request, signal), upstream);
      return new ResponseContext(answer.status, answer.headers, {
        text: async () => answer.body,
        binary: async () => Buffer.from(answer.body),
        stream: () => null,
      });
    },
  });
  return new CoreV1Api(createConfiguration({ baseServer: new ServerConfiguration('http://api-server', {}), httpApi }));
}

/** Turns what the typed API throws over an unreadable answer into our error. */
export async function asUpstream<Value>(call: Promise<Value>, upstream: Upstream): Promise<Value> {
  try {
    return await call;
  } catch (failure) {
    if (failure instanceof UpstreamError) {
      throw failure;
    }
    const message = failure instanceof Error ? failure.message : String(failure);
    throw upstreamError('bad-response', upstream, { reason: oneLine(`its answer cannot be read: ${message}`), cause: failure });
  }
}

function methodOf(method: string): HttpRequest['method'] {
  switch (method) {
    case 'GET':
    case 'POST':
    case 'PUT':
    case 'PATCH':
    case 'DELETE':
      return method;
    default:
      throw new TypeError(`no call uses ${method}`);
  }
}
