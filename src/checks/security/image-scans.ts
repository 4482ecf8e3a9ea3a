import { z } from 'zod';
import { UpstreamError } from '../../model/errors.ts';
import type { Words } from '../../model/phrase.ts';
import { days, type EpochMs } from '../../model/time.ts';
import type { ImageScanner } from '../../ports.ts';
import type { CheckContext } from '../check.ts';
import { listAll, PODS } from './objects.ts';

/** What a scanner found in one image. */
export interface ImageScan {
  readonly image: string;
  readonly critical: number;
  readonly high: number;
  /** `null` when the report does not say. */
  readonly scannedAt: EpochMs | null;
}

export interface ScanResults {
  readonly scans: readonly ImageScan[];
  /** Images that are still being scanned, or wait for their turn. */
  readonly pending: readonly string[];
  readonly failed: readonly { readonly image: string; readonly reason: Words }[];
  /** Command that shows the same. */
  readonly source: string;
}

const PREFIX = 'image-scan/';
/** The database of vulnerabilities grows every day; an image is scanned again after a week. */
const FRESH_MS = days(7);
const FORGET_MS = days(60);

const cacheSchema = z.object({ critical: z.number(), high: z.number(), at: z.number() });
type CachedScan = z.output<typeof cacheSchema>;

/** Source: core/v1 PodStatus. `imageID` names what really runs: `quay.io/thanos/thanos@sha256:…`, with Docker after `docker-pullable://`. */
const podSchema = z.object({
  status: z
    .object({ containerStatuses: z.array(z.object({ image: z.string(), imageID: z.string().default('') })).default([]) })
    .prefault({}),
});

interface RunningImage {
  readonly name: string;
  /** What is scanned: the digest where it is known, so that a moved tag does not fool anybody. */
  readonly reference: string;
}

/**
 * Scans the images of the monitoring namespace with a scanner on this machine, Thanos first, and remembers what was found by digest.
 *
 * @returns `null` when there is no scanner.
 */
export async function scanImages(ctx: CheckContext, scanner: ImageScanner): Promise<ScanResults | null> {
  const images = runningImages(await listAll(ctx, PODS));
  const cached = await readCache(ctx);
  const scans: ImageScan[] = [];
  const pending: string[] = [];
  const failed: { image: string; reason: Words }[] = [];
  for (const { name, reference } of images) {
    const known = cached.get(reference);
    const outcome = known === undefined ? await scanOne(ctx, scanner, reference) : known;
    if (outcome === 'no-scanner') {
      return null;
    }
    if (outcome === 'pending') {
      pending.push(name);
    } else if ('reason' in outcome) {
      failed.push({ image: name, reason: outcome.reason });
    } else {
      scans.push({ image: name, critical: outcome.critical, high: outcome.high, scannedAt: outcome.at });
    }
  }
  return { scans, pending, failed, source: 'trivy image <image>' };
}

export function runningImages(pods: readonly unknown[]): readonly RunningImage[] {
  const statuses = pods.flatMap((pod) => podSchema.safeParse(pod).data?.status.containerStatuses ?? []);
  const images = statuses.map(({ image, imageID }): RunningImage => {
    const id = imageID.replace(/^[a-z-]+:\/\//, '');
    return { name: image, reference: /.@sha256:[0-9a-f]{64}$/.test(id) ? id : image };
  });
  const unique = [...new Map(images.map((image) => [image.reference, image])).values()];
  return unique.toSorted((a, b) => Number(b.name.includes('thanos')) - Number(a.name.includes('thanos')) || (a.name < b.name ? -1 : 1));
}

async function readCache(ctx: CheckContext): Promise<ReadonlyMap<string, CachedScan>> {
  const entries = [...(await ctx.memory.read(PREFIX))].flatMap(([key, text]): [string, CachedScan][] => {
    const parsed = cacheSchema.safeParse(JSON.parse(text));
    return parsed.success ? [[key, parsed.data]] : [];
  });
  await ctx.memory.forget(entries.filter(([, { at }]) => ctx.now - at > FORGET_MS).map(([key]) => key));
  return new Map(entries.filter(([, { at }]) => ctx.now - at < FRESH_MS).map(([key, scan]) => [key.slice(PREFIX.length), scan]));
}

async function scanOne(
  ctx: CheckContext,
  scanner: ImageScanner,
  reference: string,
): Promise<CachedScan | 'pending' | 'no-scanner' | { readonly reason: Words }> {
  try {
    const findings = await scanner.scan(reference, ctx.signal);
    if (findings === null) {
      return 'pending';
    }
    const scan = { ...findings, at: ctx.now };
    await ctx.memory.write(new Map([[PREFIX + reference, JSON.stringify(scan)]]));
    return scan;
  } catch (error) {
    if (error instanceof UpstreamError) {
      return error.code === 'not-found' ? 'no-scanner' : { reason: error.said };
    }
    throw error;
  }
}
