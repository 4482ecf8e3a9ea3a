/// <reference lib="dom" />
import type { CommandSeed } from '../workspace.ts';
import { make } from './element.ts';

export interface ComposerActions {
  readonly send: (text: string) => void;
  readonly commands: () => readonly CommandSeed[];
  /** Slash commands cannot be run in threads. */
  readonly hasCommands: boolean;
}

const MAX_HINTS = 8;

/** Where a person types: Enter sends, arrows go through what was sent before, `/` shows what the app understands. */
let composers = 0;

export class Composer {
  readonly element: HTMLElement;
  private readonly area = make('textarea', {
    class: 'composer-text',
    test: 'composer',
    attributes: { rows: '1', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false' },
  });
  private readonly hints = make('div', { class: 'hints', test: 'hints', attributes: { role: 'listbox', hidden: '' }, label: 'Commands' });
  private readonly history: string[] = [];
  private readonly actions: ComposerActions;
  private place = 0;
  private chosen = -1;

  constructor(actions: ComposerActions) {
    this.actions = actions;
    composers += 1;
    this.hints.id = `hints-${composers}`;
    this.area.setAttribute('aria-controls', this.hints.id);
    this.element = make(
      'form',
      { class: 'composer' },
      this.hints,
      make(
        'div',
        { class: 'composer-box' },
        this.slashButton(),
        this.area,
        make('button', { class: 'send', test: 'send', label: 'Send', attributes: { type: 'submit' } }, '➤'),
      ),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
    this.area.addEventListener('keydown', (event) => this.key(event));
    this.area.addEventListener('input', () => this.changed());
  }

  /** Says where the text will go. */
  address(label: string): void {
    this.area.placeholder = label;
    this.area.setAttribute('aria-label', label);
  }

  /** Starts a command for those who do not know that there are any. */
  private slashButton(): HTMLElement | null {
    const onClick = (): void => {
      this.write('/');
      this.area.focus();
      this.changed();
    };
    const isUseful = this.actions.hasCommands;
    return isUseful
      ? make(
          'button',
          { class: 'slash', test: 'slash', label: 'Commands', title: 'Commands', attributes: { type: 'button' }, onClick },
          '/',
        )
      : null;
  }

  private send(): void {
    const text = this.area.value.trim();
    if (text === '') {
      return;
    }
    this.history.push(text);
    this.place = this.history.length;
    this.write('');
    this.actions.send(text);
  }

  private key(event: KeyboardEvent): void {
    const isHinting = !this.hints.hidden && this.hints.childElementCount > 0;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      const hint = this.hints.children[this.chosen];
      if (isHinting && hint instanceof HTMLElement) {
        this.take(hint.dataset['text'] ?? '');
      } else {
        this.send();
      }
    } else if (event.key === 'Tab' && isHinting) {
      event.preventDefault();
      const hint = this.hints.children[Math.max(0, this.chosen)];
      this.take(hint instanceof HTMLElement ? (hint.dataset['text'] ?? '') : '');
    } else if (event.key === 'Escape') {
      this.unfold(false);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      this.arrow(event, event.key === 'ArrowUp' ? -1 : 1, isHinting);
    }
  }

  /** Arrows choose a hint while one types, and walk through history otherwise. */
  private arrow(event: KeyboardEvent, step: number, isHinting: boolean): void {
    const isWalking = this.area.value === '' || this.area.value === this.history[this.place];
    if (isWalking && this.history.length > 0) {
      event.preventDefault();
      this.place = Math.max(0, Math.min(this.history.length, this.place + step));
      this.write(this.history[this.place] ?? '');
      this.unfold(false);
    } else if (isHinting) {
      event.preventDefault();
      const count = this.hints.childElementCount;
      this.choose((this.chosen + step + count) % count);
    }
  }

  private choose(index: number): void {
    this.chosen = index;
    for (const [position, hint] of [...this.hints.children].entries()) {
      hint.setAttribute('aria-selected', String(position === index));
    }
    this.area.setAttribute('aria-activedescendant', `${this.hints.id}-${index}`);
  }

  private take(text: string): void {
    this.write(text);
    this.unfold(false);
    this.chosen = -1;
    this.area.focus();
  }

  private write(text: string): void {
    this.area.value = text;
    this.grow();
  }

  private grow(): void {
    this.area.style.height = 'auto';
    this.area.style.height = `${Math.min(this.area.scrollHeight, 180)}px`;
  }

  private changed(): void {
    this.grow();
    this.chosen = -1;
    const typed = this.area.value;
    const lines = typed.startsWith('/') ? hintLines(this.actions.commands(), typed).slice(0, MAX_HINTS) : [];
    this.hints.replaceChildren(...lines.map((line, index) => this.hint(line, index)));
    this.unfold(lines.length > 0);
  }

  private unfold(isOpen: boolean): void {
    this.hints.hidden = !isOpen;
    this.area.setAttribute('aria-expanded', String(isOpen));
    this.area.removeAttribute('aria-activedescendant');
  }

  private hint(line: HintLine, index: number): HTMLElement {
    return make(
      'button',
      {
        class: 'hint-line',
        attributes: { type: 'button', role: 'option', id: `${this.hints.id}-${index}`, tabindex: '-1', 'data-text': line.text },
        onClick: () => this.take(line.text),
      },
      make('strong', {}, line.text),
      line.description === '' ? null : make('span', {}, line.description),
    );
  }
}

interface HintLine {
  readonly text: string;
  readonly description: string;
}

/** What could follow: the commands themselves, then each use that the usage hint lists between bars. */
function hintLines(commands: readonly CommandSeed[], typed: string): readonly HintLine[] {
  return commands.flatMap((command) => {
    const uses = command.usageHint.split('|').map((use) => ({ text: `${command.command} ${use.trim()}`, description: '' }));
    const lines = [{ text: `${command.command} `, description: command.description }, ...uses];
    return lines.filter((line) => line.text.startsWith(typed.trimStart()) && line.text !== typed);
  });
}
