/** Why another system did not answer, as our own clients tell it; what the system itself said stays in its words. */
export const reasons = {
  'reason.api-server-silent': (): string => 'the API server does not answer',
  'reason.refused': (): string => 'connection refused',
  'reason.timed-out': (): string => 'the connection timed out',
  'reason.broken': (): string => 'the connection broke before the answer was complete',
  'reason.no-such-host': (): string => 'host name not found',
  'reason.no-route': (): string => 'no route to the host',
  'reason.untrusted': (): string => 'its certificate is not trusted',
  'reason.expired-certificate': (): string => 'its certificate has expired',
  'reason.foreign-certificate': (): string => 'its certificate is for another host name',
  'reason.no-tls': (): string => 'it does not speak TLS',
  'reason.rejected-certificate': (): string => 'it rejected our client certificate',
  'reason.no-answer': (a: { withinMs: number }): string => `no answer within ${a.withinMs / 1_000} s`,
  'reason.given-up': (): string => 'given up, the deadline of the caller passed',
  'reason.grafana-proxied': (): string =>
    "no token gets through the API server's proxy, which keeps the Authorization header for itself; set grafana.url instead of grafana.service",
  'reason.unfinished': (a: { afterMs: number }): string => `not finished after ${a.afterMs / 1_000} s`,
  'reason.command-cut-off': (): string => 'the connection closed before the command had finished',
  'reason.not-mounted': (a: { pod: string }): string => `no container of ${a.pod} runs that has it mounted`,
  'reason.not-in-df': (a: { path: string }): string => `df shows nothing mounted at ${a.path}`,
};
