import { randomBytes } from 'node:crypto';
import type { NewId } from '../ports.ts';

/** Crockford's alphabet: no letter that is read as a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** `inc-7f3k9q2xvd`: ten characters of 5 random bits each. */
export const newId: NewId = (prefix) => `${prefix}-${Array.from(randomBytes(10), (byte) => ALPHABET[byte % 32]).join('')}`;
