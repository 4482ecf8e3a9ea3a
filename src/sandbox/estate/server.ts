import { ClusterServices } from './cluster-services.ts';
import { answerControl } from './control.ts';
import { Grafana } from './grafana/api.ts';
import { type Answer, type Handler, type Listening, listen, type Request, text, type Upgrade } from './http.ts';
import { answerKubernetes } from './kubernetes/api.ts';
import { createExec } from './kubernetes/pod-exec.ts';
import { alertmanagerResource, namespace, prometheusResource, release } from './model/identity.ts';
import type { Estate, EstateControl, EstateOptions, EstateUrls } from './options.ts';
import { answerPage } from './page/files.ts';
import { estateState } from './page/state.ts';
import { streamState } from './page/state-stream.ts';
import { EstateRuntime } from './runtime.ts';
import { S3Service } from './s3/server.ts';

const credentials = {
  s3: { accessKeyId: 'thanos', secretAccessKey: 'sandbox-secret', region: 'us-east-1' },
  grafanaToken: 'sandbox-grafana-token',
};

const defaultTickMs = 250;

/** Real time between evaluations of all rules, so that fast time leaves the processor to the product. */
const evaluationRestMs = 100;
export const tokenOf = (cluster: string): string => `sandbox-token-${cluster}`;

/** Starts the simulated estate: an API server per cluster, object storage, the services' own addresses and the page. */
export async function startEstate(options: EstateOptions): Promise<Estate> {
  const { clock } = options;
  const host = options.host ?? '127.0.0.1';
  const runtime = new EstateRuntime({
    nowMs: clock.now(),
    seed: options.seed ?? 1,
    clusters: options.clusters ?? 4,
    podsPerCluster: options.podsPerCluster ?? 0,
  });
  const grafana = new Grafana(credentials.grafanaToken, runtime.model.startMs);
  const services = new ClusterServices(runtime, grafana);
  const storage = new S3Service(runtime.model, credentials.s3, ['thanos-backup']);
  let apiServers: ReadonlyMap<string, Listening> = new Map();
  const catchUp = (): void => {
    runtime.advanceTo(clock.now(), (clock.speed?.() ?? 0) * evaluationRestMs);
    refuseWhereCut(runtime, apiServers);
  };
  const control = controlOf(runtime, options, catchUp);
  const caughtUp = (handler: Handler): Handler => {
    return (request) => {
      catchUp();
      return handler(request);
    };
  };
  const servers: Listening[] = [];
  const open: Open = async (handler, port, onUpgrade) => {
    const upgrade: Upgrade | undefined =
      onUpgrade === undefined
        ? undefined
        : (...connection) => {
            catchUp();
            onUpgrade(...connection);
          };
    const server = await listen(caughtUp(handler), host, port ?? 0, upgrade);
    servers.push(server);
    return server;
  };
  apiServers = await openApiServers(runtime, services, open, options.ports?.kubernetes);
  const kubernetes = Object.fromEntries([...apiServers].map(([cluster, server]) => [cluster, server.url]));
  const s3 = await open((request) => storage.answer(request), options.ports?.s3);
  const direct = await open((request) => answerDirect(runtime, services, request), options.ports?.services);
  const names = new Set(runtime.model.clusters.keys());
  const page = await open(async (request) => {
    if (request.url.pathname === '/control/events') return streamState(control, clock, request);
    if (request.url.pathname.startsWith('/control/')) return answerControl(control, clock, names, request);
    return answerPage(request.url.pathname);
  }, options.ports?.page);
  const timer = startTicking(catchUp, options);
  return {
    urls: urlsOf(runtime, { kubernetes, s3: s3.url, direct: direct.url, page: page.url }),
    credentials,
    control,
    runtime,
    kubeconfigFor: (cluster) => kubeconfig(cluster, kubernetes[cluster] ?? ''),
    close: async () => {
      clearInterval(timer);
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

type Open = (handler: Handler, port: number | undefined, onUpgrade?: Upgrade) => Promise<Listening>;

async function openApiServers(
  runtime: EstateRuntime,
  services: ClusterServices,
  open: Open,
  firstPort: number | undefined,
): Promise<ReadonlyMap<string, Listening>> {
  const servers = new Map<string, Listening>();
  for (const [index, cluster] of [...runtime.model.clusters.values()].entries()) {
    const backend = {
      model: runtime.model,
      cluster,
      tokens: new Set([tokenOf(cluster.name)]),
      proxy: (request: Request, service: string, _port: string, path: string) => services.answer(cluster, request, service, path),
    };
    const port = firstPort === undefined ? undefined : firstPort + index;
    servers.set(cluster.name, await open((request) => answerKubernetes(backend, request), port, createExec(backend)));
  }
  return servers;
}

/** A cluster that is cut off with `refuse` has nobody listening, until it is mended. */
function refuseWhereCut({ model }: EstateRuntime, apiServers: ReadonlyMap<string, Listening>): void {
  for (const [cluster, server] of apiServers) {
    const cut = model.faults.at(model.nowMs, 'cluster-cut', cluster);
    server.refuse(cut !== undefined && (cut.mode ?? 'refuse') === 'refuse');
  }
}

/** `/<cluster>/<service>/<path>`: what a Service's load balancer address would be. */
async function answerDirect(runtime: EstateRuntime, services: ClusterServices, request: Request): Promise<Answer | 'reset'> {
  const [, name = '', service = '', ...rest] = request.url.pathname.split('/');
  const cluster = runtime.model.cluster(name);
  if (cluster === undefined) return text(`There is no cluster ${name}.`, 404);
  if (runtime.model.faults.at(runtime.model.nowMs, 'cluster-cut', name) !== undefined) return 'reset';
  const answer = await services.answer(cluster, request, service, `/${rest.join('/')}`);
  return answer ?? 'reset';
}

function urlsOf(
  runtime: EstateRuntime,
  bases: { kubernetes: Record<string, string>; s3: string; direct: string; page: string },
): EstateUrls {
  const names = [...runtime.model.clusters.keys()];
  const each = (service: string): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name, `${bases.direct}/${name}/${service}`]));
  const central = runtime.model.central.name;
  return {
    page: bases.page,
    s3: bases.s3,
    kubernetes: bases.kubernetes,
    prometheus: each(prometheusResource),
    alertmanager: each(alertmanagerResource),
    thanosQuery: `${bases.direct}/${central}/thanos-query`,
    grafana: `${bases.direct}/${central}/${release}-grafana`,
  };
}

function controlOf(runtime: EstateRuntime, options: EstateOptions, catchUp: () => void): EstateControl {
  const { clock } = options;
  const caughtUp = <T>(act: () => T): T => {
    catchUp();
    const result = act();
    catchUp();
    return result;
  };
  const canSteer = clock.step !== undefined || clock.pause !== undefined || clock.setSpeed !== undefined;
  return {
    state: () => caughtUp(() => estateState(runtime, { speed: clock.speed?.(), canSteer, slack: options.slack?.open() })),
    break: (request) => caughtUp(() => runtime.model.break(request)),
    breakSlack: (request) => options.slack?.begin(request),
    mend: (id) => caughtUp(() => runtime.model.mend(id) || options.slack?.end(id) === true),
    mendAll: () =>
      caughtUp(() => {
        runtime.player.stopAll();
        return runtime.model.mendAll() + (options.slack?.endAll() ?? 0);
      }),
    play: (scenario) => caughtUp(() => runtime.player.start(scenario, runtime.model.nowMs)),
    deletePod: (cluster, pod) => caughtUp(() => runtime.model.cluster(cluster)?.deletePod(pod, runtime.model.nowMs) ?? false),
    setWebhook: (target) => {
      runtime.webhook = target;
    },
    advance: async () => {
      catchUp();
      await runtime.settled();
    },
  };
}

function startTicking(catchUp: () => void, options: EstateOptions): NodeJS.Timeout | undefined {
  const tickMs = options.tickMs ?? defaultTickMs;
  if (tickMs === 0) return undefined;
  const timer = setInterval(catchUp, tickMs);
  timer.unref();
  return timer;
}

function kubeconfig(cluster: string, server: string): string {
  return `apiVersion: v1
kind: Config
current-context: ${cluster}
clusters:
  - name: ${cluster}
    cluster:
      server: ${server}
      insecure-skip-tls-verify: true
contexts:
  - name: ${cluster}
    context: { cluster: ${cluster}, user: thanos-chatops, namespace: ${namespace} }
users:
  - name: thanos-chatops
    user: { token: ${tokenOf(cluster)} }
`;
}
