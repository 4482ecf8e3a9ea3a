import type { IncomingMessage, ServerResponse } from 'node:http';
import { Arguments } from './arguments.ts';
import type { Core } from './core.ts';
import { type Answer, limited, respond } from './faulty-response.ts';
import { parseArguments, readBody } from './http-body.ts';
import type { Method } from './methods/method.ts';
import { methodsByName } from './methods/registry.ts';
import { SlackError } from './slack-error.ts';

/** Answers one call of the Web API and logs it. */
export async function answerWebApi(
  core: Core,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const body = (await readBody(request)).toString('utf8');
  const values = parseArguments(request.headers['content-type'] ?? '', body, query);
  const args = new Arguments(values ?? {});
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? args.text('token');
  const effect = core.faults.take(name);
  const at = core.now();
  const answer = await respond(response, effect, () => (values === undefined ? refusal('invalid_json') : call(core, name, token, args)));
  const result = answer.body['ok'] === true ? 'ok' : String(answer.body['error']);
  core.calls.add({
    method: name,
    at,
    args: args.forLog(),
    result: effect !== undefined && answer.status === 0 ? `${effect.kind}: ${result}` : result,
    httpStatus: answer.status,
  });
}

const refusal = (error: string): Answer => ({ status: 200, headers: {}, body: { ok: false, error } });

function call(core: Core, name: string, token: string | undefined, args: Arguments): Answer {
  const method = methodsByName.get(name);
  if (method === undefined) {
    return refusal('unknown_method');
  }
  try {
    authorize(core, method, token);
    const waitSeconds =
      core.rateLimits.takeCall(name, method.tier) ?? (method.isPost === true ? core.rateLimits.takePost(args.text('channel') ?? '') : null);
    return waitSeconds === null
      ? { status: 200, headers: scopeHeaders(core, method), body: { ok: true, ...method.run(core, args) } }
      : limited(waitSeconds);
  } catch (error) {
    if (error instanceof SlackError) {
      return { status: 200, headers: scopeHeaders(core, method), body: { ok: false, error: error.code, ...error.details } };
    }
    throw error;
  }
}

/** @throws SlackError for a token that is missing, unknown, revoked, of the wrong kind or without the scope. */
function authorize(core: Core, method: Method, token: string | undefined): void {
  const { tokens, botScopes } = core.workspace;
  if (method.token === 'none') {
    return;
  }
  if (token === undefined) {
    throw new SlackError('not_authed');
  }
  if (token !== tokens.bot && token !== tokens.app) {
    throw new SlackError('invalid_auth');
  }
  if (token !== tokens[method.token]) {
    throw new SlackError('not_allowed_token_type');
  }
  if (method.token === 'bot' ? core.settings.isBotTokenRevoked : core.settings.isAppTokenRevoked) {
    throw new SlackError('token_revoked');
  }
  if (method.token === 'bot' && method.scopes.length > 0 && !method.scopes.some((scope) => botScopes.includes(scope))) {
    throw new SlackError('missing_scope', { needed: method.scopes.join(','), provided: botScopes.join(',') });
  }
}

const scopeHeaders = (core: Core, method: Method): Answer['headers'] => ({
  'x-oauth-scopes': core.workspace.botScopes.join(','),
  ...(method.scopes.length === 0 ? {} : { 'x-accepted-oauth-scopes': method.scopes.join(',') }),
});
