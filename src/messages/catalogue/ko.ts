import type { Catalogue } from './en.ts';
import { actions } from './ko/actions.ts';
import { checks } from './ko/checks.ts';
import { commands } from './ko/commands.ts';
import { delivery } from './ko/delivery.ts';
import { digest } from './ko/digest.ts';
import { errors } from './ko/errors.ts';
import { incident } from './ko/incident.ts';
import { response } from './ko/response.ts';

/** Every sentence in Korean; the compiler lists what is missing. */
export const ko: Catalogue = { ...actions, ...checks, ...commands, ...delivery, ...digest, ...errors, ...incident, ...response };
