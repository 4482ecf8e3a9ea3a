import type { Catalogue } from './en.ts';
import { actions } from './ko/actions.ts';
import { checks } from './ko/checks.ts';
import { commands } from './ko/commands.ts';
import { digest } from './ko/digest.ts';
import { errors } from './ko/errors.ts';
import { incident } from './ko/incident.ts';

/** Every sentence in Korean; the compiler lists what is missing. */
export const ko: Catalogue = { ...actions, ...checks, ...commands, ...digest, ...errors, ...incident };
