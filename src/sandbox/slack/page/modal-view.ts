/// <reference lib="dom" />
import type { ViewSnapshot } from '../snapshots.ts';
import { type BlockContext, words } from './block-context.ts';
import { blocksView } from './blocks-view.ts';
import type { EnteredValue } from './client.ts';
import { make } from './element.ts';
import type { PageState } from './state.ts';

export interface ModalActions {
  readonly submit: (viewId: string, values: Readonly<Record<string, EnteredValue>>) => void;
  readonly close: (viewId: string) => void;
  readonly context: (viewId: string, entered: Map<string, EnteredValue>) => BlockContext;
}

/** The topmost modal. What was typed survives an update of the view by the app. */
export class ModalWindow {
  private readonly dialog = make('dialog', { class: 'dialog modal', test: 'modal' });
  private readonly actions: ModalActions;
  private readonly entered = new Map<string, Map<string, EnteredValue>>();
  private shown = '';

  constructor(actions: ModalActions) {
    this.actions = actions;
    this.dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.actions.close(this.dialog.dataset['viewId'] ?? '');
    });
    document.body.append(this.dialog);
  }

  show(state: PageState): void {
    const view = state.views.modals.at(-1);
    const signature = view === undefined ? '' : `${state.actorId} ${view.id} ${view.hash} ${JSON.stringify(view.errors)}`;
    if (signature === this.shown) {
      return;
    }
    this.shown = signature;
    if (view === undefined) {
      this.dialog.close();
      return;
    }
    const held = this.fill(view);
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
    this.focus(held);
  }

  /** To the first field that is wrong, back to where the person was, or to the first field. */
  private focus(held: string | undefined): void {
    const fields = [...this.dialog.querySelectorAll<HTMLElement>('.field, .field input')].filter((field) => field.tabIndex >= 0);
    const wrong = fields.find((field) => field.closest('.invalid') !== null);
    const same = fields.find((field) => held !== undefined && held !== '' && field.id === held);
    (wrong ?? same ?? fields[0] ?? this.dialog.querySelector<HTMLElement>('.primary'))?.focus();
  }

  /** @returns the id of the field that the keyboard was in. */
  private fill(view: ViewSnapshot): string | undefined {
    const entered = this.entered.get(view.id) ?? new Map<string, EnteredValue>();
    this.entered.set(view.id, entered);
    const context = { ...this.actions.context(view.id, entered), errors: view.errors };
    const { title, submit, close } = view.content;
    const general = view.errors[''];
    this.dialog.dataset['viewId'] = view.id;
    this.dialog.setAttribute('aria-label', words(title));
    const form = make(
      'form',
      { class: 'modal-form' },
      make(
        'header',
        { class: 'modal-head' },
        make('h2', {}, words(title)),
        make(
          'button',
          { class: 'icon-button', label: 'Close', attributes: { type: 'button' }, onClick: () => this.actions.close(view.id) },
          '✕',
        ),
      ),
      make(
        'div',
        { class: 'dialog-body' },
        general === undefined ? null : make('p', { class: 'field-error', attributes: { role: 'alert' } }, general),
        ...blocksView(view.content['blocks'], context),
      ),
      make(
        'footer',
        { class: 'dialog-buttons' },
        make(
          'button',
          { class: 'button', test: 'modal-close', attributes: { type: 'button' }, onClick: () => this.actions.close(view.id) },
          words(close) || 'Cancel',
        ),
        submit === undefined || submit === null
          ? null
          : make('button', { class: 'button primary', test: 'modal-submit', attributes: { type: 'submit' } }, words(submit)),
      ),
    );
    form.noValidate = true;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.actions.submit(view.id, Object.fromEntries(entered));
    });
    const held = this.dialog.contains(document.activeElement) ? document.activeElement?.id : undefined;
    this.dialog.replaceChildren(form);
    return held;
  }
}
