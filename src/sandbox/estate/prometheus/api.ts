import { type Answer, json, type Request, text } from '../http.ts';
import { metricNames } from '../metrics/catalogue.ts';
import type { EpochMs } from '../model/time.ts';
import { PromqlError } from '../promql/errors.ts';
import { matcher } from '../promql/literals.ts';
import { parsePromql } from '../promql/parse.ts';
import type { Matcher, Series, SeriesSource } from '../promql/syntax.ts';
import { duration, instant, parametersOf } from './parameters.ts';
import { instantData, rangeData } from './results.ts';

/** What differs between one Prometheus and Thanos Query. */
export interface QueryBackend {
  readonly nowMs: EpochMs;
  readonly version: string;
  readonly product: 'Prometheus' | 'Thanos';
  isReady(): boolean;
  source(parameters: URLSearchParams): SeriesSource;
  warnings(parameters: URLSearchParams): readonly string[];
  alerts(): unknown;
  rules(type: string | null): unknown;
  targets(): unknown;
  flags(): Readonly<Record<string, string>>;
  /** Answers a path only this product has. */
  other(path: string): Answer | undefined;
}

const status: Readonly<Record<PromqlError['kind'], readonly [number, string]>> = {
  bad_data: [400, 'bad_data'],
  execution: [422, 'execution'],
  unsupported: [422, 'execution'],
};

export async function answerQueryApi(backend: QueryBackend, request: Request, path: string): Promise<Answer> {
  if (path === '/-/healthy') return text(backend.product === 'Thanos' ? 'OK' : 'Prometheus Server is Healthy.\n');
  if (path === '/-/ready') return readiness(backend);
  const parameters = await parametersOf(request);
  try {
    return answer(backend, path, parameters);
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    const [code, errorType] = status[error.kind];
    return json({ status: 'error', errorType, error: error.message }, code);
  }
}

function readiness(backend: QueryBackend): Answer {
  if (backend.product === 'Thanos') return backend.isReady() ? text('OK') : text('NOT OK', 503);
  return backend.isReady() ? text('Prometheus Server is Ready.\n') : text('Service Unavailable', 503);
}

function success(data: unknown, warnings: readonly string[] = []): Answer {
  return json({ status: 'success', data, ...(warnings.length > 0 ? { warnings } : {}) });
}

function answer(backend: QueryBackend, path: string, parameters: URLSearchParams): Answer {
  switch (path) {
    case '/api/v1/query':
      return withWarnings(backend, parameters, () =>
        instantData(backend.source(parameters), expressionOf(parameters), instant(parameters.get('time'), backend.nowMs)),
      );
    case '/api/v1/query_range':
      return withWarnings(backend, parameters, () => {
        const startMs = instant(parameters.get('start'), backend.nowMs);
        const endMs = instant(parameters.get('end'), backend.nowMs);
        return rangeData(backend.source(parameters), expressionOf(parameters), startMs, endMs, duration(parameters.get('step'), 'step'));
      });
    case '/api/v1/series':
      return success(seriesOf(backend, parameters).map((series) => series.labels));
    case '/api/v1/labels':
      return success([...new Set(seriesOf(backend, parameters).flatMap((series) => Object.keys(series.labels)))].sort());
    case '/api/v1/alerts':
      return success({ alerts: backend.alerts() });
    case '/api/v1/rules':
      return success(backend.rules(parameters.get('type')));
    case '/api/v1/targets':
      return success({ activeTargets: backend.targets(), droppedTargets: [], droppedTargetCounts: {} });
    case '/api/v1/metadata':
      return success({});
    case '/api/v1/status/buildinfo':
      return success({
        version: backend.version,
        revision: 'sandbox',
        branch: 'HEAD',
        buildUser: '',
        buildDate: '',
        goVersion: 'go1.24.6',
      });
    case '/api/v1/status/runtimeinfo':
      return success({
        startTime: new Date(backend.nowMs).toISOString(),
        CWD: '/',
        goroutineCount: 120,
        storageRetention: '6h',
        reloadConfigSuccess: true,
      });
    case '/api/v1/status/flags':
      return success(backend.flags());
    default:
      return labelValues(backend, path, parameters) ?? backend.other(path) ?? text('404 page not found', 404);
  }
}

function expressionOf(parameters: URLSearchParams): ReturnType<typeof parsePromql> {
  return parsePromql(parameters.get('query') ?? '');
}

function withWarnings(backend: QueryBackend, parameters: URLSearchParams, evaluate: () => unknown): Answer {
  const warnings = backend.warnings(parameters);
  if (warnings.length > 0 && parameters.get('partial_response') === 'false') {
    return json({ status: 'error', errorType: 'execution', error: warnings[0] }, 422);
  }
  return success(evaluate(), warnings);
}

function matchersOf(parameters: URLSearchParams): readonly Matcher[][] {
  return parameters.getAll('match[]').map((text) => {
    const expression = parsePromql(text);
    if (expression.kind !== 'selector') throw new PromqlError('bad_data', `invalid parameter "match[]": ${text}`);
    return [...expression.matchers];
  });
}

function seriesOf(backend: QueryBackend, parameters: URLSearchParams): Series[] {
  const source = backend.source(parameters);
  const sets = matchersOf(parameters);
  const wanted = sets.length > 0 ? sets : [[matcher('__name__', '=', 'up')]];
  return wanted.flatMap((matchers) =>
    source.select(matchers).filter((series) => series.at(Math.floor(backend.nowMs / 30_000) * 30_000) !== undefined),
  );
}

function labelValues(backend: QueryBackend, path: string, parameters: URLSearchParams): Answer | undefined {
  const name = /^\/api\/v1\/label\/([^/]+)\/values$/.exec(path)?.[1];
  if (name === undefined) return undefined;
  if (name === '__name__' && parameters.getAll('match[]').length === 0) return success(metricNames);
  const values = seriesOf(backend, parameters).map((series) => series.labels[name] ?? '');
  return success([...new Set(values)].filter((value) => value !== '').sort());
}
