import { z } from 'zod';

/** What a run of the load generator saw. Milliseconds; open-loop latencies count from the instant at which the request should have left. */
export const loadResult = z.object({
  answered: z.number(),
  /** Answered with another status than 200. */
  refused: z.number(),
  perSecond: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
});

export type LoadResult = z.output<typeof loadResult>;
