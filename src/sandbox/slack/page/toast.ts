/// <reference lib="dom" />
import { byId, make } from './element.ts';

const SHOWN_MS = 6_000;

/** Tells what went wrong, at the bottom of the page. */
export function toast(sentence: string): void {
  const element = make('div', { class: 'toast', attributes: { role: 'status' } }, sentence);
  byId('toasts').append(element);
  setTimeout(() => element.remove(), SHOWN_MS);
}
