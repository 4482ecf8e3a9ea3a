import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort, type Peer, startProgram } from './process.ts';

/** A real SSH server that lets the current user in with one key. */
export interface SshServer extends Peer {
  readonly port: number;
  readonly user: string;
  /** Of its host key, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** Private key that it accepts. */
  readonly privateKeyFile: string;
  /** Private key that it has never heard of. */
  readonly strangerKeyFile: string;
}

/** `extra` lines go into its configuration. */
export async function startSshd(binary: string, extra: readonly string[] = []): Promise<SshServer> {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-sshd-'));
  const newKey = (name: string): string => {
    const path = join(directory, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path]);
    return path;
  };
  const [host, user, stranger] = [newKey('host'), newKey('user'), newKey('stranger')];
  const port = await freePort();
  const config = join(directory, 'sshd_config');
  writeFileSync(
    config,
    [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${host}`,
      `AuthorizedKeysFile ${user}.pub`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      ...extra,
      '',
    ].join('\n'),
  );
  if (process.getuid?.() === 0) {
    // Debian's server started by root wants this directory and leaves making it to the init system.
    mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  }
  const peer = await startProgram(binary, ['-D', '-e', '-f', config], () => greets(port), `ssh://127.0.0.1:${port}`);
  return {
    ...peer,
    port,
    user: userInfo().username,
    fingerprint: execFileSync('ssh-keygen', ['-l', '-E', 'sha256', '-f', `${host}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '',
    privateKeyFile: user,
    strangerKeyFile: stranger,
  };
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (isGreeted: boolean): void => {
      socket.destroy();
      resolve(isGreeted);
    };
    socket.setTimeout(2_000, () => end(false));
    socket.once('data', (chunk) => end(chunk.toString().startsWith('SSH-2.0')));
    socket.once('error', () => end(false));
  });
}
