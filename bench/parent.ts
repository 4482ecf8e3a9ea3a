import { z } from 'zod';

const question = z.strictObject({ id: z.number(), name: z.string(), argument: z.unknown() });

type Handler = (argument: unknown) => Promise<unknown> | unknown;

/** The argument that `startChild` was given. */
export function argumentOf<T>(shape: z.ZodType<T>): T {
  return shape.parse(JSON.parse(process.argv[2] ?? 'null'));
}

/** The other end of `startChild`: says that this process is ready and answers until the parent lets go. */
export function serveParent(ready: unknown, handlers: Readonly<Record<string, Handler>> = {}): void {
  process.on('message', async (message) => {
    const { id, name, argument } = question.parse(message);
    try {
      process.send?.({ id, answer: (await handlers[name]?.(argument)) ?? null });
    } catch (error) {
      process.send?.({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.({ ready });
}
