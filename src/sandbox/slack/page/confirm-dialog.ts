/// <reference lib="dom" />
import { type BlockContext, isJson, type Json, words } from './block-context.ts';
import { make } from './element.ts';
import { textObjectView } from './text-view.ts';

/** Asks before an action, as its `confirm` says. @returns whether the person agreed. */
export function confirmed(confirm: unknown, context: BlockContext): Promise<boolean> {
  return isJson(confirm) ? ask(confirm, context) : Promise.resolve(true);
}

function ask(confirm: Json, context: BlockContext): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = make('dialog', { class: 'dialog small', test: 'confirm-dialog', label: words(confirm['title']) });
    const finish = (isAgreed: boolean): void => {
      dialog.close();
      dialog.remove();
      resolve(isAgreed);
    };
    const style = confirm['style'] === 'danger' ? 'danger' : 'primary';
    dialog.append(
      make('h2', {}, words(confirm['title'])),
      make('div', { class: 'dialog-body' }, textObjectView(confirm['text'], context)),
      make(
        'div',
        { class: 'dialog-buttons' },
        make('button', { class: 'button', test: 'confirm-deny', onClick: () => finish(false) }, words(confirm['deny'])),
        make('button', { class: `button ${style}`, test: 'confirm-accept', onClick: () => finish(true) }, words(confirm['confirm'])),
      ),
    );
    dialog.addEventListener('cancel', () => finish(false));
    document.body.append(dialog);
    dialog.showModal();
  });
}
