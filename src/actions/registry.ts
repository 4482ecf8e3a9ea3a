import type { Action } from './action.ts';
import { backup } from './backup.ts';
import { drill } from './drill.ts';
import { drillStop } from './drill-stop.ts';
import { scale } from './scale.ts';
import { silence } from './silence.ts';
import { silenceExpire } from './silence-expire.ts';
import { silenceShort } from './silence-short.ts';

/** Every change the bot can make. */
export const ACTIONS: readonly Action[] = [scale, backup, silence, silenceShort, silenceExpire, drill, drillStop];
