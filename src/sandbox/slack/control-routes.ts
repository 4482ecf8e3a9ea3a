import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { SlackControl } from './control.ts';
import { readBody } from './http-body.ts';
import { parseJson } from './json.ts';
import { NotThere } from './slack-error.ts';

const userId = z.string();
const channelId = z.string();
const ts = z.string();
const entered = z.union([z.string(), z.array(z.string()), z.null()]);
const values = z.record(z.string(), entered);
const element = { actionId: z.string().exactOptional(), blockId: z.string().exactOptional(), index: z.int().min(0).exactOptional() };

const effect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rate-limited'), retryAfterSeconds: z.int().min(0) }),
  z.strictObject({ kind: z.literal('server-error'), status: z.int().min(400).max(599).exactOptional() }),
  z.strictObject({ kind: z.literal('slow'), delayMs: z.number().min(0) }),
  z.strictObject({ kind: z.enum(['hang', 'drop-before', 'drop-after', 'half-body', 'html']) }),
  z.strictObject({ kind: z.literal('error'), error: z.string() }),
]);

type Route = (control: SlackControl, query: URLSearchParams, body: unknown) => unknown;

/** A route whose body is checked before it runs. */
const accepting =
  <Shape>(schema: z.ZodType<Shape>, run: (control: SlackControl, body: Shape) => unknown): Route =>
  (control, _query, body) =>
    run(control, schema.parse(body));

function required(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null) {
    throw new NotThere(`The address needs ?${name}=….`);
  }
  return value;
}

const ROUTES: Readonly<Record<string, Route>> = {
  'GET workspace': (control) => control.workspace(),
  'GET messages': (control, query) => control.messages(required(query, 'channelId')),
  'GET actions': (control, query) => control.actionIds(required(query, 'channelId'), required(query, 'ts')),
  'GET views': (control, query) => control.views(required(query, 'userId')),
  'GET calls': (control, query) => control.calls(query.get('method') ?? undefined),
  'GET faults': (control) => control.faults(),
  'GET faults/methods': (control) => control.faultyMethods(),
  'POST press': accepting(z.strictObject({ userId, channelId, ts, ...element, value: entered.exactOptional() }), (control, body) =>
    control.press(body),
  ),
  'POST command': accepting(z.strictObject({ userId, channelId, text: z.string() }), (control, body) => control.command(body)),
  'POST say': accepting(z.strictObject({ userId, channelId, text: z.string().min(1), threadTs: ts.exactOptional() }), (control, body) =>
    control.say(body),
  ),
  'POST message/edit': accepting(z.strictObject({ userId, channelId, ts, text: z.string().min(1) }), (control, body) => control.edit(body)),
  'POST view/press': accepting(
    z.strictObject({ userId, viewId: z.string(), ...element, value: entered.exactOptional(), values: values.exactOptional() }),
    (control, body) => control.pressInView(body),
  ),
  'POST view/submit': accepting(z.strictObject({ userId, viewId: z.string().exactOptional(), values }), (control, body) =>
    control.submitView(body),
  ),
  'POST view/close': accepting(z.strictObject({ userId, viewId: z.string().exactOptional() }), (control, body) =>
    control.closeView(body.userId, body.viewId),
  ),
  'POST home': accepting(z.strictObject({ userId, tab: z.enum(['home', 'messages']).exactOptional() }), (control, body) =>
    control.openHome(body.userId, body.tab),
  ),
  'POST faults': accepting(
    z.strictObject({ method: z.string(), effect, count: z.int().min(1).exactOptional(), durationMs: z.number().min(0).exactOptional() }),
    (control, body) => control.orderFault(body),
  ),
  'POST faults/end': accepting(z.strictObject({ id: z.string() }), (control, body) => control.endFault(body.id)),
  'POST faults/clear': (control) => ({ ended: control.clearFaults() }),
  'POST calls/clear': (control) => control.clearCalls(),
  'POST sockets/disconnect': accepting(
    z.strictObject({
      reason: z.enum(['warning', 'refresh_requested', 'link_disabled', 'terminate']),
      count: z.int().min(1).exactOptional(),
    }),
    (control, body) => ({ told: control.disconnectSockets(body.reason, body.count) }),
  ),
  'POST person': accepting(
    z.strictObject({
      userId,
      presence: z.enum(['active', 'away']).exactOptional(),
      quietHours: z.strictObject({ startsAt: z.number(), endsAt: z.number() }).nullable().exactOptional(),
      deactivated: z.boolean().exactOptional(),
    }),
    (control, { userId: id, ...change }) => control.changePerson(id, change),
  ),
  'POST channel': accepting(
    z.strictObject({ channelId, archived: z.boolean().exactOptional(), hasBot: z.boolean().exactOptional() }),
    (control, { channelId: id, ...change }) => control.changeChannel(id, change),
  ),
  'POST message/delete': accepting(z.strictObject({ channelId, ts }), (control, body) => control.deleteMessage(body.channelId, body.ts)),
  'POST settings': accepting(
    z.strictObject({
      newBlocks: z.boolean().exactOptional(),
      rateLimits: z.boolean().exactOptional(),
      botTokenRevoked: z.boolean().exactOptional(),
      appTokenRevoked: z.boolean().exactOptional(),
      requestUrl: z.url().nullable().exactOptional(),
    }),
    (control, body) => control.changeSettings(body),
  ),
};

/**
 * Answers `/control/<path>`: 200 with JSON, 404 with a sentence for what is not there, 400 for a body of the wrong shape, 415 for a POST that is not
 * JSON (which also keeps other web pages out).
 */
export async function answerControl(
  control: SlackControl,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const body = (await readBody(request)).toString('utf8');
  const outcome = await run(control, path, request, query, body);
  response.writeHead(outcome.status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(outcome.body));
}

interface Outcome {
  readonly status: number;
  readonly body: unknown;
}

async function run(control: SlackControl, path: string, request: IncomingMessage, query: URLSearchParams, body: string): Promise<Outcome> {
  const route = ROUTES[`${request.method} ${path}`];
  if (route === undefined) {
    return { status: 404, body: { error: `There is no ${request.method} /control/${path}. Known: ${Object.keys(ROUTES).join(', ')}.` } };
  }
  if (request.method === 'POST' && request.headers['content-type']?.startsWith('application/json') !== true) {
    return { status: 415, body: { error: 'Send JSON with content-type application/json.' } };
  }
  try {
    return { status: 200, body: (await route(control, query, body === '' ? {} : parseJson(body))) ?? {} };
  } catch (error) {
    return refusal(error);
  }
}

/** @throws the error itself when it is not the caller's fault. */
function refusal(error: unknown): Outcome {
  if (error instanceof NotThere) {
    return { status: 404, body: { error: error.message } };
  }
  if (error instanceof z.ZodError) {
    return { status: 400, body: { error: z.prettifyError(error) } };
  }
  throw error;
}
