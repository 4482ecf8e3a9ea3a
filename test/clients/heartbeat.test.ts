import { describe, expect, it } from 'vitest';
import { createHeartbeat } from '../../src/clients/heartbeat.ts';
import { Secret } from '../../src/model/secret.ts';
import { answeringServer, patient } from './answering-server.ts';

describe('clients/heartbeat', () => {
  it('gets the address', async () => {
    const server = await answeringServer((_, response) => response.end('OK'));
    await createHeartbeat(new Secret(`${server.url}/ping/abc?m=1`)).beat(patient());
    expect(server.seen).toMatchObject([{ method: 'GET', url: '/ping/abc?m=1' }]);
  });

  it('fails without telling the address', async () => {
    const server = await answeringServer((_, response) => response.writeHead(404).end('not found'));
    const beat = createHeartbeat(new Secret(`${server.url}/ping/abc`)).beat(patient());
    await expect(beat).rejects.toMatchObject({ code: 'not-found', message: 'heartbeat: answered 404: not found' });
  });

  it('gives up on a watcher that never answers', async () => {
    const server = await answeringServer(() => undefined);
    await expect(createHeartbeat(new Secret(server.url), 40).beat(patient())).rejects.toMatchObject({ code: 'timeout' });
  });
});
