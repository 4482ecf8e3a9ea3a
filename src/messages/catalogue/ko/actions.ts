import type { actions as english } from '../en/actions.ts';

export const actions: typeof english = {};
