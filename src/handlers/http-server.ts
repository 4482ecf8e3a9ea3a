import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Secret } from '../model/secret.ts';
import { seconds } from '../model/time.ts';
import type { Logger } from '../ports.ts';
import type { Webhook } from './alertmanager-webhook.ts';
import { carriesToken } from './bearer.ts';

/** Ten thousand grouped alerts are one body of about 5 MiB. */
export const WEBHOOK_LIMIT_BYTES = 32 * 1_024 * 1_024;

/** Bodies in memory at once. More is answered 503, and Alertmanager comes again. */
const IN_FLIGHT_LIMIT_BYTES = 96 * 1_024 * 1_024;

const HEADERS_TIMEOUT_MS = seconds(10);
const REQUEST_TIMEOUT_MS = seconds(30);

/** Left to itself, Node looks for requests that have run out of time every 30 seconds, which makes each limit that much longer. */
const CHECK_TIMEOUTS_EVERY_MS = seconds(2);

export interface HttpServerDependencies {
  /** Any of them opens the webhook. None closes it. */
  readonly tokens: readonly Secret[];
  readonly webhook: Webhook;
  readonly onWebhookAnswered: (code: number) => void;
  /** A body was too large to be taken, so its alerts are not known. */
  readonly onOversize: (cluster: string | null) => Promise<void>;
  /** Whether the store answers and is up to date; `states` is told to whoever asks and decides nothing. */
  readonly readiness: () => Promise<{ readonly isReady: boolean; readonly states: Readonly<Record<string, unknown>> }>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly logger: Logger;
}

/** The bot's HTTP side, not listening yet. Other routes are mounted beside by whoever wires it. */
export function createHttpServer(dependencies: HttpServerDependencies): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: 1_024 * 1_024,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CHECK_TIMEOUTS_EVERY_MS },
    routerOptions: { maxParamLength: 100 },
  });
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const { isReady, states } = await dependencies.readiness();
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', ...states });
  });
  server.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await dependencies.metrics();
    return reply.type(contentType).send(text);
  });
  server.register(async (scope) => mountWebhook(scope, dependencies));
  return server;
}

/** The token is checked before a byte of the body is read, and the body is taken as bytes whatever type it claims to have. */
function mountWebhook(scope: FastifyInstance, dependencies: HttpServerDependencies): void {
  const gate = new Gate();
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: WEBHOOK_LIMIT_BYTES }, (_request, body, done) => done(null, body));
  scope.addHook('onRequest', async (request, reply) => {
    if (!carriesToken(request.headers.authorization, dependencies.tokens)) {
      return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'A valid bearer token is required.' });
    }
    if (!gate.enter(request)) {
      return reply.code(503).header('retry-after', '5').send({ error: 'Too much is being received at once. Try again.' });
    }
  });
  scope.addHook('onResponse', async (request, reply) => {
    gate.leave(request);
    dependencies.onWebhookAnswered(reply.statusCode);
  });
  scope.addHook('onRequestAbort', async (request) => gate.leave(request));
  scope.setErrorHandler(async (error, request, reply) => answerError(dependencies, error, request, reply));
  for (const path of ['/webhooks/alertmanager', '/webhooks/alertmanager/:cluster']) {
    scope.post(path, { bodyLimit: WEBHOOK_LIMIT_BYTES }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const answer = await dependencies.webhook(body, clusterOf(request));
      const named = answer.retryAfterSeconds === null ? reply : reply.header('retry-after', String(answer.retryAfterSeconds));
      return named.code(answer.status).send(answer.body);
    });
  }
}

/** What the server itself refuses: bodies that are too large, cut off or not as long as they say. Anything else is our fault. */
async function answerError(
  { logger, onOversize }: HttpServerDependencies,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const status = statusOf(error);
  if (status === 413) {
    await onOversize(clusterOf(request)).catch((cause: unknown) =>
      logger.error({ err: cause }, 'oversized notification could not be announced'),
    );
    return reply.code(413).send({ error: `The body is larger than ${WEBHOOK_LIMIT_BYTES / 1_024 / 1_024} MiB.` });
  }
  if (status >= 400 && status < 500) {
    return reply.code(400).send({ error: 'The request could not be read.' });
  }
  logger.error({ err: error }, 'webhook request failed');
  return reply.code(503).header('retry-after', '5').send({ error: 'This could not be taken now. Try again.' });
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
}

function clusterOf(request: FastifyRequest): string | null {
  const { params } = request;
  const cluster = typeof params === 'object' && params !== null && 'cluster' in params ? params.cluster : undefined;
  return typeof cluster === 'string' && cluster !== '' ? cluster : null;
}

/** Bounds the bytes of bodies that are in memory at once. */
class Gate {
  readonly #sizes = new Map<FastifyRequest, number>();
  #totalBytes = 0;

  enter(request: FastifyRequest): boolean {
    const declared = Number(request.headers['content-length']);
    // A body that does not say its size may be as large as any.
    const sizeBytes = Number.isFinite(declared) ? Math.min(declared, WEBHOOK_LIMIT_BYTES) : WEBHOOK_LIMIT_BYTES;
    if (this.#totalBytes > 0 && this.#totalBytes + sizeBytes > IN_FLIGHT_LIMIT_BYTES) {
      return false;
    }
    this.#sizes.set(request, sizeBytes);
    this.#totalBytes += sizeBytes;
    return true;
  }

  leave(request: FastifyRequest): void {
    this.#totalBytes -= this.#sizes.get(request) ?? 0;
    this.#sizes.delete(request);
  }
}
