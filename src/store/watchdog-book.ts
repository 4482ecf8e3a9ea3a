import { z } from 'zod';
import type { WatchdogBook, WatchdogSign } from '../escalation/watchdog-book.ts';
import type { EpochMs } from '../model/time.ts';
import type { SettingsStore } from './settings.ts';

const KEY = 'watchdog/signs';

const shape: z.ZodType<Readonly<Record<string, WatchdogSign>>> = z.record(
  z.string(),
  z.object({ seenAt: z.number(), alarmFor: z.number().nullable() }),
);

/** The signs of life of all clusters under one key; two that come at once are both kept. */
export function createWatchdogBook(settings: SettingsStore): WatchdogBook {
  const change = async (at: EpochMs, work: (signs: ReadonlyMap<string, WatchdogSign>) => Iterable<readonly [string, WatchdogSign]>) => {
    await settings.change(KEY, shape, at, (signs) => Object.fromEntries(work(new Map(Object.entries(signs ?? {})))));
  };
  return {
    all: async () => new Map(Object.entries((await settings.get(KEY, shape)) ?? {})),
    seen: (clusters, at) =>
      change(at, (signs) => {
        const heard = clusters.map((cluster) => {
          const before = signs.get(cluster);
          return [cluster, { seenAt: Math.max(before?.seenAt ?? 0, at), alarmFor: before?.alarmFor ?? null }] as const;
        });
        return new Map([...signs, ...heard]);
      }),
    setAlarm: (cluster, alarmFor, at) =>
      change(at, (signs) => {
        const before = signs.get(cluster);
        return before === undefined ? signs : new Map([...signs, [cluster, { ...before, alarmFor }]]);
      }),
  };
}
