import type { Evidence } from '../model/health.ts';
import { formatMeasure } from './measures.ts';
import { worded } from './translate.ts';
import type { View } from './view.ts';

/** A fact in one line, in the reader's language. */
export function formatEvidence({ label, value, unit }: Evidence, view: View): string {
  const shown = typeof value === 'number' ? formatMeasure(value, unit, view) : worded(view.locale, value);
  return `${worded(view.locale, label)}: ${shown}`;
}
