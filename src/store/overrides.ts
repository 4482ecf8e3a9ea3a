import { z } from 'zod';
import type { OverrideStore, StoredOverride } from '../escalation/override-store.ts';
import { days, type EpochMs } from '../model/time.ts';
import type { SettingsStore } from './settings.ts';

/** Where overrides of the rotations are kept in the settings. */
const OVERRIDES_KEY = 'oncall/overrides';

/** Ended overrides are kept this long, so that a number that somebody just read still means something. */
const KEPT_MS = days(7);

/** `next` only grows: a number is never given to a second override. */
interface Book {
  readonly next: number;
  readonly overrides: readonly StoredOverride[];
}

const shape: z.ZodType<Book> = z.object({
  next: z.number(),
  overrides: z.array(
    z.object({
      number: z.number(),
      subject: z.string(),
      userId: z.string(),
      from: z.number(),
      until: z.number(),
      by: z.string(),
      createdAt: z.number(),
    }),
  ),
});

const EMPTY: Book = { next: 1, overrides: [] };

/** Overrides of the rotations, all under one key; two people who write at once both get theirs. */
export function createOverrideStore(settings: SettingsStore): OverrideStore {
  const change = (at: EpochMs, work: (book: Book) => Book): Promise<Book> =>
    settings.change(OVERRIDES_KEY, shape, at, (book) => work(book ?? EMPTY));
  return {
    list: async () => (await settings.get(OVERRIDES_KEY, shape))?.overrides ?? [],
    add: async (override, at) => {
      let added: StoredOverride = { ...override, number: 0, createdAt: at };
      await change(at, ({ next, overrides }) => {
        added = { ...added, number: next };
        return { next: next + 1, overrides: [...overrides.filter(({ until }) => until > at - KEPT_MS), added] };
      });
      return added;
    },
    remove: async (number, at) => {
      let removed: StoredOverride | null = null;
      await change(at, (book) => {
        removed = book.overrides.find((each) => each.number === number) ?? null;
        return { ...book, overrides: book.overrides.filter((each) => each.number !== number) };
      });
      return removed;
    },
  };
}
