import { describe, expect, it } from 'vitest';
import { readConfig, readEnvironment } from '../../src/config/load.ts';
import { text } from './documents.ts';

const environment = readEnvironment({
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  ALERT_WEBHOOK_TOKEN: 'a-token-of-some-length-0123456789',
  AWS_ACCESS_KEY_ID: 'id',
  AWS_SECRET_ACCESS_KEY: 'key',
  AWS_REGION: 'us-east-1',
});
const config = readConfig(text('manifests/base/config.yaml'), environment);

describe('manifests/base/config.yaml', () => {
  it('is a valid configuration of the four clusters', () => {
    expect(config.clusters.map((cluster) => cluster.name)).toEqual(['cluster-01', 'cluster-02', 'cluster-03', 'cluster-04']);
  });

  it('gets a kubeconfig in the Secret for every cluster that it does not run in', () => {
    const secret = text('manifests/base/secret.example.yaml');
    const files = config.clusters.flatMap((cluster) => (cluster.kubeconfig === undefined ? [] : [cluster.kubeconfig]));
    expect(files).toHaveLength(3);
    for (const file of files) expect(secret).toContain(`\n  ${file.replace('/etc/thanos-chatops/kube/', '')}: `);
  });
});
