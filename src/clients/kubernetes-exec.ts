import type { IncomingMessage } from 'node:http';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import { say } from '../messages/say.ts';
import { startDeadline } from './deadline.ts';
import { statusError } from './http-status.ts';
import type { ClusterConnection } from './kube-config.ts';
import { networkFailure } from './network-failure.ts';
import { oneLine, type Upstream, upstreamError } from './upstream.ts';

/** One container of one pod. */
export interface ContainerAddress {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
}

export interface ExecResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Both put the number of a channel before each frame and end with a status object. Source: k8s.io/apimachinery pkg/util/remotecommand. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;

const MAX_OUTPUT_BYTES = 1_024 * 1_024;

const statusSchema = z.looseObject({
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().default('no reason given'),
  details: z.looseObject({ causes: z.array(z.looseObject({ reason: z.string(), message: z.string() })).default([]) }).prefault({}),
});

/**
 * Runs one program in a container, without a shell and without input, and waits for its end.
 *
 * @throws UpstreamError when it could not be run, or did not end in the time of the cluster's connection.
 */
export async function runInPod(
  connection: ClusterConnection,
  pod: ContainerAddress,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<ExecResult> {
  const upstream: Upstream = { system: 'kubernetes', cluster: connection.name };
  const deadline = startDeadline(connection.deadlineMs, signal);
  const socket = await connection.openSocket(execPath(pod, argv), PROTOCOLS, signal);
  try {
    return await conversation(socket, upstream, deadline.signal);
  } catch (failure) {
    throw networkFailure(failure, upstream, deadline);
  } finally {
    socket.terminate();
  }
}

function execPath({ namespace, name, container }: ContainerAddress, argv: readonly string[]): string {
  const query = new URLSearchParams([
    ['container', container],
    ['stdout', 'true'],
    ['stderr', 'true'],
    ...argv.map((word) => ['command', word]),
  ]);
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/exec?${query}`;
}

/** The listeners stay after the promise has settled: a socket without them ends the process over a late error. */
function conversation(socket: WebSocket, upstream: Upstream, signal: AbortSignal): Promise<ExecResult> {
  const { promise, resolve, reject } = Promise.withResolvers<ExecResult>();
  const output = { [STDOUT]: '', [STDERR]: '' };
  let sizeBytes = 0;
  const take = (frame: Buffer): void => {
    const channel = frame[0];
    const text = frame.subarray(1).toString('utf8');
    sizeBytes += frame.byteLength;
    if (sizeBytes > MAX_OUTPUT_BYTES) {
      reject(upstreamError('bad-response', upstream, { reason: 'the command printed too much' }));
    } else if (channel === STDOUT || channel === STDERR) {
      output[channel] += text;
    } else if (channel === STATUS && text !== '') {
      resolve({ stdout: output[STDOUT], stderr: output[STDERR], exitCode: exitCodeOf(text, upstream) });
    }
  };
  socket.on('message', (data: RawData) => {
    try {
      take(Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]));
    } catch (failure) {
      reject(failure);
    }
  });
  socket.on('unexpected-response', (_request, response) => {
    refusal(response, upstream).then(reject, reject);
  });
  socket.on('error', reject);
  socket.on('close', () => reject(upstreamError('unreachable', upstream, { reason: say('reason.command-cut-off') })));
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  if (signal.aborted) {
    reject(signal.reason);
  }
  return promise;
}

/** @throws UpstreamError when the program did not run: there is none of that name, the container is gone, … */
function exitCodeOf(text: string, upstream: Upstream): number {
  const status = statusSchema.parse(JSON.parse(text));
  if (status.status === 'Success') {
    return 0;
  }
  const code = status.details.causes.find(({ reason }) => reason === 'ExitCode')?.message;
  if (status.reason === 'NonZeroExitCode' && code !== undefined) {
    return Number(code);
  }
  throw upstreamError('invalid', upstream, { reason: oneLine(status.message) });
}

async function refusal(response: IncomingMessage, upstream: Upstream): Promise<Error> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response) {
    chunks.push(Buffer.from(chunk));
    sizeBytes += chunks.at(-1)?.byteLength ?? 0;
    if (sizeBytes > MAX_OUTPUT_BYTES) {
      break;
    }
  }
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  return statusError({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString('utf8') }, upstream);
}
