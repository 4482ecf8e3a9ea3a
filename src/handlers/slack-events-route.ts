import { type ReceiverEvent, verifySlackRequest } from '@slack/bolt';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Secret } from '../model/secret.ts';
import { minutes, seconds } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';

const BODY_LIMIT_BYTES = 4 * 1_024 * 1_024;
const ACK_WITHIN_MS = 2_900;
/** Bolt looks only at how old a request is; a timestamp from the future would let a captured request be used later. */
const FUTURE_LIMIT_MS = minutes(5);

interface Deps {
  readonly signingSecret: Secret;
  /** Hands an authentic payload on; `null` while nobody can take it. */
  readonly process: (event: ReceiverEvent) => Promise<void> | null;
  /** Slack signs with the time of the world, so this one must not run faster. */
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

/** Serves `POST /slack/events` beside the other routes: signature, age, and one answer within three seconds. */
export async function mountSlackEvents(server: FastifyInstance, deps: Deps): Promise<void> {
  await server.register(async (scope) => {
    // The signature covers the bytes as they came, so nothing may parse them first.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => done(null, body));
    scope.post('/slack/events', (request, reply) => receive(deps, request, reply));
  });
}

async function receive(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const raw = typeof request.body === 'string' ? request.body : '';
  if (!isAuthentic(deps, request, raw)) {
    return reply.code(401).send();
  }
  const body = parseBody(raw);
  if (body === null) {
    return reply.code(400).send();
  }
  if (body['ssl_check'] === '1') {
    return reply.code(200).send();
  }
  if (body['type'] === 'url_verification') {
    return reply.code(200).send({ challenge: body['challenge'] });
  }
  const { status, payload } = await dispatch(deps, body, request);
  return status === 503 ? reply.code(503).header('retry-after', '5').send() : reply.code(status).send(payload);
}

function isAuthentic({ signingSecret, clock, logger }: Deps, request: FastifyRequest, raw: string): boolean {
  const timestampSeconds = Number(request.headers['x-slack-request-timestamp']);
  const signature = String(request.headers['x-slack-signature'] ?? '');
  try {
    if (!Number.isFinite(timestampSeconds) || seconds(timestampSeconds) > clock.now() + FUTURE_LIMIT_MS) {
      throw new Error('timestamp is missing or in the future');
    }
    verifySlackRequest({
      signingSecret: signingSecret.reveal(),
      body: raw,
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestampSeconds },
      nowMilliseconds: clock.now(),
    });
    return true;
  } catch (error) {
    logger.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'refused a request that slack did not sign');
    return false;
  }
}

/** Slack sends forms, some with all of it as JSON in `payload`, and plain JSON for events. */
function parseBody(raw: string): Record<string, unknown> | null {
  try {
    const form = raw.startsWith('{') ? null : new URLSearchParams(raw);
    const json = form === null ? raw : form.get('payload');
    const parsed: unknown = json === null ? Object.fromEntries(form ?? []) : JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}

/** The answer is the acknowledgement; what the handler does afterwards goes on without the connection. */
function dispatch(deps: Deps, body: Record<string, unknown>, request: FastifyRequest): Promise<{ status: number; payload?: unknown }> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ status: 504 }), ACK_WITHIN_MS);
    const answer = (status: number, payload?: unknown): void => {
      clearTimeout(timer);
      resolve({ status, payload });
    };
    const retryNum = Number(request.headers['x-slack-retry-num']);
    const handled = deps.process({
      body,
      ack: async (response) => answer(200, response === undefined ? '' : response),
      ...(Number.isInteger(retryNum) ? { retryNum } : {}),
    });
    if (handled === null) {
      answer(503);
      return;
    }
    handled
      .then(() => answer(404))
      .catch((error: unknown) => {
        deps.logger.error({ err: error }, 'slack request failed');
        answer(500);
      });
  });
}
