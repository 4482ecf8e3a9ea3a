/// <reference lib="dom" />
import type { FaultOrder, FaultSnapshot } from '../faults.ts';
import type { SettingsSnapshot } from '../snapshots.ts';
import { make, refill } from './element.ts';
import { faultProgress, faultTitle, OFFERED_FAULTS } from './fault-words.ts';

export interface TroubleActions {
  readonly order: (order: FaultOrder) => void;
  readonly end: (id: string) => void;
  readonly clear: () => void;
  readonly disconnect: (reason: 'refresh_requested' | 'terminate') => void;
  readonly changeSettings: (change: Partial<SettingsSnapshot>) => void;
}

type Duration = Pick<FaultOrder, 'count' | 'durationMs'>;

const HOW_LONG: readonly (readonly [label: string, duration: Duration])[] = [
  ['The next call', { count: 1 }],
  ['The next 3 calls', { count: 3 }],
  ['The next 10 calls', { count: 10 }],
  ['For 30 seconds', { durationMs: 30_000 }],
  ['For 2 minutes', { durationMs: 120_000 }],
  ['Until I end it', {}],
];

/** Where a person breaks this Slack: what goes wrong with which method for how long, and what is wrong now. */
export class TroublePanel {
  readonly element: HTMLElement;
  private readonly method = make('select', { class: 'field', test: 'fault-method' });
  private readonly effect = make('select', { class: 'field', test: 'fault-effect' });
  private readonly parameter = make('input', { class: 'field', test: 'fault-parameter', attributes: { autocomplete: 'off' } });
  private readonly parameterLabel = make('span');
  private readonly parameterBox = make('label', { class: 'trouble-field' }, this.parameterLabel, this.parameter);
  private readonly howLong = make('select', { class: 'field', test: 'fault-duration' });
  private readonly list = make('div', { class: 'trouble-list', test: 'faults', attributes: { 'aria-live': 'polite' } });
  private readonly switches = make('div', { class: 'trouble-switches' });
  private readonly actions: TroubleActions;

  constructor(actions: TroubleActions, close: () => void) {
    this.actions = actions;
    this.effect.append(...OFFERED_FAULTS.map(({ id, label }) => make('option', { attributes: { value: id } }, label)));
    this.howLong.append(...HOW_LONG.map(([label], index) => make('option', { attributes: { value: String(index) } }, label)));
    this.effect.addEventListener('change', () => this.offerParameter());
    this.element = make(
      'section',
      { class: 'trouble', label: 'Trouble with Slack', test: 'trouble', attributes: { tabindex: '-1' } },
      make(
        'header',
        { class: 'trouble-head' },
        make('h2', {}, 'Trouble with Slack'),
        make('button', { class: 'icon-button', label: 'Close trouble', attributes: { type: 'button' }, onClick: close }, '✕'),
      ),
      make('p', { class: 'hint' }, 'What the app meets when it calls this Slack. Times are real, however fast the sandbox’s clock runs.'),
      this.form(),
      this.list,
      make('h3', {}, 'Connections'),
      make(
        'div',
        { class: 'actions' },
        button('sockets-refresh', 'Ask to reconnect', () => actions.disconnect('refresh_requested')),
        button('sockets-cut', 'Cut without a word', () => actions.disconnect('terminate')),
      ),
      make('h3', {}, 'Switches'),
      this.switches,
    );
    this.offerParameter();
  }

  offerMethods(methods: readonly string[]): void {
    this.method.replaceChildren(
      ...methods.map((method) => make('option', { attributes: { value: method } }, method === '*' ? 'Every method' : method)),
    );
  }

  showFaults(faults: readonly FaultSnapshot[]): void {
    const isHeld = this.list.contains(document.activeElement);
    refill(this.list, ...this.rows(faults));
    if (isHeld && !this.list.contains(document.activeElement)) {
      // The fault that was ended took its button along.
      this.element.focus();
    }
  }

  showSettings(settings: SettingsSnapshot): void {
    refill(
      this.switches,
      this.toggle('rateLimits', settings.rateLimits, 'Slack’s own rate limits'),
      this.toggle('newBlocks', settings.newBlocks, 'Knows the blocks of 2025 and 2026'),
      this.toggle('botTokenRevoked', settings.botTokenRevoked, 'Bot token is revoked'),
      this.toggle('appTokenRevoked', settings.appTokenRevoked, 'App token is revoked'),
    );
  }

  private form(): HTMLElement {
    const form = make(
      'form',
      { class: 'trouble-form' },
      make('label', { class: 'trouble-field' }, make('span', {}, 'Method'), this.method),
      make('label', { class: 'trouble-field' }, make('span', {}, 'Trouble'), this.effect),
      this.parameterBox,
      make('label', { class: 'trouble-field' }, make('span', {}, 'How long'), this.howLong),
      make('button', { class: 'button danger', test: 'fault-order', attributes: { type: 'submit' } }, 'Start'),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.order();
    });
    return form;
  }

  private order(): void {
    const effect = this.offered()?.effect(this.parameter.value.trim());
    if (effect !== undefined) {
      this.actions.order({ method: this.method.value, effect, ...HOW_LONG[Number(this.howLong.value)]?.[1] });
    }
  }

  private readonly offered = (): (typeof OFFERED_FAULTS)[number] | undefined =>
    OFFERED_FAULTS.find((candidate) => candidate.id === this.effect.value);

  private offerParameter(): void {
    const parameter = this.offered()?.parameter ?? null;
    this.parameterBox.hidden = parameter === null;
    this.parameter.required = parameter !== null;
    this.parameterLabel.textContent = parameter?.label ?? '';
    this.parameter.type = parameter?.isNumber === true ? 'number' : 'text';
    this.parameter.min = '0';
    this.parameter.value = parameter?.initial ?? '';
  }

  private rows(faults: readonly FaultSnapshot[]): readonly HTMLElement[] {
    if (faults.length === 0) {
      return [make('p', { class: 'hint' }, 'Slack works as it should.')];
    }
    const rows = faults.map((fault) =>
      make(
        'div',
        { class: 'trouble-row', test: 'fault' },
        make('span', {}, faultTitle(fault), make('small', {}, faultProgress(fault))),
        button(`fault-end-${fault.id}`, 'End', () => this.actions.end(fault.id), `End ${faultTitle(fault)}`),
      ),
    );
    return faults.length === 1 ? rows : [...rows, button('faults-clear', 'End all', () => this.actions.clear())];
  }

  private toggle(name: keyof SettingsSnapshot, isOn: boolean, label: string): HTMLElement {
    const input = make('input', { test: `setting-${name}`, attributes: { type: 'checkbox' } });
    input.checked = isOn;
    input.addEventListener('change', () => this.actions.changeSettings({ [name]: input.checked }));
    return make('label', { class: 'choice' }, input, label);
  }
}

const button = (test: string, words: string, onClick: () => void, label?: string): HTMLElement =>
  make('button', { class: 'button', test, attributes: { type: 'button' }, onClick, ...(label === undefined ? {} : { label }) }, words);
