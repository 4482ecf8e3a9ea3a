import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNodeShell, fingerprint, type NodeLogin } from '../../src/clients/node-shell.ts';
import { patient } from './answering-server.ts';

type Session = (command: string, channel: ssh2.ServerChannel) => void;

const hostKeys = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
const userKeys = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });

function wireForm(key: string): Buffer {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) {
    throw parsed;
  }
  return parsed.getPublicSSH();
}

/** An SSH server that knows one key and runs nothing. */
async function loginTo(run: Session, changes: Partial<NodeLogin> = {}): Promise<NodeLogin> {
  const server = new ssh2.Server({ hostKeys: [hostKeys.private] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (attempt) =>
      attempt.method === 'publickey' && attempt.key.data.equals(wireForm(userKeys.public))
        ? attempt.accept()
        : attempt.reject(['publickey']),
    );
    client.on('session', (accept) => accept().on('exec', (acceptExec, _reject, { command }) => run(command, acceptExec())));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'node-shell-'));
  onTestFinished(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  const privateKeyFile = join(folder, 'id');
  await writeFile(privateKeyFile, userKeys.private);
  const { port } = server.address() as AddressInfo;
  return {
    cluster: 'cluster-02',
    address: '127.0.0.1',
    port,
    user: 'bsh',
    privateKeyFile,
    hostKey: fingerprint(wireForm(hostKeys.public)),
    ...changes,
  };
}

const table = 'Filesystem 1-blocks Used Available Capacity Mounted on\n/dev/vda1 1000 860 140 86% /\n';

const print =
  (output: string, exitCode = 0): Session =>
  (_, channel) => {
    channel.write(output);
    channel.exit(exitCode);
    channel.end();
  };

describe('clients/node-shell', () => {
  it('runs one fixed command and reads its table', async () => {
    const commands: string[] = [];
    const login = await loginTo((command, channel) => {
      commands.push(command);
      print(table)(command, channel);
    });
    expect(await createNodeShell(login).diskUse(patient())).toEqual([{ mount: '/', sizeBytes: 1_000, usedBytes: 860 }]);
    expect(commands).toEqual(['LC_ALL=C df -P -B1']);
  });

  it('keeps the table when df could not read every mount', async () => {
    const login = await loginTo(print(table, 1));
    expect(await createNodeShell(login).diskUse(patient())).toHaveLength(1);
  });

  it('sends nothing to a host with another key', async () => {
    const login = await loginTo(print(table), { hostKey: `SHA256:${'A'.repeat(43)}` });
    await expect(createNodeShell(login).diskUse(patient())).rejects.toMatchObject({
      code: 'unauthorized',
      details: { reason: 'its host key is not the pinned one; nothing was sent', retryable: false, cluster: 'cluster-02' },
    });
  });

  it('says that our key is not accepted', async () => {
    const login = await loginTo(print(table));
    await writeFile(login.privateKeyFile, ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private);
    await expect(createNodeShell(login).diskUse(patient())).rejects.toMatchObject({
      code: 'unauthorized',
      details: { reason: 'it does not accept our key' },
    });
  });

  it('ends a command that hangs', async () => {
    const login = await loginTo(() => undefined, { deadlineMs: 400 });
    await expect(createNodeShell(login).diskUse(patient())).rejects.toMatchObject({ code: 'timeout' });
  });

  it('fails when the connection closes before the command has finished', async () => {
    const login = await loginTo((_, channel) => channel.destroy());
    await expect(createNodeShell(login).diskUse(patient())).rejects.toMatchObject({ name: 'UpstreamError' });
  });

  it('does not read other output as "no file systems"', async () => {
    const login = await loginTo(print('This account is not available.\n', 1));
    await expect(createNodeShell(login).diskUse(patient())).rejects.toMatchObject({ code: 'bad-response' });
  });

  it('names a private key that cannot be read', async () => {
    const login = await loginTo(print(table), { privateKeyFile: '/nowhere/id' });
    await expect(createNodeShell(login).diskUse(patient())).rejects.toThrow('the private key /nowhere/id cannot be read');
  });
});
