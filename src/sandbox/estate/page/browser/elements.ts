/// <reference lib="dom" />

type Child = Node | string;

/** An element with attributes; `on…` functions become listeners. */
export function make(tag: string, attributes: Readonly<Record<string, string | (() => void)>>, ...children: readonly Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') element.setAttribute(name, value);
    else element.addEventListener(name.slice(2), value);
  }
  element.append(...children);
  return element;
}

/** A health in colour, in shape and in words. */
export function mark(health: string, words: string): HTMLElement {
  return make('span', { class: `mark ${health}`, 'data-health': health }, words);
}

export function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

/** Replaces what a place shows, but only when it changed, so that open menus and the focus stay. */
export function show(id: string, key: unknown, children: () => readonly Child[]): void {
  const target = place(id);
  const wanted = JSON.stringify(key);
  if (target.dataset['shown'] === wanted) return;
  target.dataset['shown'] = wanted;
  target.replaceChildren(...children());
}

export async function post(command: string, body: object): Promise<void> {
  await fetch(`/control/${command}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  document.dispatchEvent(new Event('estate-changed'));
}
