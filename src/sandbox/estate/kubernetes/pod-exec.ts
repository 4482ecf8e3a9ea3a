import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Answer } from '../http.ts';
import { claimDisks } from '../model/disks.ts';
import { listAt, objectAt, textAt } from '../model/json.ts';
import { authenticate } from './api.ts';
import type { KubernetesBackend } from './backend.ts';
import { cutAnswer } from './cut.ts';
import { podObject } from './pod-view.ts';
import { ApiError, statusAnswer } from './status.ts';

const pathPattern = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/exec$/;
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const channels = { stdout: 1, stderr: 2, status: 3 };
const gibibytes = 1024 ** 3;

interface Execution {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: object;
}

/** Answers `exec` over a WebSocket. The only program that the estate's images know is `df`. */
export function createExec(backend: KubernetesBackend): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const server = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => protocols.find((protocol) => offered.has(protocol)) ?? false,
  });
  return (request, socket, head) => {
    const cut = backend.model.faults.at(backend.model.nowMs, 'cluster-cut', backend.cluster.name);
    const outcome = cut === undefined ? attempt(() => executionOf(backend, request)) : cutAnswer(cut.mode ?? 'refuse');
    if (outcome === 'hang') return;
    if (outcome === 'reset') socket.destroy();
    else if ('stdout' in outcome) server.handleUpgrade(request, socket, head, (webSocket) => answer(webSocket, outcome));
    else refuse(socket, outcome);
  };
}

function attempt(execute: () => Execution): Execution | Answer {
  try {
    return execute();
  } catch (error) {
    if (error instanceof ApiError) return statusAnswer(error);
    throw error;
  }
}

function refuse(socket: Duplex, { status, headers, body }: Answer): void {
  const text = typeof body === 'string' ? body : '';
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(text)), connection: 'close' });
  socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${text}`);
}

function answer(webSocket: WebSocket, { stdout, stderr, status }: Execution): void {
  const send = (channel: number, text: string): void => webSocket.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text)]));
  // A real server opens each channel with an empty frame.
  for (const channel of Object.values(channels)) send(channel, '');
  if (stdout !== '') send(channels.stdout, stdout);
  if (stderr !== '') send(channels.stderr, stderr);
  send(channels.status, JSON.stringify({ metadata: {}, ...status }));
  webSocket.close(1000);
}

function executionOf(backend: KubernetesBackend, request: IncomingMessage): Execution {
  authenticate(backend, request.headers);
  const url = new URL(request.url ?? '/', 'http://estate');
  const [, namespace = '', name = ''] = pathPattern.exec(url.pathname) ?? [];
  const { cluster, model } = backend;
  if (cluster.faults.at(model.nowMs, 'kubelet-unscraped', cluster.name)?.mode === 'no-exec') {
    const user = 'system:serviceaccount:monitoring:thanos-chatops';
    const right = `cannot get resource "pods/exec" in API group "" in the namespace "${namespace}"`;
    throw new ApiError(403, `pods "${name}" is forbidden: User "${user}" ${right}`);
  }
  const pod = cluster.pod(name);
  const object = pod === undefined || pod.namespace !== namespace ? undefined : podObject(cluster, pod, model.nowMs);
  if (object === undefined) throw new ApiError(404, `pods "${name}" not found`);
  const container = url.searchParams.get('container') ?? '';
  const running = listAt(object, 'status', 'containerStatuses').find((status) => textAt(status, 'name') === container);
  if (running === undefined) throw new ApiError(400, `container ${container} is not valid for pod ${name}`);
  if (Object.keys(objectAt(running, 'state', 'running')).length === 0)
    throw new ApiError(500, `Internal error occurred: unable to upgrade connection: container not found ("${container}")`);
  return run(backend, mountsOf(object, container), url.searchParams.getAll('command'));
}

/** Mount path to claim, for one container. */
function mountsOf(pod: object, container: string): ReadonlyMap<string, string> {
  const claims = new Map(
    listAt(pod, 'spec', 'volumes').map((volume) => [textAt(volume, 'name'), textAt(volume, 'persistentVolumeClaim', 'claimName')]),
  );
  const own = listAt(pod, 'spec', 'containers').find((each) => textAt(each, 'name') === container);
  const mounts = listAt(own, 'volumeMounts').map((mount) => [textAt(mount, 'mountPath'), claims.get(textAt(mount, 'name')) ?? ''] as const);
  return new Map(mounts.filter(([, claim]) => claim !== ''));
}

function run({ cluster, model }: KubernetesBackend, mounts: ReadonlyMap<string, string>, argv: readonly string[]): Execution {
  const [program = '', ...words] = argv;
  if (program !== 'df') {
    const message = `Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: exec: "${program}": executable file not found in $PATH: unknown`;
    return { stdout: '', stderr: '', status: { status: 'Failure', message, reason: 'InternalError', code: 500 } };
  }
  const disks = new Map(claimDisks(cluster).map((disk) => [disk.name, disk]));
  const rows = words
    .filter((word) => word.startsWith('/'))
    .map((path) => {
      const disk = disks.get(mounts.get(path) ?? '');
      const used = disk?.usedBytesAt(model.nowMs) ?? 80 * gibibytes;
      const size = disk?.sizeBytes ?? 200 * gibibytes;
      const kib = (bytes: number): string => String(Math.round(bytes / 1024)).padStart(9);
      const device = disk === undefined ? 'overlay' : `/dev/longhorn/pvc-${disk.name}`;
      const share = `${Math.round((used / size) * 100)}%`.padStart(4);
      return `${device.padEnd(20)} ${kib(size)} ${kib(used)} ${kib(size - used)} ${share} ${disk === undefined ? '/' : path}\n`;
    });
  const heading = 'Filesystem           1024-blocks    Used Available Capacity Mounted on\n';
  return { stdout: heading + rows.join(''), stderr: '', status: { status: 'Success' } };
}
