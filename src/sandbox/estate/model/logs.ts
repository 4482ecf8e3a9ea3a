import type { ClusterModel } from './cluster-model.ts';
import { endpointsAt } from './endpoints.ts';
import type { EstateModel } from './estate-model.ts';
import type { Interval } from './intervals.ts';
import { textAt } from './json.ts';
import { containersOf, type PodRecord } from './pods.ts';
import { retryMs, type Stream } from './streams.ts';
import { type EpochMs, goTime, hourMs, minuteMs } from './time.ts';
import { refusesItsFlags } from './versions.ts';

export interface LogLine {
  readonly timeMs: EpochMs;
  readonly text: string;
}

export interface LogWindow {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

const maximumRepeats = 500;
const line = (timeMs: EpochMs, rest: string): LogLine => ({ timeMs, text: `ts=${goTime(timeMs)} ${rest}` });

/** What a container wrote in a window, told by the same model that everything else is read from. */
export function logLines(model: EstateModel, cluster: ClusterModel, pod: PodRecord, container: string, window: LogWindow): LogLine[] {
  const lines = [...startLines(cluster, pod, container, window), ...ownLines(model, cluster, pod, container, window)];
  return lines.filter((entry) => entry.timeMs > window.fromMs && entry.timeMs <= window.toMs).sort((a, b) => a.timeMs - b.timeMs);
}

function ownLines(model: EstateModel, cluster: ClusterModel, pod: PodRecord, container: string, window: LogWindow): LogLine[] {
  switch (container) {
    case 'thanos-sidecar': {
      const stream = model.streamOf(cluster.name, pod.name);
      return stream === undefined ? [] : sidecarLines(stream, window);
    }
    case 'prometheus':
      return every(window, 2 * hourMs, (timeMs) => line(timeMs, 'level=info component=tsdb msg="write block" mint=0 maxt=0 duration=1.9s'));
    case 'thanos-compactor':
      return compactorLines(model, window);
    case 'thanos-query':
      return queryLines(model, window);
    case 'thanos-store':
      return storeLines(model, window);
    default:
      return every(window, 30 * minuteMs, (timeMs) => line(timeMs, `level=info component=${container} msg="running"`));
  }
}

function startLines(cluster: ClusterModel, pod: PodRecord, container: string, window: LogWindow): LogLine[] {
  const life = cluster.history.lifeAt(pod, window.toMs);
  const isMain = life !== undefined && textAt(containersOf(life)[0], 'name') === container;
  const starts = cluster.history.startsAt(pod, window.toMs);
  return starts.flatMap((startMs) => {
    const begin = line(startMs, `level=info msg="starting" component=${container}`);
    const isFatal = isMain && life !== undefined && containersOf(life).some(refusesItsFlags);
    if (isFatal) return [line(startMs, "Error parsing commandline arguments: unknown long flag '--store'")];
    if (isMain && cluster.history.isCrashFaultActive(pod, startMs))
      return [begin, line(startMs + 4_000, 'level=error err="opening storage failed: unexpected fault injected" msg="exiting"')];
    return [begin];
  });
}

function every(window: LogWindow, intervalMs: number, make: (timeMs: EpochMs) => LogLine): LogLine[] {
  const lines: LogLine[] = [];
  const first = Math.max(Math.ceil(window.fromMs / intervalMs), Math.floor(window.toMs / intervalMs) - maximumRepeats);
  for (let timeMs = first * intervalMs; timeMs <= window.toMs; timeMs += intervalMs) lines.push(make(timeMs));
  return lines;
}

/** One line at the beginning of every interval and again each `intervalMs` until it ends. */
function during(intervals: readonly Interval[], window: LogWindow, intervalMs: number, make: (timeMs: EpochMs) => LogLine): LogLine[] {
  return intervals.flatMap((interval) => {
    const endMs = Math.min(interval.toMs ?? window.toMs, window.toMs);
    const skipped = Math.max(0, Math.floor((Math.max(window.fromMs, endMs - maximumRepeats * intervalMs) - interval.fromMs) / intervalMs));
    const lines: LogLine[] = [];
    for (let timeMs = interval.fromMs + skipped * intervalMs; timeMs <= endMs; timeMs += intervalMs) lines.push(make(timeMs));
    return lines;
  });
}

function sidecarLines(stream: Stream, window: LogWindow): LogLine[] {
  const uploads = stream.uploads
    .between(window.fromMs, window.toMs)
    .map((event) => line(event.timeMs, `caller=shipper.go:361 level=info msg="upload new block" id=${event.ulid}`));
  const name = stream.ulidOf(stream.waiting[0]?.minTimeMs ?? 0);
  const { trouble } = stream;
  const step = trouble.startsWith('Access')
    ? `upload ${name}: upload chunks: upload file /prometheus/thanos/upload/${name}/chunks/000001 as ${name}/chunks/000001: upload s3 object`
    : 'check exists: stat s3 object';
  const failures = during(stream.failing.intervals, window, retryMs, (timeMs) =>
    line(timeMs, `caller=sidecar.go:410 level=warn err="${step}: ${trouble}" uploaded=0`),
  );
  return [...uploads, ...failures];
}

function compactorLines(model: EstateModel, window: LogWindow): LogLine[] {
  const words = {
    iteration: 'level=info msg="compaction iterations done"',
    compaction: 'level=info msg="compacted blocks"',
    downsample: 'level=info msg="downsampled block"',
    marked: 'level=info msg="marking compacted block for deletion"',
    cleaned: 'level=info msg="deleted block marked for deletion"',
    retry: 'level=error msg="retriable error" err="BaseFetcher: iter bucket: 503 Service Unavailable"',
  };
  const lines = model.compactor.events.between(window.fromMs, window.toMs).map((event) => {
    const retention = event.kind === 'marked' && event.reason === 'retention';
    const text = retention ? 'level=info msg="applying retention: marking block for deletion"' : words[event.kind];
    return line(event.timeMs, `caller=compact.go:512 ${text}${event.ulid === '' ? '' : ` id=${event.ulid}`}`);
  });
  const halts = model.compactor.halted.intervals.map((interval) =>
    line(
      interval.fromMs,
      `caller=compact.go:527 level=error msg="critical error detected; halting" err="compaction: group 0@: ${model.compactor.haltReason}"`,
    ),
  );
  return [...lines, ...halts];
}

function queryLines(model: EstateModel, window: LogWindow): LogLine[] {
  const cuts = [...model.clusters.values()].flatMap((cluster) =>
    model.faults.of('cluster-cut', cluster.name).map((fault) => ({ fault, address: cluster.identity.sidecarAddress })),
  );
  const lost = cuts.flatMap(({ fault, address }) => {
    const listed: Interval = { fromMs: fault.fromMs, toMs: Math.min(fault.toMs ?? window.toMs, fault.fromMs + 5 * minuteMs) };
    const removal = line(
      fault.fromMs + 5 * minuteMs,
      `caller=endpointset.go:411 level=info component=endpointset msg="removing endpoint because it's unhealthy or does not exist" address=${address}`,
    );
    const warnings = during([listed], window, 30_000, (timeMs) =>
      line(
        timeMs,
        `caller=endpointset.go:325 level=warn component=endpointset msg="update of endpoint failed" err="getting metadata: rpc error: code = Unavailable desc = connection refused" address=${address}`,
      ),
    );
    return fault.toMs !== undefined && fault.toMs < removal.timeMs ? warnings : [...warnings, removal];
  });
  const twins = model.faults
    .of('same-labels')
    .map((fault) =>
      line(
        fault.fromMs,
        'level=warn component=endpointset msg="found duplicate storeEndpoints producer (sidecar or ruler). This is not expected as it will malform data in your bucket"',
      ),
    );
  const count = endpointsAt(model, model.nowMs).length;
  return [
    ...lost,
    ...twins,
    ...every(window, hourMs, (timeMs) => line(timeMs, `level=debug component=endpointset msg="updated endpoints" count=${count}`)),
  ];
}

function storeLines(model: EstateModel, window: LogWindow): LogLine[] {
  const failures = during(model.faults.of('s3-down'), window, 15 * minuteMs, (timeMs) =>
    line(
      timeMs,
      'caller=store.go:430 level=warn msg="syncing blocks failed" err="sync block: BaseFetcher: iter bucket: 503 Service Unavailable"',
    ),
  );
  return [...failures, ...every(window, 6 * hourMs, (timeMs) => line(timeMs, 'level=info msg="bucket store ready" init_duration=1.4s'))];
}
