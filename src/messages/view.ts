import type { Locale } from '../model/phrase.ts';

/** For whom something is put into words. */
export interface View {
  readonly locale: Locale;
  readonly timeZone: string;
}
