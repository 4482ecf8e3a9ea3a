import { z } from 'zod';
import type { SilenceNotice, SilenceNoticeBook } from '../actions/silence-notices.ts';
import type { SettingsStore } from './settings.ts';

const shape: z.ZodType<SilenceNotice> = z.object({
  places: z.array(z.object({ cluster: z.string(), id: z.string() })),
  endsAt: z.number(),
  lengthMs: z.number(),
});

const keyOf = (id: string): string => `silence-notice/${id}`;

export function createSilenceNoticeBook(settings: SettingsStore): SilenceNoticeBook {
  return {
    get: (id) => settings.get(keyOf(id), shape),
    keep: async (id, notice, at) => {
      await settings.setOnce(keyOf(id), notice, at);
    },
  };
}
