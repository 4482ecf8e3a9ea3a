import { days, type EpochMs, minutes } from '../model/time.ts';
import { dayOf, floatingOf, instantOf, weekdayOf } from './local-calendar.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A weekly window such as `Mon-Fri 09:00-18:00`. One that ends before it begins runs into the next day. */
export interface WorkingHours {
  /** 1 = Monday … 7 = Sunday; `firstDay` after `lastDay` runs over the weekend. */
  readonly firstDay: number;
  readonly lastDay: number;
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** Reads hours as the configuration writes them. `null` when the text is something else. */
export function readHours(text: string): WorkingHours | null {
  const match = /^(\w{3})(?:-(\w{3}))? (\d{2}):(\d{2})-(\d{2}):(\d{2})$/.exec(text);
  const firstDay = WEEKDAYS.indexOf(match?.[1] ?? '') + 1;
  const lastDay = WEEKDAYS.indexOf(match?.[2] ?? match?.[1] ?? '') + 1;
  if (match === null || firstDay === 0 || lastDay === 0) {
    return null;
  }
  return { firstDay, lastDay, fromMinute: Number(match[3]) * 60 + Number(match[4]), untilMinute: Number(match[5]) * 60 + Number(match[6]) };
}

/** Tells whether an instant lies within the hours, by the wall clock of `timeZone`. The end is excluded. */
export function isWithin(hours: WorkingHours, at: EpochMs, timeZone: string): boolean {
  const floating = floatingOf(at, timeZone);
  const day = dayOf(floating);
  // A window that began yesterday can still be open.
  return [day, day - days(1)].some((start) => {
    const [from, until] = windowOf(hours, start);
    return isOn(hours, start) && floating >= from && floating < until;
  });
}

/** Instants at which the hours begin or end between `from` and `until`, in order. */
export function boundaries(hours: WorkingHours, from: EpochMs, until: EpochMs, timeZone: string): readonly EpochMs[] {
  const found: EpochMs[] = [];
  for (let day = dayOf(floatingOf(from, timeZone)) - days(1); day <= floatingOf(until, timeZone); day += days(1)) {
    if (isOn(hours, day)) {
      found.push(...windowOf(hours, day).map((floating) => instantOf(floating, timeZone)));
    }
  }
  return found.filter((at) => at > from && at < until).sort((a, b) => a - b);
}

function windowOf({ fromMinute, untilMinute }: WorkingHours, day: number): readonly [number, number] {
  const lengthMinutes = untilMinute > fromMinute ? untilMinute - fromMinute : untilMinute - fromMinute + 1_440;
  return [day + minutes(fromMinute), day + minutes(fromMinute + lengthMinutes)];
}

function isOn({ firstDay, lastDay }: WorkingHours, day: number): boolean {
  const weekday = weekdayOf(day);
  return firstDay <= lastDay ? weekday >= firstDay && weekday <= lastDay : weekday >= firstDay || weekday <= lastDay;
}
