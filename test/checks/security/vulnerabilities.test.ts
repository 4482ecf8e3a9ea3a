import { describe, expect, it } from 'vitest';
import type { ImageScan, ScanResults } from '../../../src/checks/security/image-scans.ts';
import { evaluate, readScan } from '../../../src/checks/security/vulnerabilities.ts';
import { days } from '../../../src/model/time.ts';
import { evaluateContext, NOW } from '../config.ts';
import { told } from '../told.ts';

// Shape of aquasecurity/trivy-operator v0.22, docs/docs/crds/vulnerability-report.md, shortened.
const REPORT = {
  apiVersion: 'aquasecurity.github.io/v1alpha1',
  kind: 'VulnerabilityReport',
  metadata: { name: 'statefulset-thanos-store-thanos-store', namespace: 'monitoring' },
  report: {
    updateTimestamp: '2026-11-21T04:00:00Z',
    artifact: { repository: 'thanos/thanos', tag: 'v0.37.2' },
    registry: { server: 'quay.io' },
    summary: { criticalCount: 1, highCount: 4, lowCount: 9, mediumCount: 12, unknownCount: 0 },
    vulnerabilities: [],
  },
};
const results = (...scans: readonly ImageScan[]): ScanResults => ({
  scans,
  pending: [],
  failed: [],
  source: 'kubectl get vulnerabilityreports',
});
const scan = { image: 'thanos/thanos:v0.37.2', critical: 0, high: 0, scannedAt: NOW - days(1) };

describe('checks/security/vulnerabilities', () => {
  it('reads a report of the Trivy operator', () => {
    expect(readScan(REPORT)).toEqual({ image: 'thanos/thanos:v0.37.2', critical: 1, high: 4, scannedAt: Date.UTC(2026, 10, 21, 4) });
  });

  it('is critical for a critical vulnerability and names the image', () => {
    const verdict = evaluate(results(scan, { ...scan, image: 'grafana/grafana:12', critical: 2, high: 1 }), evaluateContext());

    expect(verdict).toMatchObject({ status: 'critical', measure: { value: 2 }, summary: { args: { images: 2, critical: 2, high: 1 } } });
    expect(told(verdict)[0]).toMatchObject({ label: 'grafana/grafana:12', value: '2 critical, 1 high, scanned 1d ago' });
  });

  it('warns when the scan is older than a month', () => {
    expect(evaluate(results({ ...scan, scannedAt: NOW - days(40) }), evaluateContext())).toMatchObject({
      status: 'warning',
      summary: { args: { stale: 1 } },
    });
  });

  it('counts an image once however many pods run it', () => {
    expect(evaluate(results({ ...scan, high: 3 }, { ...scan, high: 3 }), evaluateContext()).summary.args).toMatchObject({
      images: 1,
      high: 3,
    });
  });
});
