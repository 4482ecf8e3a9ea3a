import { z } from 'zod';
import { say } from '../../messages/say.ts';
import { UpstreamError } from '../../model/errors.ts';
import { byWorstFirst, type Evidence, type HealthStatus, type Verdict, worstStatus } from '../../model/health.ts';
import type { ResourceKind } from '../../model/kubernetes.ts';
import { days, type EpochMs, roughDuration, seconds } from '../../model/time.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from '../check.ts';
import { verdict } from '../verdict.ts';
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

/** What a scanner found in one image. */
export interface ImageScan {
  readonly image: string;
  readonly critical: number;
  readonly high: number;
  /** `null` when the report does not say. */
  readonly scannedAt: EpochMs | null;
}

const STALE_MS = days(31);
const SOURCE = 'kubectl get vulnerabilityreports';

/** `null` when no scanner is installed. */
async function gather(ctx: CheckContext): Promise<readonly ImageScan[] | null> {
  try {
    return (await listAll(ctx, REPORTS)).map(readScan);
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'not-found') {
      return null;
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

/** Sums up the reports of the Trivy operator. A scan older than a month proves nothing about today's database. */
export function evaluate(scans: readonly ImageScan[] | null, { now }: EvaluateContext): Verdict {
  if (scans === null || scans.length === 0) {
    return verdict('unknown', scans === null ? say('checks.scans-no-scanner') : say('checks.scans-none'), []);
  }
  const images = [...Map.groupBy(scans, ({ image }) => image).values()].flatMap((same) => same.slice(0, 1));
  const judged = images
    .map((scan) => ({ ...scan, status: statusOf(scan, now) }))
    .toSorted((a, b) => byWorstFirst(a, b) || b.critical - a.critical || b.high - a.high);
  const evidence = judged.map(({ image, critical, high, scannedAt, status }): Evidence => {
    const age = scannedAt === null ? '' : `, scanned ${roughDuration(now - scannedAt)} ago`;
    return { label: image, value: `${critical} critical, ${high} high${age}`, unit: 'text', source: SOURCE, status };
  });
  const sum = (of: (scan: ImageScan) => number): number => images.reduce((total, scan) => total + of(scan), 0);
  const figures = { images: images.length, critical: sum((scan) => scan.critical), high: sum((scan) => scan.high) };
  const stale = images.filter((scan) => isStale(scan, now)).length;
  return verdict(worstStatus(judged.map(({ status }) => status)), say('checks.scans', { ...figures, stale }), evidence, {
    value: figures.critical,
    unit: 'count',
  });
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
