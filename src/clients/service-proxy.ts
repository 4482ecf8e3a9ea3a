import type { Endpoint } from '../model/cluster.ts';
import type { DurationMs } from '../model/time.ts';
import { type HttpCall, MAX_ANSWER_BYTES, sendRequest } from './http.ts';
import type { ClusterConnection } from './kube-config.ts';
import { type Upstream, upstreamError } from './upstream.ts';

/** An HTTP API of one Service or URL. */
export interface HttpEndpoint {
  readonly upstream: Upstream;
  /** Paths are those of the API itself, e.g. `/api/v1/query`. */
  readonly call: HttpCall;
  /** Reached through an API server, where each HTTP method needs its own permission (`get`, `create`, …). */
  readonly isProxied: boolean;
}

export interface EndpointOptions {
  readonly upstream: Upstream;
  readonly connections: ReadonlyMap<string, ClusterConnection>;
  /** For `url` endpoints; a `service` has the deadline of its cluster's connection. */
  readonly deadlineMs?: DurationMs;
  readonly maxBytes?: number;
}

/**
 * Opens an endpoint: a `url` directly, a `service` through the proxy of its cluster's API server.
 *
 * The proxy consumes the `Authorization` header for itself, so an API behind it cannot be given one.
 */
export function openEndpoint(endpoint: Endpoint, options: EndpointOptions): HttpEndpoint {
  return endpoint.kind === 'url' ? direct(endpoint.url, options) : proxied(endpoint, options);
}

function direct(address: string, options: EndpointOptions): HttpEndpoint {
  const url = new URL(address);
  const login = url.username === '' ? null : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const target = {
    upstream: options.upstream,
    baseUrl: `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`,
    headers: login === null ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
    deadlineMs: options.deadlineMs ?? 10_000,
    maxBytes: options.maxBytes ?? MAX_ANSWER_BYTES,
  };
  return { upstream: options.upstream, isProxied: false, call: (request, signal) => sendRequest(target, request, signal) };
}

function proxied(endpoint: Extract<Endpoint, { kind: 'service' }>, options: EndpointOptions): HttpEndpoint {
  const prefix = `/api/v1/namespaces/${endpoint.namespace}/services/${endpoint.service}/proxy`;
  return {
    upstream: options.upstream,
    isProxied: true,
    call: async (request, signal) => {
      const connection = options.connections.get(endpoint.cluster);
      if (connection === undefined) {
        throw upstreamError('invalid', options.upstream, { reason: `no cluster "${endpoint.cluster}" is configured` });
      }
      return await connection.call({ ...request, path: `${prefix}${request.path}` }, signal);
    },
  };
}
