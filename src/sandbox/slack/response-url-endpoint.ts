import type { IncomingMessage, ServerResponse } from 'node:http';
import { applyAnswer } from './answers.ts';
import type { Core } from './core.ts';
import { type Answer, respond } from './faulty-response.ts';
import { parseArguments, readBody } from './http-body.ts';
import { SlackError } from './slack-error.ts';

const METHOD = 'response_url';

/** Takes one post to a response address. Its faults are ordered, and its calls logged, under `response_url`. */
export async function answerResponseUrl(core: Core, key: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await readBody(request)).toString('utf8');
  const payload = parseArguments('application/json', body, new URLSearchParams());
  const at = core.now();
  const answer = await respond(response, core.faults.take(METHOD), () => use(core, key, payload ?? {}));
  const result = answer.body['ok'] === true ? 'ok' : String(answer.body['error']);
  core.calls.add({ method: METHOD, at, args: payload ?? {}, result, httpStatus: answer.status });
}

function use(core: Core, key: string, payload: Readonly<Record<string, unknown>>): Answer {
  try {
    applyAnswer(core, core.responseUrls.use(key), payload);
    return { status: 200, headers: {}, body: { ok: true } };
  } catch (error) {
    if (!(error instanceof SlackError)) {
      throw error;
    }
    const isSpent = ['used_url', 'expired_url', 'no_such_url'].includes(error.code);
    return { status: isSpent ? 404 : 400, headers: {}, body: { ok: false, error: error.code, ...error.details } };
  }
}
