import { actions } from './en/actions.ts';
import { checks } from './en/checks.ts';
import { commands } from './en/commands.ts';
import { delivery } from './en/delivery.ts';
import { digest } from './en/digest.ts';
import { errors } from './en/errors.ts';
import { incident } from './en/incident.ts';
import { response } from './en/response.ts';

/** Every sentence in English. Its keys and argument types are the contract that the other languages fulfil. */
export const en = { ...actions, ...checks, ...commands, ...delivery, ...digest, ...errors, ...incident, ...response };

export type Catalogue = typeof en;
