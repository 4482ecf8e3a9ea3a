import { setImmediate } from 'node:timers/promises';

/**
 * Lets calls that come at the same time share one piece of work, as a commit that costs the same for one and for many. Calls that arrive
 * while a batch is under way form the next one.
 *
 * @param together - Does all of a batch or, by rejecting, nothing of it; answers in the order of the inputs.
 * @param alone - Does one, when its batch could not be done.
 */
export function coalesce<Input, Output>(
  together: (inputs: readonly Input[]) => Promise<readonly Output[]>,
  alone: (input: Input) => Promise<Output>,
  mostAtOnce: number,
): (input: Input) => Promise<Output> {
  const waiting: { readonly input: Input; readonly promise: PromiseWithResolvers<Output> }[] = [];
  let isRunning = false;

  const runAlone = async ({ input, promise }: (typeof waiting)[number]): Promise<void> => {
    await alone(input).then(promise.resolve, promise.reject);
  };

  const runBatch = async (batch: typeof waiting): Promise<void> => {
    try {
      const outputs = await together(batch.map(({ input }) => input));
      for (const [index, output] of outputs.entries()) {
        batch[index]?.promise.resolve(output);
      }
    } catch {
      for (const call of batch) {
        await runAlone(call);
      }
    }
  };

  const run = async (): Promise<void> => {
    isRunning = true;
    while (waiting.length > 0) {
      // An embedded database works without ever waiting, so what has arrived meanwhile is only read from the network in a pause.
      await setImmediate();
      const batch = waiting.splice(0, mostAtOnce);
      const [only] = batch;
      await (batch.length === 1 && only !== undefined ? runAlone(only) : runBatch(batch));
    }
    isRunning = false;
  };

  return (input) => {
    const promise = Promise.withResolvers<Output>();
    waiting.push({ input, promise });
    if (!isRunning) {
      void run();
    }
    return promise.promise;
  };
}
