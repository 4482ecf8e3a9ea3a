import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiServer, startApiServer, TOKENS } from './peers/kube-apiserver.ts';
import { type Bot, signIn } from './peers/kube-bot.ts';

const { KUBE_APISERVER: binary, ETCD: etcd } = process.env;
const DEADLINE_MS = 1_500;
const signal = AbortSignal.timeout(150_000);

describe.skipIf(!binary || !etcd)('clients/kubernetes with an API server that fails (needs KUBE_APISERVER and ETCD)', () => {
  let server: ApiServer;
  let bot: Bot;

  beforeEach(async () => {
    server = await startApiServer(binary ?? '', etcd ?? '');
    bot = signIn(server, TOKENS.admin, { deadlineMs: DEADLINE_MS });
    await bot.reader.version(signal);
  });
  afterEach(async () => {
    server?.process.kill('SIGCONT');
    await bot?.connection.close();
    await server?.stop();
  });

  it('gives up on a server that hangs within the deadline, and uses it again when it goes on', async () => {
    server.process.kill('SIGSTOP');
    const startedAt = performance.now();

    await expect(bot.reader.listPods('default', signal)).rejects.toMatchObject({
      code: 'timeout',
      details: { reason: 'no answer within 1.5 s', retryable: true, cluster: 'cluster-02' },
    });
    expect(performance.now() - startedAt).toBeLessThan(2 * DEADLINE_MS);

    server.process.kill('SIGCONT');
    await expect(bot.reader.listPods('default', signal)).resolves.toEqual([]);
  });

  it('gives up on a hanging server when its caller does', async () => {
    server.process.kill('SIGSTOP');

    await expect(bot.reader.version(AbortSignal.timeout(100))).rejects.toMatchObject({
      code: 'timeout',
      details: { reason: 'given up, the deadline of the caller passed' },
    });
  });

  it('says that a killed server is unreachable, for the call under way and for later ones', async () => {
    server.process.kill('SIGSTOP');
    const underWay = expect(bot.reader.listPods('default', signal)).rejects.toMatchObject({ code: 'unreachable' });
    const exit = once(server.process, 'exit');
    server.process.kill('SIGKILL');

    await underWay;
    await exit;
    await expect(bot.reader.version(signal)).rejects.toMatchObject({
      code: 'unreachable',
      details: { reason: 'connection refused', retryable: true },
    });
  });
});
