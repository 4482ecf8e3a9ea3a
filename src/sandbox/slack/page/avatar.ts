/// <reference lib="dom" />
import { make } from './element.ts';

/** First letters of a name: two of a Latin name, the given name of a Korean one. */
function initials(name: string): string {
  if (/^[가-힣]{2,4}$/.test(name)) {
    return name.slice(-2);
  }
  const parts = name.split(/[\s-]+/).filter((part) => part !== '');
  return parts
    .slice(0, 2)
    .map((part) => part[0]?.toUpperCase() ?? '')
    .join('');
}

/** A square with initials; its colour depends only on the id. */
export function avatar(id: string, name: string, size: 'small' | 'large' = 'large'): HTMLElement {
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return make('span', { class: `avatar ${size}`, style: { '--hue': String(hue) }, attributes: { 'aria-hidden': 'true' } }, initials(name));
}
