import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ClientChannel, ConnectConfig } from 'ssh2';
import { say } from '../messages/say.ts';
import type { UpstreamError } from '../model/errors.ts';
import type { DurationMs } from '../model/time.ts';
import type { NodeShell } from '../ports.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { parseDiskUse } from './disk-use.ts';
import { networkFailure } from './network-failure.ts';
import { oneLine, type Upstream, upstreamError } from './upstream.ts';

export interface NodeLogin {
  readonly cluster: string;
  readonly address: string;
  readonly port?: number;
  readonly user: string;
  readonly privateKeyFile: string;
  /** Fingerprint as `ssh-keygen -l` prints it: `SHA256:…`. Any other host key ends the connection. */
  readonly hostKey: string;
  readonly deadlineMs?: DurationMs;
}

/** The only command that is ever run. The C locale keeps its heading in English. */
const DISK_USE = 'LC_ALL=C df -P -B1';

const MAX_OUTPUT_BYTES = 1_024 * 1_024;

/** Opens a read-only shell on one node; a connection lasts for one command. */
export function createNodeShell(login: NodeLogin): NodeShell {
  const upstream: Upstream = { system: 'ssh', cluster: login.cluster };
  return {
    async diskUse(signal) {
      const deadline = startDeadline(login.deadlineMs ?? 8_000, signal);
      const output = await runOnce(await connection(login, upstream), DISK_USE, upstream, deadline);
      const found = parseDiskUse(output);
      if (found === null || found.length === 0) {
        throw upstreamError('bad-response', upstream, { reason: oneLine(`${login.address} did not print a table of df: ${output}`) });
      }
      return found;
    },
  };
}

/** A host key other than the pinned one; SSH itself reports it as a failed handshake. */
class HostKeyMismatch extends Error {}

interface Connection {
  readonly config: ConnectConfig;
  wasHostKeyWrong(): boolean;
}

async function connection(login: NodeLogin, upstream: Upstream): Promise<Connection> {
  let isWrong = false;
  const expected = login.hostKey.replace(/=+$/, '');
  try {
    const config: ConnectConfig = {
      host: login.address,
      port: login.port ?? 22,
      username: login.user,
      privateKey: await readFile(login.privateKeyFile),
      readyTimeout: 0,
      hostVerifier: (key: Buffer) => {
        isWrong = fingerprint(key) !== expected;
        return !isWrong;
      },
    };
    return { config, wasHostKeyWrong: () => isWrong };
  } catch (failure) {
    throw upstreamError('unauthorized', upstream, { reason: `the private key ${login.privateKeyFile} cannot be read`, cause: failure });
  }
}

/** Fingerprint of a public key in SSH's wire form, as `ssh-keygen -l` prints it. */
export function fingerprint(publicKey: Buffer): string {
  return `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`;
}

async function runOnce({ config, wasHostKeyWrong }: Connection, command: string, upstream: Upstream, deadline: Deadline): Promise<string> {
  // Loaded with the first shell: most installations have none.
  const { default: ssh } = await import('ssh2');
  const client = new ssh.Client();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const onAbort = (): void => reject(deadline.signal.reason);
  deadline.signal.addEventListener('abort', onAbort);
  // The listeners stay after the promise has settled: an SSH client without them ends the process over a late error.
  client.on('error', reject);
  client.on('close', () => reject(upstreamError('unreachable', upstream, { reason: say('reason.command-cut-off') })));
  client.on('ready', () => client.exec(command, (failure, channel) => (failure ? reject(failure) : collect(channel, resolve, reject))));
  try {
    deadline.signal.throwIfAborted();
    client.connect(config);
    return await promise;
  } catch (failure) {
    throw sshFailure(wasHostKeyWrong() ? new HostKeyMismatch() : failure, upstream, deadline);
  } finally {
    deadline.signal.removeEventListener('abort', onAbort);
    client.destroy();
  }
}

function collect(channel: ClientChannel, resolve: (output: string) => void, reject: (failure: Error) => void): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  channel.on('error', reject);
  channel.stderr.resume();
  channel.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_OUTPUT_BYTES) {
      reject(new Error('the command printed too much'));
    } else {
      chunks.push(chunk);
    }
  });
  // df exits with 1 when one mount cannot be read and still prints the others, so the table decides.
  channel.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
}

function sshFailure(failure: unknown, upstream: Upstream, deadline: Deadline): UpstreamError {
  if (failure instanceof HostKeyMismatch) {
    return upstreamError('unauthorized', upstream, { reason: 'its host key is not the pinned one; nothing was sent' });
  }
  if (failure instanceof Error && 'level' in failure && failure.level === 'client-authentication') {
    return upstreamError('unauthorized', upstream, { reason: 'it does not accept our key', cause: failure });
  }
  return networkFailure(failure, upstream, deadline);
}
