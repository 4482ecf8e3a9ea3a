import type { Action } from './action.ts';
import { backup } from './backup.ts';
import { scale } from './scale.ts';

/** Every change the bot can make. */
export const ACTIONS: readonly Action[] = [scale, backup];
