import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createNodeShell, type NodeLogin } from '../../src/clients/node-shell.ts';
import { type SshServer, startSshd } from './peers/sshd.ts';

const { SSHD: binary } = process.env;
const DEADLINE_MS = 1_500;
const signal = AbortSignal.timeout(150_000);

describe.skipIf(!binary)('clients/node-shell with a real SSH server (needs SSHD)', () => {
  let server: SshServer;

  beforeEach(async () => {
    server = await startSshd(binary ?? '');
  });
  afterEach(async () => {
    server?.process.kill('SIGCONT');
    await server?.stop();
  });

  const shell = (changes: Partial<NodeLogin> = {}, target = server) =>
    createNodeShell({
      cluster: 'cluster-02',
      address: '127.0.0.1',
      port: target.port,
      user: target.user,
      privateKeyFile: target.privateKeyFile,
      hostKey: target.fingerprint,
      deadlineMs: DEADLINE_MS,
      ...changes,
    });

  it('reads what df prints on that machine', async () => {
    const [, line = ''] = execFileSync('df', ['-P', '-B1', process.cwd()], { encoding: 'utf8' }).trim().split('\n');
    const [, size, , , , mount = ''] = line.split(/\s+/);

    const found = await shell({ deadlineMs: 20_000 }).diskUse(signal);

    for (const { sizeBytes, usedBytes } of found) {
      expect(usedBytes).toBeLessThanOrEqual(sizeBytes);
    }
    expect(found.find((each) => each.mount === mount)?.sizeBytes).toBe(Number(size));
  });

  it('takes a pinned fingerprint with padding too', async () => {
    await expect(shell({ hostKey: `${server.fingerprint}=`, deadlineMs: 20_000 }).diskUse(signal)).resolves.not.toEqual([]);
  });

  it('sends nothing to a host whose key is not the pinned one', async () => {
    const hostKey = `SHA256:${'A'.repeat(43)}`;

    await expect(shell({ hostKey, deadlineMs: 20_000 }).diskUse(signal)).rejects.toMatchObject({
      code: 'unauthorized',
      details: { system: 'ssh', cluster: 'cluster-02', retryable: false, reason: 'its host key is not the pinned one; nothing was sent' },
    });
  });

  it('says that the server does not accept the key', async () => {
    await expect(shell({ privateKeyFile: server.strangerKeyFile, deadlineMs: 20_000 }).diskUse(signal)).rejects.toMatchObject({
      code: 'unauthorized',
      details: { reason: 'it does not accept our key' },
    });
  });

  it('says that the server does not know the user', async () => {
    await expect(shell({ user: 'no-such-user', deadlineMs: 20_000 }).diskUse(signal)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('gives up within the deadline on a server that hangs before it greets', async () => {
    server.process.kill('SIGSTOP');
    const startedAt = performance.now();

    await expect(shell().diskUse(signal)).rejects.toMatchObject({ code: 'timeout', details: { reason: 'no answer within 1.5 s' } });
    expect(performance.now() - startedAt).toBeLessThan(2 * DEADLINE_MS);
  });

  it('gives up within the deadline on a command that never ends', async () => {
    const slow = await startSshd(binary ?? '', ['ForceCommand exec sleep 10']);
    onTestFinished(() => slow.stop());

    await expect(shell({}, slow).diskUse(signal)).rejects.toMatchObject({ code: 'timeout' });
  });

  it('does not take other output for a table of df', async () => {
    const chatty = await startSshd(binary ?? '', ['ForceCommand echo This account is currently not available.']);
    onTestFinished(() => chatty.stop());

    await expect(shell({ deadlineMs: 20_000 }, chatty).diskUse(signal)).rejects.toMatchObject({
      code: 'bad-response',
      details: { reason: expect.stringContaining('This account is currently not available.') },
    });
  });

  it('says that a machine without an SSH server is unreachable', async () => {
    const exit = once(server.process, 'exit');
    server.process.kill('SIGKILL');
    await exit;

    await expect(shell().diskUse(signal)).rejects.toMatchObject({ code: 'unreachable', details: { reason: 'connection refused' } });
  });
});
