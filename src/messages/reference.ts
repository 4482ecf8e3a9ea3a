import { z } from 'zod';
import type { Reference } from '../model/message.ts';

const wire = z.object({ i: z.string().min(1).max(64), v: z.int().min(0) });

/** What a button carries: the id of a stored object and the revision it was drawn from. */
export function writeReference(reference: Reference): string {
  return JSON.stringify({ i: reference.id, v: reference.revision });
}

/** Reads a button's value, or `null` when it is not one of ours. */
export function readReference(value: string): Reference | null {
  try {
    const parsed = wire.safeParse(JSON.parse(value));
    return parsed.success ? { id: parsed.data.i, revision: parsed.data.v } : null;
  } catch {
    return null;
  }
}

/** A select's option: the choice first, then the reference. Slack allows 75 characters. */
export function writeOption(value: string, reference: Reference): string {
  return `${value}~${reference.id}~${reference.revision}`;
}

/** Reads a chosen option, or `null` when it is not one of ours. */
export function readOption(text: string): { readonly value: string; readonly reference: Reference } | null {
  const [, value, id, revision] = /^(.*)~([^~]+)~(\d+)$/.exec(text) ?? [];
  return value === undefined || id === undefined ? null : { value, reference: { id, revision: Number(revision) } };
}
