import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { HttpMethod, KubeConfig, RequestContext } from '@kubernetes/client-node';
import type { Dispatcher } from 'undici';
import { WebSocket } from 'ws';
import { UpstreamError } from '../model/errors.ts';
import type { DurationMs } from '../model/time.ts';
import { type Deadline, startDeadline, within } from './deadline.ts';
import { type HttpCall, MAX_ANSWER_BYTES, sendRequest } from './http.ts';
import { networkFailure } from './network-failure.ts';
import { oneLine, type Upstream, upstreamError } from './upstream.ts';

/** How one cluster's API server is found and signed in to. */
export interface ClusterLogin {
  readonly name: string;
  /** Path of a kubeconfig; absent means the service account of the pod we run in. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/** An authorised way to the API server of one cluster. Nothing is read or opened before the first call. */
export interface ClusterConnection {
  readonly name: string;
  /** Paths are those of the Kubernetes API, e.g. `/api/v1/namespaces`. */
  readonly call: HttpCall;
  /** How long one call may take. */
  readonly deadlineMs: DurationMs;
  /** Begins to open a WebSocket; whoever asked for it hears of it and ends it. @throws UpstreamError without a usable kubeconfig. */
  openSocket(path: string, protocols: readonly string[], signal: AbortSignal): Promise<WebSocket>;
  close(): Promise<void>;
}

const CLUSTER_DEADLINE_MS = 10_000;

const MAX_FRAME_BYTES = 1_024 * 1_024;

export function connectCluster(
  login: ClusterLogin,
  limits: { readonly deadlineMs?: DurationMs; readonly maxBytes?: number } = {},
): ClusterConnection {
  const upstream = { system: 'kubernetes', cluster: login.name };
  const session = openSession(login, upstream);
  const deadlineMs = limits.deadlineMs ?? CLUSTER_DEADLINE_MS;
  return {
    name: login.name,
    deadlineMs,
    call: async (request, signal) => {
      const target = await signIn(session, upstream, startDeadline(deadlineMs, signal));
      return await sendRequest({ upstream, ...target, deadlineMs, maxBytes: limits.maxBytes ?? MAX_ANSWER_BYTES }, request, signal);
    },
    openSocket: async (path, protocols, signal) => {
      const { baseUrl, headers, tls } = await signIn(session, upstream, startDeadline(deadlineMs, signal));
      return new WebSocket(`${baseUrl.replace(/^http/, 'ws')}${path}`, [...protocols], {
        ...tls,
        headers: { ...headers },
        handshakeTimeout: deadlineMs,
        maxPayload: MAX_FRAME_BYTES,
        perMessageDeflate: false,
      });
    },
    close: () => session.close(),
  };
}

/** A kubeconfig may name a command that fetches the credentials, and that command may hang. */
async function signIn(session: Session, upstream: Upstream, deadline: Deadline): Promise<Target> {
  try {
    return await within(session.target(), deadline);
  } catch (failure) {
    throw !(failure instanceof UpstreamError) && deadline.hasPassed()
      ? upstreamError('timeout', upstream, { reason: `signing in took longer than ${deadline.durationMs / 1_000} s` })
      : networkFailure(failure, upstream, deadline);
  }
}

interface Target {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly dispatcher?: Dispatcher;
  /** What a WebSocket needs, which does not go through the pool. */
  readonly tls: Pick<RequestOptions, 'agent' | 'ca' | 'cert' | 'key' | 'servername' | 'rejectUnauthorized'>;
}

interface Session {
  target(): Promise<Target>;
  close(): Promise<void>;
}

/**
 * Keeps the loaded kubeconfig until its file changes, and one connection pool until the TLS material changes: left to itself, the
 * Kubernetes client opens a new TLS connection for each request.
 */
function openSession(login: ClusterLogin, upstream: Upstream): Session {
  let loaded: { readonly config: KubeConfig; readonly changedAt: number } | null = null;
  let signingIn: Promise<Target> | null = null;
  let pool: { readonly dispatcher: Dispatcher | undefined; readonly fingerprint: string } | null = null;

  async function current(): Promise<KubeConfig> {
    const changedAt = login.kubeconfig === undefined ? 0 : (await stat(login.kubeconfig)).mtimeMs;
    if (loaded === null || loaded.changedAt !== changedAt) {
      loaded = { config: loadKubeConfig(login), changedAt };
    }
    return loaded.config;
  }

  async function poolFor(config: KubeConfig, options: RequestOptions): Promise<Dispatcher | undefined> {
    const fingerprint = fingerprintOf(config, options);
    if (pool?.fingerprint !== fingerprint) {
      const stale = pool?.dispatcher;
      const context = new RequestContext(config.getCurrentCluster()?.server ?? '', HttpMethod.GET);
      await config.applySecurityAuthentication(context);
      pool = { dispatcher: context.getDispatcher(), fingerprint };
      // Requests that are under way on the old connections may finish.
      stale?.close().catch(() => undefined);
    }
    return pool.dispatcher;
  }

  async function open(): Promise<Target> {
    try {
      const config = await current();
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      const dispatcher = await poolFor(config, options);
      const baseUrl = (config.getCurrentCluster()?.server ?? '').replace(/\/+$/, '');
      return { baseUrl, headers: headersOf(options), tls: tlsOf(options), ...(dispatcher === undefined ? {} : { dispatcher }) };
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : String(failure);
      throw upstreamError('unauthorized', upstream, { reason: oneLine(`no usable kubeconfig: ${message}`), cause: failure });
    }
  }

  return {
    // Calls at the same time sign in once: a command that hangs is not started for each of them.
    target: () => {
      signingIn ??= open().finally(() => {
        signingIn = null;
      });
      return signingIn;
    },
    async close() {
      await pool?.dispatcher?.destroy();
      pool = null;
    },
  };
}

function loadKubeConfig(login: ClusterLogin): KubeConfig {
  const config = new KubeConfig();
  if (login.kubeconfig === undefined) {
    config.loadFromCluster();
  } else {
    config.loadFromFile(login.kubeconfig);
  }
  if (login.context !== undefined) {
    config.setCurrentContext(login.context);
  }
  if (config.getCurrentCluster() === null) {
    throw new Error(`it has no cluster for the context "${config.getCurrentContext()}"`);
  }
  return config;
}

function tlsOf({ agent, ca, cert, key, servername, rejectUnauthorized }: RequestOptions): Target['tls'] {
  const wanted = { agent, ca, cert, key, servername, rejectUnauthorized };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

function headersOf(options: RequestOptions): Readonly<Record<string, string>> {
  const headers = Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  const basic = typeof options.auth === 'string' ? [['authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`]] : [];
  return Object.fromEntries([...basic, ...headers]);
}

/** Changes when certificates on disk were rotated, so that new connections use the new ones. */
function fingerprintOf(config: KubeConfig, options: RequestOptions): string {
  const hash = createHash('sha256');
  for (const part of [options.ca, options.cert, options.key, options.servername, options.rejectUnauthorized]) {
    hash.update(Buffer.isBuffer(part) ? part : String(part)).update('\0');
  }
  return hash.update(JSON.stringify(config.getCurrentCluster())).digest('hex');
}
