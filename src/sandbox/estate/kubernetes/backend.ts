import type { Answer, Request } from '../http.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import type { EstateModel } from '../model/estate-model.ts';

/** What the API server of one cluster needs of the estate. */
export interface KubernetesBackend {
  readonly model: EstateModel;
  readonly cluster: ClusterModel;
  /** Bearer tokens that are let in. */
  readonly tokens: ReadonlySet<string>;
  /** Answers a request to a service inside the cluster; `undefined` when there is no such service or nothing behind it. */
  proxy(request: Request, service: string, port: string, path: string): Promise<Answer | undefined>;
}

export interface Target {
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  readonly rest: string;
}
