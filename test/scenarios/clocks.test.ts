import { describe, expect, it } from 'vitest';
import { openSharedClock } from '../../src/clients/shared-clock.ts';
import { type DurationMs, type EpochMs, hours, minutes, seconds } from '../../src/model/time.ts';
import { quietLogger } from '../store/databases.ts';
import { alert, notification } from './payloads.ts';
import { MONDAY, type Process, Stage } from './stage.ts';

/** Two replicas over one store. The stage's clock is true time; the database and both machines may be wrong about it. */
class Replicas {
  readonly stage: Stage;
  readonly #runs: (() => Promise<void>)[] = [];
  readonly machineOffsetsMs: DurationMs[];
  databaseOffsetMs = 0;

  constructor(stage: Stage, machineOffsetsMs: readonly DurationMs[]) {
    this.stage = stage;
    this.machineOffsetsMs = [...machineOffsetsMs];
  }

  async start(): Promise<void> {
    for (const index of this.machineOffsetsMs.keys()) {
      const { stage } = this;
      const clock = await openSharedClock({
        ask: async () => stage.clock.now() + this.databaseOffsetMs,
        base: {
          now: () => stage.clock.now() + (this.machineOffsetsMs[index] ?? 0),
          after: (durationMs, callback) => stage.clock.after(durationMs, callback),
        },
        monotonicMs: () => stage.clock.now() - MONDAY,
        logger: quietLogger,
      });
      const process = stage.start({ clock });
      this.#runs.push(async () => {
        await clock.measure();
        await runOnce(process, clock.now());
      });
    }
  }

  async live(durationMs: DurationMs): Promise<void> {
    for (let passedMs = 0; passedMs < durationMs; passedMs += seconds(10)) {
      this.stage.clock.advance(seconds(10));
      await Promise.all(this.#runs.map((run) => run()));
    }
  }

  /** Minutes of true time after which each was called. Everybody belongs to the last level, which is called again after 15 minutes. */
  calls(): Readonly<Record<string, readonly number[]>> {
    const minutesOf = (user: string): readonly number[] =>
      this.stage.slack.inChannel(user).map(({ postedAt }) => Math.floor((postedAt - MONDAY) / minutes(1)));
    return { first: minutesOf('U0PRIMARY'), second: minutesOf('U0SECOND'), third: minutesOf('U0ADMIN') };
  }
}

async function runOnce({ engine, delivery }: Process, now: EpochMs): Promise<void> {
  await engine.tick(now);
  await delivery.pass();
  await delivery.idle();
}

async function replicas(stage: Stage, machineOffsetsMs: readonly DurationMs[]): Promise<Replicas> {
  const both = new Replicas(stage, machineOffsetsMs);
  await both.start();
  await stage.receive(notification([alert()]));
  return both;
}

const IN_TIME = { first: [0, 15, 30], second: [5, 15, 30], third: [15, 30] };

describe('scenarios/clocks', () => {
  it('calls each level once and in time by two replicas whose clocks are 20 minutes apart', async () => {
    await using stage = await Stage.open();
    const both = await replicas(stage, [minutes(10), -minutes(10)]);
    await both.live(minutes(31));

    expect(both.calls()).toEqual(IN_TIME);
  });

  it.each([hours(1), -hours(1), minutes(8)])('calls each level once and in time although a machine is set by %d ms', async (stepMs) => {
    await using stage = await Stage.open();
    const both = await replicas(stage, [0, 0]);
    await both.live(minutes(3));
    both.machineOffsetsMs[0] = stepMs;
    await both.live(minutes(9));
    both.machineOffsetsMs[0] = 0;
    await both.live(minutes(19));

    expect(both.calls()).toEqual(IN_TIME);
  });

  it('calls the level that is due by the database, once, when the database is set forward', async () => {
    await using stage = await Stage.open();
    const both = await replicas(stage, [0, minutes(10)]);
    await both.live(minutes(2));
    both.databaseOffsetMs = hours(1);
    await both.live(minutes(20));

    expect(both.calls()).toEqual({ first: [0, 2, 17], second: [2, 17], third: [2, 17] });
  });

  it('calls nobody again when the database is set back', async () => {
    await using stage = await Stage.open();
    const both = await replicas(stage, [0, minutes(10)]);
    await both.live(minutes(7));
    both.databaseOffsetMs = -hours(1);
    await both.live(minutes(60));
    expect(both.calls()).toEqual({ first: [0], second: [5], third: [] });

    await both.live(minutes(9));
    expect(both.calls()).toEqual({ first: [0, 75], second: [5, 75], third: [75] });
  });
});
