import { type Answer, json, type Request } from './http.ts';
import { type FaultKind, type FaultRequest, faultKinds } from './model/faults.ts';
import { at, numberAt, parseObject, textAt, textsAt } from './model/json.ts';
import type { EstateClock, EstateControl } from './options.ts';

const sentence = (words: string, status: number): Answer => json({ error: words }, status);
const isFaultKind = (word: string): word is FaultKind => faultKinds.some((kind) => kind === word);

/**
 * `GET /control/state`, and `GET /control/events` for it as a stream; `POST /control/<fault kind>` with `{cluster, target, mode, percent, labels, sticky}`;
 * `POST /control/slack` with `{mode, method, count}`; `POST /control/mend` with `{id}` or `{all: true}`; `POST /control/scenario` with `{name}`; `POST /control/delete-pod` with
 * `{cluster, target}`; `POST /control/webhook` with `{url, token, watchdog}`; `POST /control/clock` with `{speed, pause, resume, stepMs}`.
 */
export async function answerControl(
  control: EstateControl,
  clock: EstateClock,
  clusters: ReadonlySet<string>,
  request: Request,
): Promise<Answer> {
  const command = request.url.pathname.slice('/control/'.length);
  if (request.method === 'GET' && command === 'state') return json(control.state());
  if (request.method !== 'POST') return sentence('Only POST changes the estate.', 405);
  const raw = (await request.body()).toString();
  const body = raw === '' ? {} : parseObject(raw);
  if (body === undefined) return sentence('The body is not a JSON object.', 400);
  const cluster = textAt(body, 'cluster');
  if (cluster !== '' && !clusters.has(cluster)) return sentence(`There is no cluster ${cluster}.`, 404);
  if (isFaultKind(command)) return json(control.break(faultOf(command, body)));
  switch (command) {
    case 'slack': {
      const mode = textAt(body, 'mode');
      const count = numberAt(body, Number.NaN, 'count');
      const begun = control.breakSlack({
        mode,
        method: textAt(body, 'method') || undefined,
        count: Number.isNaN(count) ? undefined : count,
      });
      return begun === undefined ? sentence(`There is no trouble ${mode} for Slack, or no such method.`, 404) : json(begun);
    }
    case 'mend':
      if (at(body, 'all') === true) return json({ mended: control.mendAll() });
      return control.mend(textAt(body, 'id')) ? json({ mended: 1 }) : sentence(`There is no open fault ${textAt(body, 'id')}.`, 404);
    case 'scenario':
      return control.play(textAt(body, 'name'))
        ? json({ playing: textAt(body, 'name') })
        : sentence(`There is no scenario ${textAt(body, 'name')}.`, 404);
    case 'delete-pod':
      return control.deletePod(cluster, textAt(body, 'target'))
        ? json({ deleted: textAt(body, 'target') })
        : sentence(`There is no pod ${textAt(body, 'target')}.`, 404);
    case 'webhook':
      control.setWebhook(
        textAt(body, 'url') === ''
          ? undefined
          : { url: textAt(body, 'url'), token: textAt(body, 'token') || undefined, watchdog: at(body, 'watchdog') === true },
      );
      return json({ webhook: textAt(body, 'url') });
    case 'clock':
      return steer(control, clock, body);
    default:
      return sentence(`There is no command ${command}.`, 404);
  }
}

function faultOf(kind: FaultKind, body: object): FaultRequest {
  const given = (name: string): string | undefined => textAt(body, name) || undefined;
  const percent = numberAt(body, Number.NaN, 'percent');
  return {
    kind,
    cluster: given('cluster'),
    target: given('target'),
    mode: given('mode'),
    percent: Number.isNaN(percent) ? undefined : percent,
    labels: at(body, 'labels') === undefined ? undefined : textsAt(body, 'labels'),
    sticky: at(body, 'sticky') === true,
  };
}

async function steer(control: EstateControl, clock: EstateClock, body: object): Promise<Answer> {
  const speed = numberAt(body, Number.NaN, 'speed');
  const stepMs = numberAt(body, Number.NaN, 'stepMs');
  if (!Number.isNaN(speed)) clock.setSpeed?.(speed);
  if (at(body, 'pause') === true) clock.pause?.();
  if (at(body, 'resume') === true) clock.resume?.();
  if (!Number.isNaN(stepMs)) clock.step?.(stepMs);
  await control.advance();
  return json({ nowMs: clock.now(), speed: clock.speed?.() ?? null });
}
