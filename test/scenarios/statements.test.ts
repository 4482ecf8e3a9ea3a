import type { KyselyPlugin } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openTestDatabases } from '../store/databases.ts';
import { alert, notification } from './payloads.ts';
import { Stage } from './stage.ts';

const MANY = 50;

/** Counts what is asked of the database. */
class StatementCounter implements KyselyPlugin {
  count = 0;

  transformQuery({ node }: Parameters<KyselyPlugin['transformQuery']>[0]): ReturnType<KyselyPlugin['transformQuery']> {
    this.count += 1;
    return node;
  }

  async transformResult({ result }: Parameters<KyselyPlugin['transformResult']>[0]): ReturnType<KyselyPlugin['transformResult']> {
    return result;
  }

  async during(work: () => Promise<unknown>): Promise<number> {
    const before = this.count;
    await work();
    return this.count - before;
  }
}

describe.each(openTestDatabases)('scenarios/statements on $name', ({ open }) => {
  it('asks the database as often for fifty notifications and levels as for one', async () => {
    const database = await open();
    const statements = new StatementCounter();
    await using stage = await Stage.open({ database: { ...database, db: database.db.withPlugin(statements) } });
    const all = (status: 'firing' | 'resolved') =>
      Promise.all(
        Array.from({ length: MANY }, (_, index) =>
          stage.receive(notification([alert({ name: `A${index}`, status, endsAt: '2026-01-05T01:00:00Z' })])),
        ),
      );
    const opening = await statements.during(() => all('firing'));
    stage.downtime('5m');
    const due = await statements.during(() => stage.process.engine.tick(stage.clock.now()));
    const ending = await statements.during(() => all('resolved'));

    // Known alerts, incidents; then incidents, alerts, history, messages. Ends also count alerts and wake edits.
    expect(opening).toBe(6);
    expect(due).toBeLessThanOrEqual(5);
    expect(ending).toBeLessThanOrEqual(9);
    expect(await stage.store.countOpen()).toEqual({ triggered: 0, acknowledged: 0 });
  }, 60_000);
});
