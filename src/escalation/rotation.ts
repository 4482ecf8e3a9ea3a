import type { FileConfig } from '../config/schema.ts';
import { days, type EpochMs } from '../model/time.ts';
import { floatingOf, instantOf, readFloating } from './local-calendar.ts';

export type Rotation = FileConfig['escalation']['schedules'][string];

/** A turn of one person, from hand-over to hand-over. */
export interface Turn {
  readonly userId: string;
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/**
 * Whose turn it is at an instant. Turns of whole days, and those of which several make up a day, change at the same local times all year;
 * others count elapsed time.
 * Before the start the order is continued backwards: somebody is better than nobody.
 *
 * @returns `null` for a rotation without people or with a start that is no time.
 */
export function turnAt(rotation: Rotation, at: EpochMs, defaultTimeZone: string): Turn | null {
  const timeZone = rotation.timezone ?? defaultTimeZone;
  const start = readFloating(rotation.start);
  if (start === null || rotation.users.length === 0) {
    return null;
  }
  const periodMs = periodOf(rotation);
  const handOver = handOverOf(start, periodMs, timeZone);
  let index = Math.floor((floatingOf(at, timeZone) - start) / periodMs);
  // Where the clock is set back, a reading occurs twice and the estimate can be one turn off.
  while (handOver(index) > at) {
    index -= 1;
  }
  while (handOver(index + 1) <= at) {
    index += 1;
  }
  const position = ((index % rotation.users.length) + rotation.users.length) % rotation.users.length;
  const userId = rotation.users[position];
  return userId === undefined ? null : { userId, from: handOver(index), until: handOver(index + 1) };
}

function handOverOf(start: number, periodMs: number, timeZone: string): (index: number) => EpochMs {
  if (periodMs % days(1) === 0 || days(1) % periodMs === 0) {
    return (index) => instantOf(start + index * periodMs, timeZone);
  }
  const startAt = instantOf(start, timeZone);
  return (index) => startAt + index * periodMs;
}

function periodOf({ rotation }: Rotation): number {
  if (rotation === 'daily') {
    return days(1);
  }
  return rotation === 'weekly' ? days(7) : rotation;
}
