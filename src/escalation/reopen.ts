import { minutes } from '../model/time.ts';

/** A group that fires again this soon continues its incident instead of opening another, and a person may still open it again. */
export const REOPEN_WITHIN_MS = minutes(10);
