import { worded } from '../../src/messages/translate.ts';
import type { Evidence, Verdict } from '../../src/model/health.ts';
import type { Locale } from '../../src/model/phrase.ts';

type Told = Omit<Evidence, 'label' | 'value'> & { readonly label: string; readonly value: number | string };

/** The evidence of a verdict as a reader is told it; measured numbers stay numbers. */
export function told({ evidence }: Pick<Verdict, 'evidence'>, locale: Locale = 'en'): readonly Told[] {
  return evidence.map(({ label, value, ...rest }) => ({
    ...rest,
    label: worded(locale, label),
    value: typeof value === 'number' ? value : worded(locale, value),
  }));
}
