import { Agent, request } from 'undici';
import { z } from 'zod';
import { TOKENS } from './kube-apiserver.ts';

/** What a test does to a cluster behind the product's back, with every right and without the product's clients. */
export interface KubeAdmin {
  /** Path below the server's address. @throws Error with the server's answer when that is not 2xx. */
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<unknown>;
  /** Creates objects, in `namespace` when their kind has one. */
  create(objects: readonly KubeObject[], namespace?: string): Promise<void>;
  /** Puts the state that a controller or kubelet would report. */
  setStatus(object: KubeObject, status: object, namespace?: string): Promise<void>;
  close(): Promise<void>;
}

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

const resourceList = z.looseObject({ resources: z.array(z.looseObject({ name: z.string(), kind: z.string(), namespaced: z.boolean() })) });

export function openKubeAdmin(url: string): KubeAdmin {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });

  const call: KubeAdmin['call'] = async (method, path, body) => {
    const answer = await request(`${url}${path}`, {
      method,
      dispatcher,
      headers: {
        authorization: `Bearer ${TOKENS.admin}`,
        'user-agent': 'admin',
        'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) {
      throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    }
    return JSON.parse(text);
  };

  async function collection({ apiVersion, kind }: KubeObject, namespace: string): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { resources } = resourceList.parse(await call('GET', root));
    const resource = resources.find((each) => each.kind === kind && !each.name.includes('/'));
    if (resource === undefined) {
      throw new Error(`the server has no ${kind} of ${apiVersion}`);
    }
    return `${root}${resource.namespaced ? `/namespaces/${namespace}` : ''}/${resource.name}`;
  }

  return {
    call,
    create: async (objects, namespace = 'monitoring') => {
      for (const object of objects) {
        await call('POST', await collection(object, namespace), object);
      }
    },
    setStatus: async (object, status, namespace = 'monitoring') => {
      await call('PATCH', `${await collection(object, namespace)}/${object.metadata.name}/status`, { status });
    },
    close: () => dispatcher.close(),
  };
}

const tokenAnswer = z.looseObject({ status: z.looseObject({ token: z.string() }) });

/** A token of a service account as a pod would get it. */
export async function tokenOf(admin: KubeAdmin, serviceAccount: string, namespace = 'monitoring'): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
  return tokenAnswer.parse(await admin.call('POST', path, { spec: { expirationSeconds: 3_600 } })).status.token;
}
