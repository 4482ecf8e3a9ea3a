import type { HttpRequest } from '../../src/clients/http.ts';
import type { HttpEndpoint } from '../../src/clients/service-proxy.ts';

/** An endpoint that answers every request with one body and keeps what it was asked. */
export function scriptedEndpoint(
  body: unknown,
  options: { readonly status?: number; readonly isProxied?: boolean; readonly system?: string } = {},
): { readonly endpoint: HttpEndpoint; readonly asked: HttpRequest[] } {
  const asked: HttpRequest[] = [];
  return {
    asked,
    endpoint: {
      upstream: { system: options.system ?? 'prometheus', cluster: 'cluster-01' },
      isProxied: options.isProxied ?? false,
      async call(request) {
        asked.push(request);
        return { status: options.status ?? 200, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
      },
    },
  };
}
