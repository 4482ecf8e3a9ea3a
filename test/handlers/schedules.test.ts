import { describe, expect, it } from 'vitest';
import type { ScheduleRuns } from '../../src/digest/schedule-runs.ts';
import { type Job, startSchedules } from '../../src/handlers/schedules.ts';
import { days, hours, minutes, seconds } from '../../src/model/time.ts';
import { silentLogger } from '../digest/world.ts';

const NINE = Date.UTC(2026, 10, 22, 0, 0); // 09:00 in Seoul

/** Keeps rows as the store does. */
function runsInMemory(): ScheduleRuns {
  const rows = new Map<string, { slot: number; status: string; owner: string; leaseUntil: number }>();
  const key = (schedule: string, slot: number) => `${schedule}@${slot}`;
  return {
    lastSlot: async (schedule) =>
      [...rows]
        .filter(([id]) => id.startsWith(`${schedule}@`))
        .reduce<number | null>((last, [, row]) => Math.max(last ?? 0, row.slot), null),
    skip: async (schedule, slot) => {
      rows.set(key(schedule, slot), { slot, status: 'skipped', owner: '', leaseUntil: 0 });
    },
    claim: async ({ schedule, slot, owner, now, leaseMs }) => {
      const row = rows.get(key(schedule, slot));
      const isFree = row === undefined || (row.status === 'running' && row.leaseUntil < now);
      if (isFree) {
        rows.set(key(schedule, slot), { slot, status: 'running', owner, leaseUntil: now + leaseMs });
      }
      return isFree;
    },
    renew: async () => true,
    finish: async (schedule, slot, owner, { status }) => {
      const row = rows.get(key(schedule, slot));
      if (row?.owner === owner) {
        row.status = status;
      }
    },
  };
}

function world(runs = runsInMemory()) {
  const ran: { slot: number; lateMs: number; owner: string }[] = [];
  const waits: number[] = [];
  let now = NINE;
  const start = (owner: string, run?: Job['run']) =>
    startSchedules({
      jobs: [{ id: 'digest-daily', cron: '0 9 * * *', run: run ?? (async (slot, lateMs) => void ran.push({ slot, lateMs, owner })) }],
      runs,
      clock: {
        now: () => now,
        after: (durationMs) => {
          waits.push(durationMs);
          return () => undefined;
        },
      },
      timeZone: 'Asia/Seoul',
      owner,
      logger: silentLogger(),
    });
  return {
    ran,
    waits,
    start,
    at: (instant: number) => {
      now = instant;
    },
  };
}

describe('handlers/schedules', () => {
  it('runs a job once for its slot however often it looks', async () => {
    const { start, ran } = world();
    const schedules = start('a');

    await schedules.sweep();
    await schedules.sweep();
    await schedules.stop();

    expect(ran).toEqual([{ slot: NINE, lateMs: 0, owner: 'a' }]);
  });

  it('runs once for two replicas', async () => {
    const { start, ran } = world();
    const [first, second] = [start('a'), start('b')];

    await Promise.all([first.sweep(), second.sweep()]);
    await Promise.all([first.stop(), second.stop()]);

    expect(ran).toHaveLength(1);
  });

  it('makes up for the newest missed time only, and knows how late it is', async () => {
    const { start, ran, at } = world();
    const schedules = start('a');
    await schedules.sweep();

    at(NINE + days(3) + hours(2));
    await schedules.sweep();
    await schedules.stop();

    expect(ran.slice(1)).toEqual([{ slot: NINE + days(3), lateMs: hours(2), owner: 'a' }]);
  });

  it('does not make up for the time before its first start', async () => {
    const { start, ran, at } = world();
    at(NINE + hours(5));
    const schedules = start('a');

    await schedules.sweep();
    at(NINE + days(1));
    await schedules.sweep();
    await schedules.stop();

    expect(ran.map((run) => run.slot)).toEqual([NINE + days(1)]);
  });

  it('takes over from a process that died in the middle', async () => {
    const { start, ran, at } = world();
    const died = start('a', () => new Promise(() => undefined));
    died.sweep().catch(() => undefined);
    await Promise.resolve();
    const survivor = start('b');

    at(NINE + minutes(4));
    await survivor.sweep();
    expect(ran).toEqual([]);

    at(NINE + minutes(6));
    await survivor.sweep();
    await survivor.stop();
    expect(ran).toEqual([{ slot: NINE, lateMs: minutes(6), owner: 'b' }]);
  });

  it.each([
    ['regularly while nothing is due', NINE - hours(1), seconds(15)],
    ['at the very time of the next job', NINE - 4_200, 4_200],
    ['regularly again at that time', NINE, seconds(15)],
  ])('looks %s', async (_name, now, waitMs) => {
    const { start, at, waits } = world();
    at(now);

    await start('a').stop();

    expect(waits).toEqual([waitMs]);
  });

  it('does not repeat a job that failed', async () => {
    let attempts = 0;
    const { start } = world();
    const schedules = start('a', async () => {
      attempts += 1;
      throw new Error('no');
    });

    await schedules.sweep();
    await schedules.sweep();
    await schedules.stop();

    expect(attempts).toBe(1);
  });
});
