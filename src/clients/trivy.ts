import { execFile } from 'node:child_process';
import { z } from 'zod';
import { say } from '../messages/say.ts';
import type { DurationMs } from '../model/time.ts';
import type { ImageFindings, ImageScanner } from '../ports.ts';
import { oneLine, type Upstream, upstreamError } from './upstream.ts';

export interface TrivySettings {
  /** Name of the program, looked up on the PATH, or its path. */
  readonly binary: string;
  /** How long one image may take, the download of Trivy's database included. */
  readonly timeoutMs: DurationMs;
  /** The environment of this process; the scanner gets the few variables that it needs. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

const UPSTREAM: Upstream = { system: 'trivy' };
const MAX_REPORT_BYTES = 64 * 1_024 * 1_024;

/** Nothing that an image could be called begins with a dash, so none can be taken for an option. */
const IMAGE = /^[a-z0-9][\w.:/@-]*$/i;

/** What a scanner needs to find its cache, registries and proxies. Our own secrets stay here. */
const PASSED = /^(PATH|HOME|TMPDIR|XDG_CACHE_HOME|DOCKER_CONFIG|SSL_CERT_FILE|SSL_CERT_DIR|(HTTPS?|NO)_PROXY|TRIVY_.*)$/i;

/** Source: aquasecurity/trivy v0.66 pkg/types/report.go, schema version 2. A result without findings has no `Vulnerabilities`. */
const reportSchema = z.looseObject({
  SchemaVersion: z.literal(2),
  Results: z.array(z.looseObject({ Vulnerabilities: z.array(z.looseObject({ Severity: z.string() })).nullish() })).nullish(),
});

/**
 * Scans with a Trivy on this machine, one image at a time. A scan goes on when whoever asked gives up, and its result waits for the
 * next one who asks: a first scan downloads a database and takes longer than anybody waits.
 */
export function createTrivy(settings: TrivySettings): ImageScanner & { close(): void } {
  const closing = new AbortController();
  const running = new Map<string, Promise<ImageFindings>>();
  let last: Promise<unknown> = Promise.resolve();

  function begin(image: string): Promise<ImageFindings> {
    const scan = last.then(() => scanOnce(settings, image, closing.signal));
    last = scan.catch(() => undefined);
    running.set(image, scan);
    return scan;
  }

  return {
    async scan(image, signal) {
      if (!IMAGE.test(image)) {
        throw upstreamError('invalid', UPSTREAM, { reason: oneLine(`${image} is no name of an image`) });
      }
      const work = running.get(image) ?? begin(image);
      const outcome = await unlessAborted(work, signal);
      if (outcome === 'aborted') {
        return null;
      }
      if (running.get(image) === work) {
        running.delete(image);
      }
      if (outcome.status === 'rejected') {
        throw outcome.reason;
      }
      return outcome.value;
    },
    close: () => closing.abort(),
  };
}

function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<PromiseSettledResult<Value> | 'aborted'> {
  const { promise, resolve } = Promise.withResolvers<'aborted'>();
  const onAbort = (): void => resolve('aborted');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) {
    onAbort();
  }
  const settled = Promise.allSettled([work]).then(([result]) => result);
  return Promise.race([settled, promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

function scanOnce({ binary, timeoutMs, variables }: TrivySettings, image: string, signal: AbortSignal): Promise<ImageFindings> {
  const wait = `${Math.ceil(timeoutMs / 1_000)}s`;
  const argv = ['image', '--format', 'json', '--quiet', '--scanners', 'vuln', '--severity', 'CRITICAL,HIGH', '--timeout', wait, image];
  const env = Object.fromEntries(Object.entries(variables).filter(([name]) => PASSED.test(name)));
  const options = { env, signal, timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: MAX_REPORT_BYTES, encoding: 'utf8' } as const;
  const { promise, resolve, reject } = Promise.withResolvers<ImageFindings>();
  execFile(binary, argv, options, (failure, stdout, stderr) => {
    try {
      resolve(failure === null ? readFindings(stdout) : raise(failure, stderr, settingsOf(binary, timeoutMs)));
    } catch (error) {
      reject(error);
    }
  });
  return promise;
}

/** Counts a finding once for each package that has it, as Trivy does. @throws UpstreamError */
export function readFindings(report: string): ImageFindings {
  const parsed = reportSchema.safeParse(tryJson(report));
  if (!parsed.success) {
    throw upstreamError('bad-response', UPSTREAM, { reason: oneLine(`its report cannot be read: ${report.slice(0, 80)}`) });
  }
  const severities = (parsed.data.Results ?? []).flatMap((result) => (result.Vulnerabilities ?? []).map(({ Severity }) => Severity));
  const count = (wanted: string): number => severities.filter((severity) => severity === wanted).length;
  return { critical: count('CRITICAL'), high: count('HIGH') };
}

interface Limits {
  readonly binary: string;
  readonly seconds: number;
}

const settingsOf = (binary: string, timeoutMs: DurationMs): Limits => ({ binary, seconds: timeoutMs / 1_000 });

function raise(failure: Error & { readonly code?: unknown; readonly killed?: boolean }, stderr: string, limits: Limits): never {
  if (failure.code === 'ENOENT' || failure.code === 'EACCES') {
    throw upstreamError('not-found', UPSTREAM, { reason: `${limits.binary} is not installed here`, cause: failure });
  }
  if (failure.killed === true) {
    throw upstreamError('timeout', UPSTREAM, { reason: say('reason.unfinished', { afterMs: limits.seconds * 1_000 }), cause: failure });
  }
  const lastLine = stderr.trim().split('\n').at(-1) ?? '';
  throw upstreamError('unavailable', UPSTREAM, { reason: oneLine(lastLine === '' ? failure.message : lastLine), cause: failure });
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
