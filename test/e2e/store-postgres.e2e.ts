import { globSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../src/clients/clock.ts';
import { readEnvironment } from '../../src/config/load.ts';
import type { OutboxDraft } from '../../src/escalation/intent.ts';
import { Secret } from '../../src/model/secret.ts';
import { hours, seconds } from '../../src/model/time.ts';
import type { Logger } from '../../src/ports.ts';
import { type OpenDatabase, openPostgres, pingDatabase } from '../../src/store/database.ts';
import { createOutboxStore } from '../../src/store/outbox.ts';
import { createSettingsStore } from '../../src/store/settings.ts';
import { openStore } from '../../src/wiring/store.ts';
import { type PostgresServer, startPostgres } from './peers/postgres.ts';
import { until } from './peers/process.ts';

const { POSTGRES_BIN: bin } = process.env;

// The suites of the store run on every database that the file below offers; here that is the real server alone.
vi.mock(import('../store/databases.ts'), async (original) => {
  const module = await original();
  return { ...module, openTestDatabases: module.openTestDatabases.filter(({ name }) => name === 'PostgreSQL') };
});

// Suites are made while files are loaded, and the address must be known by then.
const server: PostgresServer | null = bin ? await startPostgres(bin) : null;
if (server !== null) {
  vi.stubEnv('TEST_DATABASE_URL', server.url);
}

afterAll(async () => {
  await server?.stop();
});

describe.skipIf(!bin)('store on a real PostgreSQL (needs POSTGRES_BIN)', async () => {
  if (server !== null) {
    for (const suite of globSync(['../store/*.test.ts', '../scenarios/poison.test.ts'], { cwd: import.meta.dirname })) {
      await import(join(import.meta.dirname, suite));
    }
  }
});

describe.skipIf(!bin)('store/database on a real PostgreSQL (needs POSTGRES_BIN)', () => {
  let opened: OpenDatabase;
  const warnings: string[] = [];
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (_fields, message) => warnings.push(message),
    error: () => undefined,
    child: () => logger,
  };
  const open = () => openPostgres(new Secret(server?.url ?? ''), logger);

  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('survives that several replicas migrate an empty database at once', async () => {
    const url = new URL(server?.url ?? '');
    await sql`create database fresh`.execute(opened.db);
    url.pathname = '/fresh';

    const replicas = await Promise.all(Array.from({ length: 4 }, () => openPostgres(new Secret(url.href), logger)));

    await Promise.all(replicas.map(({ db }) => pingDatabase(db)));
    await Promise.all(replicas.map((replica) => replica.close()));
  });

  it('reads milliseconds as numbers', async () => {
    const at = Date.UTC(2026, 10, 22);
    await createSettingsStore(opened.db).set('e2e/number', 1, at);

    const row = await opened.db.selectFrom('settings').select('updated_at').where('key', '=', 'e2e/number').executeTakeFirst();

    expect(row).toEqual({ updated_at: at });
  });

  it('gives replicas whose clocks are an hour apart one time', async () => {
    const offsetsMs = [hours(1), 0, -hours(1)];
    const configuration = { environment: readEnvironment({ DATABASE_URL: server?.url ?? '' }) };
    const stores = await Promise.all(
      offsetsMs.map((offsetMs) => openStore(configuration, { ...systemClock, now: () => Date.now() + offsetMs }, logger)),
    );
    const times = stores.map(({ clock }) => clock.now());
    await Promise.all(stores.map((store) => store.close()));

    // All run on this machine, whose clock the server reads too.
    expect(Math.max(...times.map((time) => Math.abs(time - Date.now())))).toBeLessThan(seconds(2));
  });

  it('uses the server again after it was killed and came back, and keeps what was committed', async () => {
    const settings = createSettingsStore(opened.db);
    await settings.set('e2e/kept', 'yes', 1);
    // Ten idle connections, all of which the crash breaks.
    await Promise.all(Array.from({ length: 10 }, () => pingDatabase(opened.db)));

    await server?.kill();
    await expect(pingDatabase(opened.db)).rejects.toThrow();
    expect(warnings).toContain('lost a database connection');

    await server?.restart();
    await Promise.all(Array.from({ length: 20 }, () => pingDatabase(opened.db)));
    expect(await settings.get('e2e/kept', z.string())).toBe('yes');
  });

  it('undoes a transaction whose server dies in the middle, and does not hang', async () => {
    const settings = createSettingsStore(opened.db);

    const half = opened.db.transaction().execute(async (tx) => {
      await tx.insertInto('settings').values({ key: 'e2e/half', value: '1', updated_at: 1 }).execute();
      await server?.kill();
      await tx.insertInto('settings').values({ key: 'e2e/other-half', value: '1', updated_at: 1 }).execute();
    });

    await expect(half).rejects.toThrow();
    await server?.restart();
    expect(await settings.get('e2e/half', z.number())).toBeNull();
    expect(await createSettingsStore(opened.db).setOnce('e2e/half', 2, 2)).toBe(true);
  });

  it('fails a statement on a hanging server when its caller has waited long enough', async () => {
    const hasty = new URL(server?.url ?? '');
    server?.process().kill('SIGSTOP');
    try {
      await expect(openPostgres(new Secret(hasty.href), logger)).rejects.toThrow(/timeout/i);
    } finally {
      server?.process().kill('SIGCONT');
    }
    await until(() =>
      pingDatabase(opened.db).then(
        () => true,
        () => false,
      ),
    );
  });

  it('gives each of 10,000 rows to one of four claimers, each lane to one at a time', async () => {
    const replicas = await Promise.all(Array.from({ length: 4 }, open));
    const rows = 10_000;
    const lanes = 500;
    await createOutboxStore(opened).enqueue(
      Array.from({ length: rows }, (_, index) => draft(index, `C${index % lanes}`)),
      1,
    );
    const claimed: string[] = [];
    const busy = new Set<string>();
    const collisions: string[] = [];

    await Promise.all(
      replicas.map(async (replica, index) => {
        const outbox = createOutboxStore(replica);
        const owner = `owner-${index}`;
        while (claimed.length < rows) {
          const items = await outbox.claim({ owner, now: 10, leaseUntil: 1_000_000, limit: 100, pausedLanes: [] });
          for (const { key, lane } of items) {
            claimed.push(key);
            collisions.push(...(busy.has(lane) ? [lane] : []));
            busy.add(lane);
          }
          for (const item of items) {
            busy.delete(item.lane);
            await outbox.markSent(item, owner, 20, null);
          }
        }
      }),
    );

    expect(claimed).toHaveLength(rows);
    expect(new Set(claimed).size).toBe(rows);
    expect(collisions).toEqual([]);
    expect(await createOutboxStore(opened).depth()).toEqual({ pending: 0, oldestAt: null });
    await Promise.all(replicas.map((replica) => replica.close()));
  });
});

function draft(index: number, lane: string): OutboxDraft {
  const incidentId = `inc_${index}`;
  return { key: `e2e/${index}`, priority: 1, lane, incidentId, intent: { kind: 'incident-parent', incidentId, channel: null } };
}
