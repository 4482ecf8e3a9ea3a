import { stringify } from 'yaml';
import { z } from 'zod';
import { prometheusRuleOf, ruleFiles } from '../../manifests/rule-groups.ts';
import type { Peer } from '../peers/process.ts';
import { startPrometheus } from '../peers/prometheus.ts';

/** The alert of the target that a test switches off. */
export const TINY = 'TinyTargetDown';

const TINY_GROUP = {
  name: 'tiny',
  interval: '250ms',
  rules: [
    {
      alert: TINY,
      expr: 'up{job="tiny"} == 0',
      for: '0s',
      labels: { severity: 'critical' },
      annotations: { summary: 'The tiny target {{ $labels.instance }} is down' },
    },
  ],
};

/** Every group that the manifests install, as one rule file, and the test's own. Prometheus takes no group with a strategy of the Ruler's. */
function ruleFile(): string {
  const groups = ruleFiles.flatMap((path) => prometheusRuleOf(path).spec.groups).map(({ partial_response_strategy: _, ...group }) => group);
  return stringify({ groups: [...groups, TINY_GROUP] });
}

/** A real Prometheus that watches the product and the target, and tells the Alertmanager. */
export function startWatching(
  binary: string,
  watched: { readonly product: string; readonly target: string; readonly alertmanager: string },
): Promise<Peer> {
  const host = (url: string): string => new URL(url).host;
  const scrape = (job: string, target: string) => ({ job_name: job, static_configs: [{ targets: [target] }] });
  const config = stringify({
    global: { scrape_interval: '250ms', scrape_timeout: '250ms', evaluation_interval: '250ms', external_labels: { cluster: 'cluster-01' } },
    rule_files: ['rules.yml'],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [host(watched.alertmanager)] }] }] },
    scrape_configs: [scrape('thanos-chatops', host(watched.product)), scrape('tiny', watched.target)],
  });
  return startPrometheus(binary, () => config, ruleFile());
}

const result = z.object({ data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }) });

/** Value of the first series, or `null` when there is none. */
export async function seriesValue(prometheus: Peer, query: string): Promise<number | null> {
  const answer = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const [first] = result.parse(await answer.json()).data.result;
  return first === undefined ? null : Number(first.value[1]);
}

const rules = z.object({
  data: z.object({
    groups: z.array(z.object({ rules: z.array(z.object({ name: z.string(), health: z.string(), lastError: z.string().optional() })) })),
  }),
});

/** How Prometheus gets on with each rule: `ok`, `err`, or `unknown` before its first evaluation. */
export async function ruleHealth(prometheus: Peer): Promise<readonly { readonly name: string; readonly health: string }[]> {
  const answer = await fetch(`${prometheus.url}/api/v1/rules`);
  return rules.parse(await answer.json()).data.groups.flatMap((group) => group.rules);
}

const alerts = z.array(z.object({ labels: z.record(z.string(), z.string()), status: z.object({ state: z.string() }) }));

/** `active`, `suppressed`, or `null` when Alertmanager has no such alert. */
export async function stateOf(alertmanager: Peer, alertname: string): Promise<string | null> {
  const found = alerts.parse(await (await fetch(`${alertmanager.url}/api/v2/alerts`)).json());
  return found.find(({ labels }) => labels['alertname'] === alertname)?.status.state ?? null;
}

/** Silences one alert for an hour, as a person does in Alertmanager's own page. Returns the silence's id. */
export async function silence(alertmanager: Peer, alertname: string): Promise<string> {
  const body = {
    matchers: [{ name: 'alertname', value: alertname, isRegex: false, isEqual: true }],
    startsAt: new Date().toISOString(),
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    createdBy: 'somebody',
    comment: 'planned work',
  };
  const answer = await postJson(`${alertmanager.url}/api/v2/silences`, body);
  return z.object({ silenceID: z.string() }).parse(await answer.json()).silenceID;
}

export async function endSilence(alertmanager: Peer, id: string): Promise<void> {
  await fetch(`${alertmanager.url}/api/v2/silence/${id}`, { method: 'DELETE' });
}

/** Hands Alertmanager an alert as Prometheus does. */
export async function fire(alertmanager: Peer, alertname: string, endsAt = new Date(Date.now() + 3_600_000)): Promise<void> {
  await postJson(`${alertmanager.url}/api/v2/alerts`, [
    { labels: { alertname, cluster: 'cluster-01', severity: 'critical', instance: 'a' }, annotations: {}, endsAt: endsAt.toISOString() },
  ]);
}

async function postJson(url: string, body: unknown): Promise<Response> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) {
    throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  }
  return answer;
}
