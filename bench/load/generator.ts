import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { percentile } from '../figures.ts';
import { serveParent } from '../parent.ts';
import { Connection, requestOf } from './connection.ts';
import type { LoadResult } from './generator-result.ts';
import { singleAlert } from './notification.ts';

const target = z.object({ url: z.string(), token: z.string(), firstNumber: z.number() });
const closedLoop = target.extend({
  connections: z.number(),
  durationMs: z.number(),
  groups: z.number().nullable(),
  total: z.number().nullable(),
});
const openLoop = target.extend({ perSecond: z.number(), durationMs: z.number() });

serveParent(null, {
  closed: (argument) => closed(closedLoop.parse(argument)),
  open: (argument) => open(openLoop.parse(argument)),
});

/** Every connection sends its next request as soon as the last one is answered. With `groups`, the same few notifications come again. */
async function closed(given: z.output<typeof closedLoop>): Promise<LoadResult> {
  const url = new URL(given.url);
  const tally = new Tally();
  let sent = 0;
  const startedMs = performance.now();
  const isOver = (): boolean => performance.now() - startedMs >= given.durationMs || (given.total !== null && sent >= given.total);
  const worker = async (): Promise<void> => {
    const connection = await Connection.open(url);
    while (!isOver()) {
      const number = given.firstNumber + (given.groups === null ? sent : sent % given.groups);
      sent += 1;
      const sentMs = performance.now();
      tally.count(await connection.send(requestOf(url, given.token, singleAlert(number))), performance.now() - sentMs);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: given.connections }, worker));
  return tally.result(performance.now() - startedMs);
}

/** Requests leave evenly spaced, whatever the answers do. */
async function open(given: z.output<typeof openLoop>): Promise<LoadResult> {
  const url = new URL(given.url);
  const idle = await Promise.all(Array.from({ length: 64 }, () => Connection.open(url)));
  const tally = new Tally();
  const total = Math.round((given.perSecond * given.durationMs) / 1_000);
  const startedMs = performance.now();
  const underWay: Promise<void>[] = [];
  for (let index = 0; index < total; index += 1) {
    const dueMs = startedMs + (index * 1_000) / given.perSecond;
    const earlyMs = dueMs - performance.now();
    if (earlyMs > 0) {
      await sleep(earlyMs);
    }
    const connection = idle.pop() ?? (await Connection.open(url));
    const request = requestOf(url, given.token, singleAlert(given.firstNumber + index));
    const answered = connection.send(request).then((status) => {
      tally.count(status, performance.now() - dueMs);
      idle.push(connection);
    });
    underWay.push(answered);
  }
  await Promise.all(underWay);
  for (const connection of idle) {
    connection.close();
  }
  return tally.result(performance.now() - startedMs);
}

class Tally {
  readonly #latenciesMs: number[] = [];
  #refused = 0;

  count(status: number, latencyMs: number): void {
    if (status === 200) {
      this.#latenciesMs.push(latencyMs);
    } else {
      this.#refused += 1;
    }
  }

  result(durationMs: number): LoadResult {
    return {
      answered: this.#latenciesMs.length,
      refused: this.#refused,
      perSecond: (this.#latenciesMs.length * 1_000) / durationMs,
      p50Ms: percentile(this.#latenciesMs, 0.5),
      p99Ms: percentile(this.#latenciesMs, 0.99),
    };
  }
}
