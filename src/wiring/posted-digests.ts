import { z } from 'zod';
import type { PostedDigests } from '../digest/job.ts';
import type { Clock } from '../ports.ts';
import type { Store } from './store.ts';

const shape = z.object({ kind: z.enum(['daily', 'weekly', 'monthly', 'quarterly']), slot: z.number() });

/** Remembers posted digests in the settings. */
export function createPostedDigests(settings: Store['settings'], clock: Clock): PostedDigests {
  return {
    remember: (digestId, posted) => settings.set(`digest/posted/${digestId}`, posted, clock.now()),
    find: (digestId) => settings.get(`digest/posted/${digestId}`, shape),
  };
}
