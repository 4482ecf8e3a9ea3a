/// <reference lib="dom" />
import { type Json, objects, text, words } from './block-context.ts';
import { make } from './element.ts';
import { safeUrl } from './mrkdwn.ts';

/** The "⋯" menu. Opens below its button; closes on a choice, on Escape and on a press elsewhere. */
export function overflowView(element: Json, use: (value: string) => void): HTMLElement {
  const menu = make('div', { class: 'menu', attributes: { role: 'menu', hidden: '' } });
  const opener = make(
    'button',
    {
      class: 'button overflow',
      test: `action-${text(element['action_id'])}`,
      label: 'More actions',
      attributes: { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
      onClick: () => setOpen(menu.hidden !== false),
    },
    '⋯',
  );
  const setOpen = (isOpen: boolean): void => {
    menu.hidden = !isOpen;
    opener.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) {
      menu.querySelector('button')?.focus();
      document.addEventListener('pointerdown', closeOutside);
    } else {
      document.removeEventListener('pointerdown', closeOutside);
    }
  };
  const box = make('span', { class: 'menu-box' }, opener, menu);
  const closeOutside = (event: Event): void => {
    if (event.target instanceof Node && !box.contains(event.target)) {
      setOpen(false);
    }
  };
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      setOpen(false);
      opener.focus();
    } else if (!menu.hidden && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      moveFocus(menu, event.key === 'ArrowDown' ? 1 : -1);
    }
  });
  for (const option of objects(element['options'])) {
    menu.append(
      optionView(option, (value) => {
        setOpen(false);
        use(value);
      }),
    );
  }
  return box;
}

function moveFocus(menu: HTMLElement, step: number): void {
  const items = [...menu.querySelectorAll('button')];
  const at = items.findIndex((item) => item.matches(':focus'));
  items[(at + step + items.length) % items.length]?.focus();
}

function optionView(option: Json, choose: (value: string) => void): HTMLElement {
  const url = safeUrl(text(option['url']));
  const onClick = (): void => {
    if (url !== null) {
      window.open(url, '_blank', 'noopener');
    }
    choose(text(option['value']));
  };
  const description = words(option['description']);
  return make(
    'button',
    { class: 'menu-item', attributes: { role: 'menuitem', type: 'button', 'data-value': text(option['value']) }, onClick },
    words(option['text']),
    description === '' ? null : make('small', {}, description),
  );
}
