/// <reference lib="dom" />

const KEY = 'theme';

/** Light or dark as the system says, until the person chooses. */
export function startTheme(button: HTMLElement): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const chosen = (): string => localStorage.getItem(KEY) ?? (system.matches ? 'dark' : 'light');
  const show = (): void => {
    document.documentElement.dataset['theme'] = chosen();
    button.setAttribute('aria-pressed', String(chosen() === 'dark'));
  };
  system.addEventListener('change', show);
  button.addEventListener('click', () => {
    localStorage.setItem(KEY, chosen() === 'dark' ? 'light' : 'dark');
    show();
  });
  show();
}
