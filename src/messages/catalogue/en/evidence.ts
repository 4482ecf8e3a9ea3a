import { roughDuration } from '../../../model/time.ts';

const BENCHMARKS: Readonly<Record<string, string>> = {
  'quarter-of-one': '90 days, one cluster',
  'quarter-of-all': '90 days, all clusters',
  'month-of-cpu': '30 days, CPU of all clusters',
  'week-raw': '7 days, raw, all clusters',
};

const FLAWS: Readonly<Record<string, string>> = {
  partial: 'partial',
  unreadable: 'unreadable',
  'no-compact': 'no-compact',
  overlap: 'overlap',
  gap: 'gap',
};

const RESOURCES: Readonly<Record<string, string>> = { cpu: 'CPU', memory: 'memory', disk: 'disk', network: 'network' };

const UPLOADS: Readonly<Record<string, string>> = {
  starting: 'just started, first upload not due yet',
  failing: 'uploads fail',
  never: 'no upload since it started',
  unmeasured: 'nothing tells when it last uploaded',
};

/** Facts behind a verdict, where they are words. */
export const evidence = {
  'evidence.duration': (a: { durationMs: number }): string => roughDuration(a.durationMs),
  'evidence.subject': (a: { subject: string; what: string }): string => `${a.subject} ${a.what}`,
  'evidence.total': (): string => 'total',
  'evidence.no-series': (): string => 'no series',
  'evidence.reports-nothing': (): string => 'reports nothing',

  'evidence.alerts': (a: { active: number; silenced: number; inhibited: number; oldestMs: number | null }): string =>
    [
      `${a.active} active`,
      ...(a.silenced > 0 ? [`${a.silenced} silenced`] : []),
      ...(a.inhibited > 0 ? [`${a.inhibited} inhibited`] : []),
      ...(a.oldestMs === null ? [] : [`oldest ${roughDuration(a.oldestMs)}`]),
    ].join(' · '),
  'evidence.silence': (a: { by: string; leftMs: number; comment: string }): string =>
    `by ${a.by}, ends in ${roughDuration(a.leftMs)}: ${a.comment}`,
  'evidence.slack-person': (): string => 'a person in Slack',

  'evidence.pod': (a: { reason: string; detail: string; node: string | null }): string =>
    `${a.reason}: ${a.detail}${a.node === null ? '' : `, node ${a.node}`}`,
  'evidence.pods-ready': (a: { ready: number; needed: number }): string => `${a.ready}/${a.needed} ready`,
  'evidence.pods-found': (a: { found: number; expected: number }): string => `${a.found}/${a.expected} pods`,
  'evidence.pods-fewer': (): string => 'fewer Prometheus pods than expected',
  'evidence.pod-restarted': (): string => 'Restarted',
  'evidence.pod-for': (a: { sinceMs: number }): string => `for ${roughDuration(a.sinceMs)}`,
  'evidence.pod-stuck': (a: { container: string; restarts: number; last: string | null }): string =>
    `container ${a.container}, ${a.restarts} restarts${a.last === null ? '' : `, last ended with ${a.last}`}`,
  'evidence.pod-not-ready': (a: { containers: readonly string[] }): string => `not ready: ${a.containers.join(', ')}`,
  'evidence.pod-restart': (a: { container: string; agoMs: number; why: string | null; restarts: number }): string =>
    `container ${a.container} ${roughDuration(a.agoMs)} ago (${a.why ?? 'unknown reason'}), ${a.restarts} in all`,
  'evidence.pod-without-owner': (): string => 'no owner',
  'evidence.pod-node-silent': (): string => 'its node does not report',

  'evidence.upload': (a: { kind: string }): string => UPLOADS[a.kind] ?? a.kind,

  'evidence.store': (a: {
    healthy: number;
    expected: number;
    /** Time since all were connected; `null`: never. */
    completeMs: number | null;
    gone: readonly string[];
    errors: readonly string[];
  }): string =>
    [
      `${a.healthy} of ${a.expected}`,
      ...(a.healthy >= a.expected
        ? []
        : [a.completeMs === null ? 'never seen complete' : `last complete ${roughDuration(a.completeMs)} ago`]),
      ...(a.gone.length === 0 ? [] : [`gone: ${a.gone.join(', ')}`]),
      ...a.errors,
    ].join(' · '),
  'evidence.store-error': (a: { address: string; error: string | null }): string => `${a.address}: ${a.error ?? 'not checked lately'}`,
  'evidence.same-labels': (): string => 'same external labels',
  'evidence.unexpected-store': (a: { type: string; address: string }): string => `not in the configuration: ${a.type} ${a.address}`,
  'evidence.coverage': (a: { place: string }): string => `${a.place}: Store Gateway to Sidecar`,
  'evidence.clusters': (a: { count: number }): string => `${a.count} ${a.count === 1 ? 'cluster' : 'clusters'}`,
  'evidence.covered': (a: { overlapMs: number; cluster: string }): string =>
    `no gap, least overlap ${roughDuration(a.overlapMs)} (${a.cluster})`,
  'evidence.uncovered': (a: { lengthMs: number; from: string; until: string; labels: string }): string =>
    `${roughDuration(a.lengthMs)} in no answer, ${a.from} to ${a.until} ${a.labels}`,
  'evidence.nothing-loaded': (a: { until: string; labels: string }): string => `no blocks loaded, nothing before ${a.until} ${a.labels}`,
  'evidence.too-young': (): string => 'no blocks loaded yet, the Sidecar is too young',
  'evidence.start-unstated': (): string => 'the Sidecar does not say where its data begins: no block yet, or no object storage configured',

  'evidence.blocks': (a: { owner: string; resolution: string | null; blocks: number }): string =>
    `${a.owner}${a.resolution === null ? '' : ` ${a.resolution}`} (${a.blocks} blocks)`,
  'evidence.no-cluster-label': (): string => 'no cluster label',
  'evidence.partial-upload': (): string => 'partial',
  'evidence.no-block': (a: { name: string; objects: number }): string => `other: ${a.name} (${a.objects} objects)`,
  'evidence.loose-files': (): string => 'files in no folder',
  'evidence.few-streams': (): string => 'fewer streams than replicas',
  'evidence.past-retention': (a: { sinceMs: number }): string => `data ended ${roughDuration(a.sinceMs)} ago, past its retention`,
  'evidence.marked-for-deletion': (a: { agoMs: number }): string => `marked for deletion ${roughDuration(a.agoMs)} ago`,
  'evidence.no-blocks': (): string => 'no blocks',
  'evidence.oldest-data': (a: { resolution: string }): string => `oldest ${a.resolution} data`,
  'evidence.flaw': (a: { kind: string; what: string }): string => `${FLAWS[a.kind] ?? a.kind} ${a.what}`,
  'evidence.flaw-count': (a: { kind: string; count: number }): string => `${FLAWS[a.kind] ?? a.kind} ×${a.count}`,
  'evidence.flaw-partial': (a: { objects: number; agoMs: number }): string =>
    `no meta.json, ${a.objects} objects, made ${roughDuration(a.agoMs)} ago`,
  'evidence.flaw-unreadable': (): string => 'meta.json cannot be read',
  'evidence.flaw-no-compact': (): string => 'marked no-compact: it is left out of compaction',
  'evidence.flaw-overlap': (a: { other: string; isTwin: boolean; labels: string }): string =>
    `overlaps ${a.other}${a.isTwin ? ', both straight from Prometheus: two producers with the same labels' : ''} ${a.labels}`,
  'evidence.flaw-gap': (a: { lengthMs: number; from: string; labels: string }): string =>
    `${roughDuration(a.lengthMs)} missing from ${a.from} ${a.labels}`,

  'evidence.bucket': (): string => 'Bucket',
  'evidence.fullest-volume': (a: { cluster: string }): string => `${a.cluster} fullest volume`,
  'evidence.no-figures': (): string => 'no figures',
  'evidence.now': (a: { subject: string }): string => `${a.subject} now`,
  'evidence.ahead': (a: { subject: string; aheadMs: number }): string => `${a.subject} in ${roughDuration(a.aheadMs)}`,
  'evidence.until': (a: { subject: string; percent: number }): string => `${a.subject} until ${a.percent} %`,
  'evidence.resource-name': (a: { name: string }): string => RESOURCES[a.name] ?? a.name,
  'evidence.resource': (a: { name: string; limitMs: number | null }): string =>
    `${RESOURCES[a.name] ?? a.name}${a.name === 'network' ? ' (per second)' : ''}${a.limitMs === null ? '' : `, reaches the limit in ${roughDuration(a.limitMs)}`}`,
  'evidence.benchmark': (a: { query: string }): string => BENCHMARKS[a.query] ?? a.query,
  'evidence.benchmark-series': (a: { query: string }): string => `${BENCHMARKS[a.query] ?? a.query}, series`,
  'evidence.benchmark-again': (a: { query: string }): string => `${BENCHMARKS[a.query] ?? a.query}, again`,

  'evidence.version': (a: { isFixed: boolean }): string => (a.isFixed ? 'fixed version' : 'no fixed version'),
  'evidence.unused-account': (): string => 'no pod runs as it',
  'evidence.pod-standards': (a: { enforced: string | null; warned: string | null }): string =>
    [
      a.enforced === null ? 'nothing enforced' : `${a.enforced} enforced`,
      a.warned === null ? 'no warnings or audit' : `${a.warned} warned about or audited`,
    ].join(', '),
  'evidence.key-age': (): string => 'AWS_ACCESS_KEY_ID in use for at least',
  'evidence.last-seen': (a: { agoMs: number | null }): string =>
    a.agoMs === null ? 'never seen' : `last seen ${roughDuration(a.agoMs)} ago`,
  'evidence.scan': (a: { critical: number; high: number; agoMs: number | null }): string =>
    `${a.critical} critical, ${a.high} high${a.agoMs === null ? '' : `, scanned ${roughDuration(a.agoMs)} ago`}`,
  'evidence.being-scanned': (): string => 'being scanned',
  'evidence.not-ticked': (): string => 'not looked at this month',
  'evidence.ticked': (a: { agoMs: number; leftMs: number; note: string }): string =>
    `${roughDuration(a.agoMs)} ago, good for ${roughDuration(a.leftMs)}: ${a.note}`,
};
