import { z } from 'zod';
import type { HttpAnswer } from './http.ts';

const notFound = z.looseObject({ kind: z.literal('Status'), reason: z.literal('NotFound') });

/** Whether the API server itself says that an object does not exist, as opposed to a 404 of something in between. */
export function isMissing(answer: HttpAnswer): boolean {
  return answer.status === 404 && notFound.safeParse(tryJson(answer.body)).success;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
