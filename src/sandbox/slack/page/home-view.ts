/// <reference lib="dom" />
import type { BlockContext } from './block-context.ts';
import { blocksView } from './blocks-view.ts';
import { make } from './element.ts';
import type { PageState } from './state.ts';

/** The app's Home tab for the person who acts. */
export function homeView(state: PageState, context: (viewId: string) => BlockContext): HTMLElement {
  const { home } = state.views;
  if (home === null) {
    return make('div', { class: 'empty' }, make('p', {}, 'The app has not published a Home tab for you yet.'));
  }
  return make('div', { class: 'home', test: 'home' }, ...blocksView(home.content['blocks'], context(home.id)));
}
