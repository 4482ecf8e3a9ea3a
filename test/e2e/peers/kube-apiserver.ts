import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, freePort, type Peer, startProgram } from './process.ts';

/** A real API server on a real etcd. It has no kubelet and no controllers: pod status is what a test patches. */
export interface ApiServer extends Peer {
  /** kubeconfig for one of the tokens below. */
  kubeconfig(token: string): string;
  /** Holds the server's own `apiserver.crt` and `apiserver.key`. */
  readonly certificates: string;
}

/** `admin` may do everything; `viewer` and `nobody` get what a test grants them by RBAC. */
export const TOKENS = { admin: 'admin-token', viewer: 'viewer-token', nobody: 'nobody-token' } as const;

export async function startApiServer(binary: string, etcd: string): Promise<ApiServer> {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-kube-'));
  const [client, peer, secure] = [await freePort(), await freePort(), await freePort()];
  const etcdUrl = `http://127.0.0.1:${client}`;
  const store = await startProgram(
    etcd,
    [
      '--data-dir',
      join(directory, 'etcd'),
      '--listen-client-urls',
      etcdUrl,
      '--advertise-client-urls',
      etcdUrl,
      '--listen-peer-urls',
      `http://127.0.0.1:${peer}`,
      '--unsafe-no-fsync',
    ],
    () => answers(`${etcdUrl}/health`),
    etcdUrl,
  );
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(join(directory, 'sa.key'), privateKey);
  writeFileSync(join(directory, 'sa.pub'), publicKey);
  writeFileSync(
    join(directory, 'tokens.csv'),
    `${TOKENS.admin},admin,1,"system:masters"\n${TOKENS.viewer},viewer,2\n${TOKENS.nobody},nobody,3\n`,
  );
  const url = `https://127.0.0.1:${secure}`;
  const server = await startProgram(
    binary,
    [
      `--etcd-servers=${etcdUrl}`,
      `--secure-port=${secure}`,
      '--bind-address=127.0.0.1',
      `--cert-dir=${join(directory, 'certs')}`,
      `--token-auth-file=${join(directory, 'tokens.csv')}`,
      '--authorization-mode=RBAC',
      `--service-account-key-file=${join(directory, 'sa.pub')}`,
      `--service-account-signing-key-file=${join(directory, 'sa.key')}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      '--service-cluster-ip-range=10.0.0.0/24',
      '--disable-admission-plugins=ServiceAccount',
    ],
    () => isReady(url),
    url,
  );
  return {
    ...server,
    stop: async () => {
      await server.stop();
      await store.stop();
    },
    kubeconfig: (token) => kubeconfig(url, token),
    certificates: join(directory, 'certs'),
  };
}

/** Its certificate is self-signed, so readiness is asked without verifying it; the product is given the same through its kubeconfig. */
async function isReady(url: string): Promise<boolean> {
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  try {
    const answer = await request(`${url}/readyz`, {
      dispatcher,
      headers: { authorization: `Bearer ${TOKENS.admin}` },
      signal: AbortSignal.timeout(2_000),
    });
    await answer.body.dump();
    return answer.statusCode === 200;
  } catch {
    return false;
  } finally {
    await dispatcher.close();
  }
}

function kubeconfig(server: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'real', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'bot', user: { token } }],
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'bot' } }],
    'current-context': 'real',
  });
}
