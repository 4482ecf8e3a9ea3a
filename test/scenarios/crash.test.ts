import { describe, expect, it } from 'vitest';
import { Executioner } from './crashing.ts';
import { alert, notification } from './payloads.ts';
import { CHANNELS, Stage } from './stage.ts';

const firing = notification([alert()]);

/** Alertmanager tries again until it has an answer, and after five minutes Level 2 is due. */
async function live(stage: Stage, executioner: Executioner): Promise<void> {
  stage.start({
    store: (store) => executioner.watch('store', store),
    outbox: (outbox) => executioner.watch('outbox', outbox),
    messenger: (messenger) => executioner.watch('slack', messenger),
  });
  await stage.receive(firing);
  await stage.deliver();
  await stage.fastForward('6m', 60_000);
}

/** Plays the story with a death at the given call, then restarts over the same database and lets leases run out, but not Level 3 come due. */
async function play(at: number, when: 'before' | 'after'): Promise<{ readonly stage: Stage; readonly calls: number }> {
  const stage = await Stage.open();
  const executioner = new Executioner(at, when);
  await live(stage, executioner).catch(() => undefined);
  await stage.process.delivery.idle();
  stage.start();
  await stage.receive(firing);
  await stage.deliver();
  await stage.fastForward('8m', 60_000);
  return { stage, calls: executioner.calls };
}

const posts = (stage: Stage, channel: string): number => stage.slack.inChannel(channel).length;

describe('scenarios/crash', () => {
  it('loses nothing and says nothing three times, wherever the process dies', async () => {
    const whole = await play(Number.POSITIVE_INFINITY, 'before');
    const calls = whole.calls;
    await whole.stage[Symbol.asyncDispose]();
    expect(calls).toBeGreaterThan(20);

    const problems: string[] = [];
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; at <= calls; at += 1) {
        const { stage } = await play(at, when);
        const open = await stage.store.listOpen({ limit: 10 });
        const pending = (await stage.outbox.depth()).pending;
        const parents = posts(stage, CHANNELS.incidents) - stage.slack.posted.filter(({ broadcast }) => broadcast).length;
        const counts = { incidents: open.length, parents, primary: posts(stage, 'U0PRIMARY'), second: posts(stage, 'U0SECOND'), pending };
        const duplicates = counts.parents - 1 + (counts.primary - 1) + (counts.second - 1);
        if (open.length !== 1 || pending !== 0 || parents < 1 || counts.primary < 1 || counts.second < 1 || duplicates > 1) {
          problems.push(`${when} call ${at}: ${JSON.stringify(counts)}`);
        }
        await stage[Symbol.asyncDispose]();
      }
    }
    expect(problems).toEqual([]);
  }, 120_000);
});
