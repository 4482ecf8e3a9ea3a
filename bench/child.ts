import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { startFlags } from './setting/start-command.ts';

/** A process of the benchmark's own, so that its memory and its processor time are not those of the product. */
export interface Child {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly ready: unknown;
  /** Calls one of its handlers. Rejects with the handler's message. */
  ask<T>(name: string, argument: unknown, answer: z.ZodType<T>): Promise<T>;
  stop(): Promise<void>;
}

const reply = z.union([
  z.strictObject({ ready: z.unknown() }),
  z.strictObject({ id: z.number(), answer: z.unknown() }),
  z.strictObject({ id: z.number(), failure: z.string() }),
]);

/**
 * Starts `file`, which must call `serveParent`.
 *
 * @param file - Path relative to this folder.
 */
export async function startChild(
  file: string,
  argument: unknown = null,
  environment: Readonly<Record<string, string>> = {},
): Promise<Child> {
  const child = fork(new URL(file, import.meta.url), [JSON.stringify(argument)], {
    env: { ...process.env, ...environment },
    execArgv: [...startFlags],
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const ready = Promise.withResolvers<unknown>();
  child.on('message', (message) => {
    const said = reply.parse(message);
    if ('ready' in said) {
      ready.resolve(said.ready);
      return;
    }
    const call = waiting.get(said.id);
    waiting.delete(said.id);
    'failure' in said ? call?.reject(new Error(said.failure)) : call?.resolve(said.answer);
  });
  child.once('exit', (code) => {
    const error = new Error(`${file} ended with code ${code}`);
    ready.reject(error);
    for (const call of waiting.values()) {
      call.reject(error);
    }
  });
  const said = await ready.promise;
  let lastId = 0;
  return {
    pid: child.pid ?? 0,
    ready: said,
    ask: async (name, question, answer) => {
      lastId += 1;
      const call = Promise.withResolvers<unknown>();
      waiting.set(lastId, call);
      child.send({ id: lastId, name, argument: question });
      return answer.parse(await call.promise);
    },
    stop: async () => {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}
