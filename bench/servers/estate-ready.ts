import { z } from 'zod';

/** What `servers/estate.ts` says when it is ready: how to reach its clusters and its object storage. */
export const estateReady = z.object({
  kubeconfigs: z.record(z.string(), z.string()),
  s3: z.object({ url: z.string(), accessKeyId: z.string(), secretAccessKey: z.string() }),
});
