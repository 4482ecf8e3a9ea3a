import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../model/secret.ts';

/** Whether an `Authorization` header carries one of the tokens. Takes as long for a wrong token as for a right one. */
export function carriesToken(header: string | undefined, tokens: readonly Secret[]): boolean {
  const [, given] = /^Bearer +(\S+) *$/i.exec(header ?? '') ?? [];
  const digest = sha256(given ?? '');
  const matches = tokens.map((token) => timingSafeEqual(digest, sha256(token.reveal())));
  return given !== undefined && matches.includes(true);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
