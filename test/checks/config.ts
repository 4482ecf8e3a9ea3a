import type { Config } from '../../src/config/config.ts';
import { readConfig, readEnvironment } from '../../src/config/load.ts';

const YAML = `
slack: { channels: { digest: C0DIGEST, incidents: C0INCIDENT } }
clusters:
  - { name: cluster-01, role: central, inCluster: true, expectedStores: [{ type: sidecar, replicas: 2 }, { type: store }, { type: rule }], nodes: [{ address: 192.168.101.194 }] }
  - { name: cluster-02, kubeconfig: /etc/kube/02, expectedStores: [{ type: sidecar }], nodes: [{ address: 192.168.101.196 }] }
  - { name: cluster-03, kubeconfig: /etc/kube/03, expectedStores: [{ type: sidecar }], nodes: [{ address: 192.168.101.197 }] }
thanos:
  cluster: cluster-01
  query: { service: "thanos-query:9090" }
  bucket: { name: thanos-bucket, capacity: 200GiB }
escalation:
  team: { primary: { users: [U0PRIMARY] } }
  levels: [{ level: 1, notify: [primary], ackTimeout: 5m }]
`;

/** Three clusters, `cluster-01` central with two Prometheus replicas, and a bucket of 200 GiB. */
export function testConfig(replace: (yaml: string) => string = (yaml) => yaml): Config {
  return readConfig(replace(YAML), readEnvironment({}));
}

export const NOW = Date.UTC(2026, 10, 22, 0, 0);

export function evaluateContext(cluster = 'cluster-02', config = testConfig()): { config: Config; cluster: string; now: number } {
  return { config, cluster, now: NOW };
}
