import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/** What the Linux kernel says about one process. */
export interface ProcessUse {
  readonly rssBytes: number;
  /** Highest resident set since the start, or since `forgetPeak`. */
  readonly peakBytes: number;
  /** Processor time of all threads, in user and kernel mode. */
  readonly cpuMs: number;
}

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Reads /proc, so it works for this process and for any other of the same user. */
export function processUse(pid: number = process.pid): ProcessUse {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kibibytes = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN);
  // The second field is the program's name in brackets and may hold spaces.
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, kernel] = fields.split(' ').slice(11, 13).map(Number);
  return {
    rssBytes: kibibytes('VmRSS') * 1_024,
    peakBytes: kibibytes('VmHWM') * 1_024,
    cpuMs: (((user ?? Number.NaN) + (kernel ?? Number.NaN)) * 1_000) / TICKS_PER_SECOND,
  };
}

/** Lets the kernel count the peak anew from here. */
export function forgetPeak(pid: number = process.pid): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Runs work and says how long it took and how far the resident set grew above where it began. Collects garbage first where it may. */
export async function measured<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly wallMs: number; readonly cpuMs: number; readonly growthBytes: number }> {
  globalThis.gc?.();
  forgetPeak();
  const before = processUse();
  const startedMs = performance.now();
  const result = await work();
  const wallMs = performance.now() - startedMs;
  const after = processUse();
  return { result, wallMs, cpuMs: after.cpuMs - before.cpuMs, growthBytes: Math.max(0, after.peakBytes - before.rssBytes) };
}
