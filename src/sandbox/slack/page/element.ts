/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

export type Child = Node | string | null | undefined | false;

interface Properties {
  readonly class?: string;
  /** Value of `data-testid`. */
  readonly test?: string;
  readonly label?: string;
  readonly title?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly style?: Readonly<Record<string, string>>;
  readonly onClick?: () => void;
}

/** Builds an element. Strings become text nodes, never markup. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  const { class: name, test, label, title, attributes = {}, style = {}, onClick } = properties;
  const named: Readonly<Record<string, string | undefined>> = {
    class: name,
    'data-testid': test,
    'aria-label': label,
    title,
    ...attributes,
  };
  for (const [key, value] of Object.entries(named)) {
    if (value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  for (const [key, value] of Object.entries(style)) {
    element.style.setProperty(key, value);
  }
  if (onClick !== undefined) {
    element.addEventListener('click', () => onClick());
  }
  append(element, children);
  return element;
}

export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) {
      parent.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
    }
  }
}

/** Replaces what a place shows, and keeps the keyboard where it was: at the control of the same `data-testid`. */
export function refill(host: HTMLElement, ...children: readonly HTMLElement[]): void {
  const held = document.activeElement;
  const test = held instanceof HTMLElement && host.contains(held) ? held.dataset['testid'] : undefined;
  host.replaceChildren(...children);
  if (test !== undefined) {
    host.querySelector<HTMLElement>(`[data-testid="${test}"]`)?.focus();
  }
}

/** The element that the page was written with. @throws when the page and the script do not fit. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`the page has no element ${id}`);
  }
  return element;
}
