import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, freePort, type Peer, startProgram } from './process.ts';

/** Starts a real Prometheus with a configuration and rule files. `rules` is the text of one rule file, `address` where it listens. */
export async function startPrometheus(
  binary: string,
  config: (directory: string) => string,
  rules: string,
  address = '127.0.0.1',
): Promise<Peer> {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-prometheus-'));
  const port = await freePort(address);
  const url = `http://${address}:${port}`;
  writeFileSync(join(directory, 'rules.yml'), rules);
  writeFileSync(join(directory, 'prometheus.yml'), config(directory));
  return startProgram(
    binary,
    [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=${address}:${port}`,
    ],
    () => answers(`${url}/-/ready`),
    url,
    { cwd: directory },
  );
}

/** Starts a real Alertmanager that delivers to one webhook with a bearer token. */
export async function startAlertmanager(
  binary: string,
  webhook: { readonly url: string; readonly token: string },
  address = '127.0.0.1',
): Promise<Peer> {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-alertmanager-'));
  const port = await freePort(address);
  const url = `http://${address}:${port}`;
  writeFileSync(join(directory, 'alertmanager.yml'), alertmanagerConfig(webhook));
  return startProgram(
    binary,
    [
      `--config.file=${join(directory, 'alertmanager.yml')}`,
      `--storage.path=${join(directory, 'data')}`,
      `--web.listen-address=${address}:${port}`,
      '--cluster.listen-address=',
    ],
    () => answers(`${url}/-/ready`),
    url,
    { cwd: directory },
  );
}

function alertmanagerConfig({ url, token }: { readonly url: string; readonly token: string }): string {
  return `
route: { receiver: bot, group_by: [cluster, alertname, severity], group_wait: 0s, group_interval: 1s, repeat_interval: 1h }
receivers:
  - name: bot
    webhook_configs:
      - url: ${url}
        send_resolved: true
        http_config: { authorization: { credentials: ${token} } }
`;
}
