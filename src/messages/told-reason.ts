import type { UpstreamDetails } from '../model/errors.ts';
import type { Words } from '../model/phrase.ts';
import { worded } from './translate.ts';

/** A reason for the details of an upstream failure: in English for logs, and as it is for people. */
export function toldReason(words: Words): Pick<UpstreamDetails, 'reason' | 'words'> {
  return { reason: worded('en', words), words };
}
