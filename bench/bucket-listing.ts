import { monitorEventLoopDelay } from 'node:perf_hooks';
import { z } from 'zod';
import { openBucket } from '../src/clients/object-store.ts';
import { Secret } from '../src/model/secret.ts';
import { startChild } from './child.ts';
import { mebibytes, printCase, printHeading } from './figures.ts';
import { measured } from './process-use.ts';

/** A listing as the bucket checks read it. Control: the same pages over plain HTTP, scanned with one expression. */
const SIZES = [
  { objects: 10_000, rounds: 5 },
  { objects: 100_000, rounds: 3 },
  { objects: 1_000_000, rounds: 1 },
];

const server = await startChild('servers/listing.ts');
const { url } = z.object({ url: z.string() }).parse(server.ready);

printHeading('listing a bucket of generated pages (1,000 keys each, no delay)');
await listOurs(10_000);
for (const { objects, rounds } of SIZES) {
  const ours: Listing[] = [];
  const plainMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { wallMs } = await measured(() => scanPlain(objects));
    plainMs.push(wallMs);
    ours.push(await listOurs(objects));
  }
  const worst = (pick: (listing: Listing) => number): number => Math.max(...ours.map(pick));
  const note = `RSS at most +${mebibytes(worst(({ growthBytes }) => growthBytes))}, longest block ${worst(({ blockMs }) => blockMs).toFixed(0)} ms, ${(worst(({ cpuMs }) => cpuMs) / 1_000).toFixed(1)} s of processor`;
  printCase({ name: `${objects} objects`, unit: 'ms', samples: ours.map(({ wallMs }) => wallMs), control: plainMs, note });
  printCase({ name: `${objects} objects, plain HTTP`, unit: 'ms', samples: plainMs });
}
await server.stop();

interface Listing {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly growthBytes: number;
  readonly blockMs: number;
}

async function listOurs(objects: number): Promise<Listing> {
  const bucket = openBucket({
    bucket: `objects-${objects}`,
    endpoint: url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'bench', secretAccessKey: new Secret('bench') },
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const { result, ...use } = await measured(async () => {
    delay.enable();
    let count = 0;
    let sizeBytes = 0;
    for await (const page of bucket.list('', AbortSignal.timeout(120_000))) {
      count += page.length;
      sizeBytes += page.reduce((sum, object) => sum + object.sizeBytes, 0);
    }
    delay.disable();
    return { count, sizeBytes };
  });
  bucket.close();
  if (result.count !== objects) {
    throw new Error(`listed ${result.count} of ${objects}`);
  }
  return { ...use, blockMs: delay.max / 1e6 };
}

async function scanPlain(objects: number): Promise<number> {
  let token: string | undefined = '0';
  let count = 0;
  while (token !== undefined) {
    const page: string = await (await fetch(`${url}/objects-${objects}?list-type=2&continuation-token=${token}`)).text();
    count += page.matchAll(/<Key>([^<]*)<\/Key>.*?<Size>(\d+)<\/Size>/g).reduce((sum) => sum + 1, 0);
    token = /<NextContinuationToken>([^<]*)</.exec(page)?.[1];
  }
  return count;
}
