import { describe, expect, it } from 'vitest';
import { runningImages } from '../../../src/checks/security/image-scans.ts';
import { evaluate, vulnerabilities } from '../../../src/checks/security/vulnerabilities.ts';
import { UpstreamError } from '../../../src/model/errors.ts';
import { days } from '../../../src/model/time.ts';
import type { ImageScanner } from '../../../src/ports.ts';
import { evaluateContext, NOW } from '../config.ts';
import { checkContext, clusterAccess, memoryOf } from '../context.ts';
import { told } from '../told.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
type Image = readonly [image: string, imageID: string];
const pod = (...images: readonly Image[]) => ({
  status: { containerStatuses: images.map(([image, imageID]) => ({ image, imageID })) },
});
const THANOS = ['quay.io/thanos/thanos:v0.37.2', `quay.io/thanos/thanos@${DIGEST}`] as const;
const GRAFANA = ['docker.io/grafana/grafana:12.1.1', ''] as const;

/** A cluster without the Trivy operator that runs these images. */
function clusterWith(...images: readonly Image[]) {
  const { kubernetes } = clusterAccess('cluster-02');
  return clusterAccess('cluster-02', {
    kubernetes: {
      ...kubernetes,
      async *listObjects(kind) {
        if (kind.resource !== 'pods') {
          throw new UpstreamError('not-found', { system: 'kubernetes', retryable: false, reason: 'the server has no such resource' });
        }
        yield [pod(...images)];
      },
    },
  });
}

function scannerOf(answer: (image: string) => Awaited<ReturnType<ImageScanner['scan']>>): ImageScanner & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    scan: async (image) => {
      asked.push(image);
      return answer(image);
    },
  };
}

describe('checks/security/image-scans', () => {
  it.each([
    ['a digest of containerd', THANOS, `quay.io/thanos/thanos@${DIGEST}`],
    ['a digest of Docker', [THANOS[0], `docker-pullable://quay.io/thanos/thanos@${DIGEST}`] as const, `quay.io/thanos/thanos@${DIGEST}`],
    ['the tag where only the configuration has a digest', [THANOS[0], DIGEST] as const, THANOS[0]],
    ['the tag where nothing runs yet', GRAFANA, GRAFANA[0]],
  ])('scans by %s', (_name, image, reference) => {
    expect(runningImages([pod(image)])).toEqual([{ name: image[0], reference }]);
  });

  it('scans each image once, Thanos first', () => {
    expect(runningImages([pod(GRAFANA, THANOS), pod(THANOS)]).map(({ name }) => name)).toEqual([THANOS[0], GRAFANA[0]]);
  });

  it('scans with our own scanner where the operator is not installed, and asks once a week', async () => {
    const scanner = scannerOf(() => ({ critical: 1, high: 2 }));
    const memory = memoryOf();
    const run = (now: number) => vulnerabilities.run(checkContext({ cluster: clusterWith(THANOS), scanner, memory, now }));

    expect(await run(NOW)).toMatchObject({
      status: 'critical',
      summary: { id: 'checks.scans', args: { images: 1, critical: 1, high: 2 } },
    });
    expect(told(await run(NOW + days(6)))).toMatchObject([{ value: '1 critical, 2 high, scanned 6d ago', status: 'critical' }]);
    expect(scanner.asked).toHaveLength(1);
    await run(NOW + days(8));
    expect(scanner.asked).toEqual([THANOS[1], THANOS[1]]);
  });

  it('is unknown while images are being scanned', async () => {
    const scanner = scannerOf((image) => (image === THANOS[1] ? { critical: 0, high: 0 } : null));

    const verdict = await vulnerabilities.run(checkContext({ cluster: clusterWith(THANOS, GRAFANA), scanner }));

    expect(verdict).toMatchObject({ status: 'unknown', summary: { id: 'checks.scans-partly', args: { images: 1, pending: 1 } } });
    expect(told(verdict).at(-1)).toMatchObject({ label: GRAFANA[0], value: 'being scanned', status: 'unknown' });
  });

  it('names the image that could not be scanned, and why', async () => {
    const scanner: ImageScanner = {
      scan: () => Promise.reject(new UpstreamError('unavailable', { system: 'trivy', retryable: true, reason: 'MANIFEST_UNKNOWN' })),
    };

    expect(await vulnerabilities.run(checkContext({ cluster: clusterWith(THANOS), scanner }))).toMatchObject({
      status: 'unknown',
      summary: { id: 'checks.scans-nothing', args: { failed: [THANOS[0]], reason: 'MANIFEST_UNKNOWN' } },
    });
  });

  it('is critical at once for what was found, however much is left to scan', () => {
    const scans = [{ image: THANOS[0], critical: 1, high: 0, scannedAt: NOW }];

    expect(evaluate({ scans, pending: [GRAFANA[0]], failed: [], source: 'trivy' }, evaluateContext()).status).toBe('critical');
  });

  it('is unknown with neither operator nor scanner', async () => {
    expect(await vulnerabilities.run(checkContext({ cluster: clusterWith(THANOS) }))).toMatchObject({
      status: 'unknown',
      summary: { id: 'checks.scans-no-scanner' },
    });
  });
});
