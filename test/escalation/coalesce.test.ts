import { describe, expect, it } from 'vitest';
import { coalesce } from '../../src/escalation/coalesce.ts';

describe('escalation/coalesce', () => {
  it('does calls together that come at the same time', async () => {
    const batches: number[] = [];
    const double = coalesce<number, number>(
      async (inputs) => {
        batches.push(inputs.length);
        return inputs.map((input) => input * 2);
      },
      async (input) => {
        batches.push(1);
        return input * 2;
      },
      3,
    );

    expect(await Promise.all([1, 2, 3, 4, 5, 6].map(double))).toEqual([2, 4, 6, 8, 10, 12]);
    expect(batches).toEqual([3, 3]);
  });

  it('takes in what has arrived already, although its work never waits for anything', async () => {
    const batches: (readonly number[])[] = [];
    const take = coalesce<number, number>(
      async (inputs) => {
        batches.push(inputs);
        return inputs;
      },
      async (input) => {
        batches.push([input]);
        return input;
      },
      10,
    );
    const arriving = new Promise<number>((resolve) => setImmediate(() => resolve(take(2))));

    await Promise.all([take(1), arriving]);
    expect(batches).toEqual([[1, 2]]);
  });

  it('lets only the one fail that cannot be done', async () => {
    const alone = async (input: number): Promise<number> => {
      if (input === 3) {
        throw new Error('three');
      }
      return input;
    };
    const take = coalesce<number, number>((inputs) => Promise.all(inputs.map(alone)), alone, 10);
    const results = await Promise.allSettled([1, 2, 3, 4].map(take));

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
