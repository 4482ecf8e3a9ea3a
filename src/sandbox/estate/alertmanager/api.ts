import { type Answer, json, type Request, text } from '../http.ts';
import { isObject, textAt, textsAt } from '../model/json.ts';
import { type EpochMs, goTime } from '../model/time.ts';
import type { Alertmanager } from './alertmanager.ts';
import type { HeldAlert } from './alerts.ts';
import { matcherHolds, type SilenceMatcher, silenceJson } from './silences.ts';

const configuration = `route:
  receiver: "null"
  group_by: [cluster, alertname, severity]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 12h
  routes:
    - receiver: thanos-chatops
      matchers: [alertname != "Watchdog"]
receivers:
  - name: "null"
  - name: thanos-chatops
    webhook_configs:
      - send_resolved: true
        url: <secret>
`;

const validMs = 300_000;

export async function answerAlertmanager(manager: Alertmanager, request: Request, path: string, nowMs: EpochMs): Promise<Answer> {
  if (path === '/-/healthy' || path === '/-/ready') return text('OK');
  if (path.startsWith('/api/v1/'))
    return json(
      { status: 'deprecated', error: 'The Alertmanager v1 API was deprecated in version 0.16.0 and is removed as of version 0.27.0' },
      410,
    );
  const { method } = request;
  const { searchParams } = request.url;
  if (path === '/api/v2/status') return json(status(nowMs));
  if (path === '/api/v2/receivers') return json([{ name: 'null' }, { name: 'thanos-chatops' }]);
  if (path === '/api/v2/alerts' && method === 'POST') return postAlerts(manager, request, nowMs);
  if (path === '/api/v2/alerts') return json(listAlerts(manager, searchParams, nowMs));
  if (path === '/api/v2/alerts/groups') return json(listGroups(manager, searchParams, nowMs));
  if (path === '/api/v2/silences' && method === 'POST') return postSilence(manager, request, nowMs);
  if (path === '/api/v2/silences') return json(listSilences(manager, searchParams, nowMs));
  const id = /^\/api\/v2\/silence\/([^/]+)$/.exec(path)?.[1];
  if (id !== undefined) return oneSilence(manager, id, method, nowMs);
  return text('404 page not found', 404);
}

function status(nowMs: EpochMs): unknown {
  return {
    cluster: { name: 'sandbox', status: 'ready', peers: [{ name: 'sandbox', address: '10.42.0.9:9094' }] },
    versionInfo: { version: '0.28.1', revision: 'sandbox', branch: 'HEAD', buildUser: '', buildDate: '', goVersion: 'go1.23.7' },
    config: { original: configuration },
    uptime: goTime(nowMs - 12 * 86_400_000),
  };
}

/** `name="value"`, `name=~"…"` and their negations, with or without quotes. */
function parseFilter(filter: string): SilenceMatcher | undefined {
  const found = /^\s*([\w:]+)\s*(=~|!~|!=|=)\s*(.*?)\s*$/.exec(filter);
  if (found === null) return undefined;
  const [, name = '', operator = '=', raw = ''] = found;
  const value = /^".*"$/.test(raw) ? raw.slice(1, -1).replace(/\\(["\\])/g, '$1') : raw;
  return { name, value, isRegex: operator.endsWith('~'), isEqual: operator.startsWith('=') };
}

function filtersOf(parameters: URLSearchParams): SilenceMatcher[] {
  return parameters.getAll('filter').flatMap((filter) => parseFilter(filter) ?? []);
}

function isWanted(manager: Alertmanager, alert: HeldAlert, parameters: URLSearchParams, nowMs: EpochMs): boolean {
  const { silencedBy, inhibitedBy } = manager.suppression(alert, nowMs);
  if (parameters.get('silenced') === 'false' && silencedBy.length > 0) return false;
  if (parameters.get('inhibited') === 'false' && inhibitedBy.length > 0) return false;
  if (parameters.get('active') === 'false' && silencedBy.length === 0 && inhibitedBy.length === 0) return false;
  return filtersOf(parameters).every((matcher) => matcherHolds(matcher, alert.labels));
}

function alertJson(manager: Alertmanager, alert: HeldAlert, nowMs: EpochMs): unknown {
  const { silencedBy, inhibitedBy } = manager.suppression(alert, nowMs);
  return {
    labels: alert.labels,
    annotations: alert.annotations,
    startsAt: goTime(alert.startsMs),
    updatedAt: goTime(alert.updatedMs),
    endsAt: goTime(alert.endsMs),
    fingerprint: alert.fingerprint,
    receivers: [{ name: manager.isRouted(alert) ? 'thanos-chatops' : 'null' }],
    status: { state: silencedBy.length + inhibitedBy.length > 0 ? 'suppressed' : 'active', silencedBy, inhibitedBy, mutedBy: [] },
    generatorURL: alert.generatorUrl,
  };
}

function listAlerts(manager: Alertmanager, parameters: URLSearchParams, nowMs: EpochMs): unknown[] {
  return manager.alerts
    .firing(nowMs)
    .filter((alert) => isWanted(manager, alert, parameters, nowMs))
    .map((alert) => alertJson(manager, alert, nowMs));
}

function listGroups(manager: Alertmanager, parameters: URLSearchParams, nowMs: EpochMs): unknown[] {
  return manager
    .groups(nowMs)
    .map((group) => ({
      labels: group.labels,
      receiver: { name: 'thanos-chatops' },
      alerts: group.alerts.filter((alert) => isWanted(manager, alert, parameters, nowMs)).map((alert) => alertJson(manager, alert, nowMs)),
    }))
    .filter((group) => group.alerts.length > 0);
}

async function postAlerts(manager: Alertmanager, request: Request, nowMs: EpochMs): Promise<Answer> {
  const body: unknown = JSON.parse((await request.body()).toString());
  if (!Array.isArray(body)) return json('parsing body failed', 400);
  const incoming = body.filter(isObject).map((entry) => ({
    labels: textsAt(entry, 'labels'),
    annotations: textsAt(entry, 'annotations'),
    startsMs: textAt(entry, 'startsAt') === '' ? nowMs : Date.parse(textAt(entry, 'startsAt')),
    endsMs: textAt(entry, 'endsAt') === '' ? nowMs + validMs : Date.parse(textAt(entry, 'endsAt')),
    generatorUrl: textAt(entry, 'generatorURL'),
  }));
  manager.receive(incoming, nowMs);
  return { status: 200 };
}

function listSilences(manager: Alertmanager, parameters: URLSearchParams, nowMs: EpochMs): unknown[] {
  const filters = filtersOf(parameters);
  const named = (name: string, value: string): boolean => filters.every((filter) => filter.name !== name || filter.value === value);
  return manager.silences
    .list(nowMs)
    .filter((silence) => silence.matchers.length === 0 || silence.matchers.every((matcher) => named(matcher.name, matcher.value)))
    .map((silence) => silenceJson(silence, nowMs));
}

async function postSilence(manager: Alertmanager, request: Request, nowMs: EpochMs): Promise<Answer> {
  let body: unknown;
  try {
    body = JSON.parse((await request.body()).toString());
  } catch {
    return json('parsing silence body from "" failed, because invalid character', 400);
  }
  const outcome = manager.silences.post(body, nowMs);
  return outcome.kind === 'stored' ? json({ silenceID: outcome.id }) : json(outcome.sentence, outcome.status);
}

function oneSilence(manager: Alertmanager, id: string, method: string, nowMs: EpochMs): Answer {
  const silence = manager.silences.get(id);
  if (silence === undefined) return { status: 404 };
  if (method === 'DELETE') {
    manager.silences.expire(id, nowMs);
    return { status: 200 };
  }
  return json(silenceJson(silence, nowMs));
}
