import { answerAlertmanager } from './alertmanager/api.ts';
import type { Grafana } from './grafana/api.ts';
import { type Answer, type Request, text } from './http.ts';
import type { ClusterModel } from './model/cluster-model.ts';
import { alertmanagerSet, namespace, release } from './model/identity.ts';
import { answerQueryApi } from './prometheus/api.ts';
import { blocksJson, prometheusBackend, thanosBackend } from './prometheus/backends.ts';
import type { EstateRuntime } from './runtime.ts';

const prometheusNames = new Set([`${release}-prometheus`, 'prometheus-operated']);
const alertmanagerNames = new Set([`${release}-alertmanager`, 'alertmanager-operated']);
const sidecarNames = new Set([`${release}-thanos-discovery`, `${release}-thanos-external`]);

/** Answers for the Services inside a cluster; `undefined` when nothing ready stands behind one. */
export class ClusterServices {
  readonly #runtime: EstateRuntime;
  readonly #grafana: Grafana;

  constructor(runtime: EstateRuntime, grafana: Grafana) {
    this.#runtime = runtime;
    this.#grafana = grafana;
  }

  async answer(cluster: ClusterModel, request: Request, service: string, path: string): Promise<Answer | undefined> {
    const { model, evaluators } = this.#runtime;
    const { nowMs } = model;
    const hasReady = (workload: string): boolean => cluster.readyPodsOf(workload, nowMs).length > 0;
    if (prometheusNames.has(service)) {
      return hasReady(`prometheus-${release}-prometheus`)
        ? answerQueryApi(prometheusBackend(model, cluster, evaluators), request, path)
        : undefined;
    }
    if (alertmanagerNames.has(service)) {
      const manager = this.#runtime.alertmanagers.get(cluster.name);
      return manager !== undefined && hasReady(alertmanagerSet) ? answerAlertmanager(manager, request, path, nowMs) : undefined;
    }
    if (sidecarNames.has(service)) return hasReady(`prometheus-${release}-prometheus`) ? probe(path) : undefined;
    return cluster === model.central ? this.#central(request, service, path, hasReady) : undefined;
  }

  async #central(request: Request, service: string, path: string, hasReady: (workload: string) => boolean): Promise<Answer | undefined> {
    const { model, evaluators } = this.#runtime;
    if (service === `${release}-grafana`) return hasReady(service) ? this.#grafana.answer(request, path) : undefined;
    if (service === 'thanos-query-frontend') {
      const exists = model.central.objects.get('/services', namespace, service) !== undefined && hasReady(service);
      return exists ? answerQueryApi(thanosBackend(model, evaluators), request, path) : undefined;
    }
    if (!hasReady(service)) return undefined;
    if (service === 'thanos-query') return answerQueryApi(thanosBackend(model, evaluators), request, path);
    if (path === '/api/v1/blocks') return blocksJson(model);
    return probe(path);
  }
}

function probe(path: string): Answer {
  return path === '/-/healthy' || path === '/-/ready' ? text('OK') : text('404 page not found', 404);
}
