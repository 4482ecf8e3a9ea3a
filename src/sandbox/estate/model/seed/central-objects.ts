import { type ClusterIdentity, release, thanosImage } from '../identity.ts';
import { claim, container, deployment, podTemplate, type SeedObject, seeded, service, statefulSet } from './build.ts';
import { rulerRules } from './rules.ts';

const app = (name: string): Record<string, string> => ({ app: name, 'app.kubernetes.io/name': name });
const httpAndGrpc = { http: 10902, grpc: 10901 };
const objstore = '--objstore.config-file=/etc/thanos/objstore.yml';

/** What only the central cluster has: Thanos Query, Store Gateway, Compactor, Ruler and Grafana. */
export function centralObjects(identities: readonly ClusterIdentity[]): SeedObject[] {
  return [...query(identities), ...store(), ...compactor(), ...ruler(), ...grafana(), rulerRules(), ...thanosMonitors()];
}

function query(identities: readonly ClusterIdentity[]): SeedObject[] {
  const stores = identities.filter((identity) => identity.role === 'edge').map((identity) => `--store=${identity.sidecarAddress}`);
  const internal = [`${release}-thanos-discovery`, 'thanos-store', 'thanos-ruler'].map(
    (name) => `--store=dnssrv+_grpc._tcp.${name}.monitoring.svc.cluster.local`,
  );
  const main = container({
    name: 'thanos-query',
    image: thanosImage,
    args: [
      'query',
      '--http-address=0.0.0.0:10902',
      '--grpc-address=0.0.0.0:10901',
      '--query.replica-label=prometheus_replica',
      '--query.replica-label=ruler_replica',
      '--query.max-concurrent=20',
      '--query.max-concurrent-select=4',
      ...internal,
      ...stores,
    ],
    ports: httpAndGrpc,
    cpu: ['500m', '1'],
    memory: ['512Mi', '2Gi'],
    probe: '/-/ready',
  });
  return [
    deployment('thanos-query', app('thanos-query'), podTemplate(app('thanos-query'), [main], 'thanos')),
    service('thanos-query', app('thanos-query'), { http: 9090, grpc: 10901 }),
  ];
}

function store(): SeedObject[] {
  const main = container({
    name: 'thanos-store',
    image: thanosImage,
    args: ['store', '--data-dir=/data', objstore, '--index-cache-size=250MB', '--sync-block-duration=15m'],
    ports: httpAndGrpc,
    cpu: ['250m', '1'],
    memory: ['1Gi', '2Gi'],
    probe: '/-/ready',
    mounts: { data: '/data' },
  });
  return [
    statefulSet('thanos-store', app('thanos-store'), podTemplate(app('thanos-store'), [main], 'thanos'), ['data', '20Gi']),
    service('thanos-store', app('thanos-store'), httpAndGrpc, { clusterIP: 'None' }),
    claim('data-thanos-store-0', '20Gi', app('thanos-store')),
  ];
}

function compactor(): SeedObject[] {
  const main = container({
    name: 'thanos-compactor',
    image: thanosImage,
    args: [
      'compact',
      '--wait',
      '--data-dir=/data',
      objstore,
      '--retention.resolution-raw=7d',
      '--retention.resolution-5m=30d',
      '--retention.resolution-1h=90d',
      '--delete-delay=48h',
      '--consistency-delay=30m',
    ],
    ports: { http: 10902 },
    cpu: ['250m', '1'],
    memory: ['1Gi', '2Gi'],
    probe: '/-/ready',
    mounts: { data: '/data' },
  });
  return [
    statefulSet('thanos-compactor', app('thanos-compactor'), podTemplate(app('thanos-compactor'), [main], 'thanos'), ['data', '100Gi']),
    service('thanos-compactor', app('thanos-compactor'), { http: 10902 }),
    claim('data-thanos-compactor-0', '100Gi', app('thanos-compactor')),
  ];
}

function ruler(): SeedObject[] {
  const main = container({
    name: 'thanos-ruler',
    image: thanosImage,
    args: [
      'rule',
      '--data-dir=/data',
      objstore,
      '--label=cluster="cluster-01"',
      '--label=ruler_replica="$(POD_NAME)"',
      '--query=http://thanos-query:9090',
      `--alertmanagers.url=http://${release}-alertmanager:9093`,
    ],
    ports: httpAndGrpc,
    probe: '/-/ready',
    mounts: { data: '/data' },
  });
  return [
    statefulSet('thanos-ruler', app('thanos-ruler'), podTemplate(app('thanos-ruler'), [main], 'thanos'), ['data', '10Gi']),
    service('thanos-ruler', app('thanos-ruler'), httpAndGrpc, { clusterIP: 'None' }),
    claim('data-thanos-ruler-0', '10Gi', app('thanos-ruler')),
  ];
}

function grafana(): SeedObject[] {
  const labels = { 'app.kubernetes.io/name': 'grafana', 'app.kubernetes.io/instance': release };
  const main = container({
    name: 'grafana',
    image: 'docker.io/grafana/grafana:12.1.1',
    ports: { grafana: 3000 },
    mounts: { storage: '/var/lib/grafana' },
  });
  const loader = container({ name: 'grafana-sc-dashboard', image: 'quay.io/kiwigrid/k8s-sidecar:1.30.10' });
  const secret = seeded('/secrets', 'v1', 'Secret', `${release}-grafana`, {
    type: 'Opaque',
    data: { 'admin-user': Buffer.from('admin').toString('base64'), 'admin-password': Buffer.from('sandbox-grafana').toString('base64') },
  });
  const ingress = seeded('networking.k8s.io/ingresses', 'networking.k8s.io/v1', 'Ingress', `${release}-grafana`, {
    spec: {
      rules: [
        {
          host: 'grafana.k8s-cluster-01.miribit.lab',
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: `${release}-grafana`, port: { number: 80 } } } }] },
        },
      ],
    },
  });
  return [
    deployment(`${release}-grafana`, labels, podTemplate(labels, [main, loader], `${release}-grafana`)),
    service(`${release}-grafana`, labels, { 'http-web': 80 }),
    seeded('/serviceaccounts', 'v1', 'ServiceAccount', `${release}-grafana`),
    seeded('/serviceaccounts', 'v1', 'ServiceAccount', 'thanos'),
    secret,
    ingress,
  ];
}

function thanosMonitors(): SeedObject[] {
  return ['thanos-query', 'thanos-store', 'thanos-compactor', 'thanos-ruler'].map((name) =>
    seeded('monitoring.coreos.com/servicemonitors', 'monitoring.coreos.com/v1', 'ServiceMonitor', name, {
      spec: { selector: { matchLabels: app(name) }, endpoints: [{ port: 'http' }] },
    }),
  );
}
