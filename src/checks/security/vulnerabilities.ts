import { z } from 'zod';
import { say } from '../../messages/say.ts';
import { UpstreamError } from '../../model/errors.ts';
import { byWorstFirst, type Evidence, type HealthStatus, type Verdict, worstStatus } from '../../model/health.ts';
import type { ResourceKind } from '../../model/kubernetes.ts';
import type { Words } from '../../model/phrase.ts';
import { days, type EpochMs, seconds } from '../../model/time.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from '../check.ts';
import { verdict } from '../verdict.ts';
import { type ImageScan, type ScanResults, scanImages } from './image-scans.ts';
import { listAll } from './objects.ts';

/** Source: aquasecurity/trivy-operator, deploy/helm/crds/aquasecurity.github.io_vulnerabilityreports.yaml. */
const REPORTS: ResourceKind = {
  group: 'aquasecurity.github.io',
  version: 'v1alpha1',
  resource: 'vulnerabilityreports',
  kind: 'VulnerabilityReport',
  isNamespaced: true,
};

const schema = z.object({
  report: z.object({
    updateTimestamp: z.string().default(''),
    artifact: z.object({ repository: z.string().default('?'), tag: z.string().optional(), digest: z.string().optional() }),
    summary: z.object({ criticalCount: z.number().default(0), highCount: z.number().default(0) }),
  }),
});

const STALE_MS = days(31);

/** Reads the reports of the Trivy operator; where it is not installed, scans with a Trivy of ours. `null` when there is neither. */
async function gather(ctx: CheckContext): Promise<ScanResults | null> {
  try {
    const scans = (await listAll(ctx, REPORTS)).map(readScan);
    return { scans, pending: [], failed: [], source: 'kubectl get vulnerabilityreports' };
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'not-found') {
      return scanImages(ctx, ctx.scanner);
    }
    throw error;
  }
}

export function readScan(object: unknown): ImageScan {
  const { artifact, summary, updateTimestamp } = schema.parse(object).report;
  const at = Date.parse(updateTimestamp);
  const version = artifact.tag === undefined ? (artifact.digest ?? '') : artifact.tag;
  return {
    image: version === '' ? artifact.repository : `${artifact.repository}:${version}`,
    critical: summary.criticalCount,
    high: summary.highCount,
    scannedAt: Number.isNaN(at) ? null : at,
  };
}

/** Sums up the scans. One older than a month proves nothing about today's database; an image without one is unknown. */
export function evaluate(results: ScanResults | null, { now }: EvaluateContext): Verdict {
  if (results === null) {
    return verdict('unknown', say('checks.scans-no-scanner'), []);
  }
  const { scans, pending, failed, source } = results;
  const missing = missingEvidence(results);
  if (scans.length === 0) {
    const summary = missing.length === 0 ? say('checks.scans-none') : say('checks.scans-nothing', outstanding(results));
    return verdict('unknown', summary, missing);
  }
  const images = [...Map.groupBy(scans, ({ image }) => image).values()].flatMap((same) => same.slice(0, 1));
  const judged = images
    .map((scan) => ({ ...scan, status: statusOf(scan, now) }))
    .toSorted((a, b) => byWorstFirst(a, b) || b.critical - a.critical || b.high - a.high);
  const evidence = judged.map(({ image, critical, high, scannedAt, status }): Evidence => {
    const value = say('evidence.scan', { critical, high, agoMs: scannedAt === null ? null : now - scannedAt });
    return { label: image, value, unit: 'text', source, status };
  });
  const sum = (of: (scan: ImageScan) => number): number => images.reduce((total, scan) => total + of(scan), 0);
  const figures = { images: images.length, critical: sum((scan) => scan.critical), high: sum((scan) => scan.high) };
  const stale = images.filter((scan) => isStale(scan, now)).length;
  const summary =
    pending.length + failed.length === 0
      ? say('checks.scans', { ...figures, stale })
      : say('checks.scans-partly', { ...figures, stale, ...outstanding(results) });
  const status = worstStatus([...judged, ...missing].map((each) => each.status));
  return verdict(status, summary, [...evidence, ...missing], { value: figures.critical, unit: 'count' });
}

function outstanding({ pending, failed }: ScanResults) {
  return { pending: pending.length, failed: failed.map(({ image }) => image), reason: failed[0]?.reason ?? '' };
}

function missingEvidence({ pending, failed, source }: ScanResults): readonly (Evidence & { readonly status: HealthStatus })[] {
  const row = (label: string, value: Words) => ({ label, value, unit: 'text', source, status: 'unknown' }) as const;
  return [...failed.map(({ image, reason }) => row(image, reason)), ...pending.map((image) => row(image, say('evidence.being-scanned')))];
}

function statusOf(scan: ImageScan, now: EpochMs): HealthStatus {
  if (scan.critical > 0) {
    return 'critical';
  }
  return scan.high > 0 || isStale(scan, now) ? 'warning' : 'ok';
}

function isStale({ scannedAt }: ImageScan, now: EpochMs): boolean {
  return scannedAt !== null && now - scannedAt > STALE_MS;
}

export const vulnerabilities = defineCheck({
  id: 'security-vulnerabilities',
  scope: 'cluster',
  cadence: 'monthly',
  timeoutMs: seconds(20),
  remedy: { kind: 'runbook', id: 'security-vulnerabilities' },
  gather,
  evaluate,
});
