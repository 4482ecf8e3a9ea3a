import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { systemClock } from '../../src/clients/clock.ts';
import { newId } from '../../src/clients/ids.ts';
import { createLogger } from '../../src/clients/logger.ts';
import { createIntake, type Intake } from '../../src/escalation/intake.ts';
import { createWebhook } from '../../src/handlers/alertmanager-webhook.ts';
import { createHttpServer } from '../../src/handlers/http-server.ts';
import { startProduct } from '../../src/wiring/product.ts';
import { openStore } from '../../src/wiring/store.ts';
import { argumentOf, serveParent } from '../parent.ts';
import { kubeconfig, type Setting, writeSetting } from '../setting/product.ts';

/**
 * One server that takes notifications, in a process of its own:
 * `product` is all of it, `intake` the path from socket to commit; the others replace the store by as little as can be.
 */
const { kind, databaseUrl, slackApiUrl } = argumentOf(
  z.object({
    kind: z.enum(['product', 'intake', 'parse', 'fsync', 'statement']),
    databaseUrl: z.string().nullable(),
    slackApiUrl: z.string().nullable(),
  }),
);

// Nobody answers there: the clusters of this setting are away.
const setting = writeSetting({
  kubeconfigs: { 'cluster-01': kubeconfig('http://127.0.0.1:9') },
  ...(databaseUrl === null ? {} : { databaseUrl }),
  ...(slackApiUrl === null ? {} : { slackApiUrl }),
});
process.once('exit', () => setting.remove());
serveParent({ url: `${kind === 'product' ? await startAll(setting) : await serve(setting)}/webhooks/alertmanager/cluster-02` });

async function startAll({ config }: Setting): Promise<string> {
  const product = await startProduct({ config, logger: createLogger('silent'), clock: systemClock, realClock: systemClock });
  return product.url;
}

async function serve({ config }: Setting): Promise<string> {
  const logger = createLogger('error');
  const server = createHttpServer({
    tokens: config.environment.alertWebhookTokens,
    webhook: createWebhook({
      intake: await intakeOf(setting),
      quarantine: { add: async (entry) => Promise.reject(new Error(entry.reason)) },
      config,
      clock: systemClock,
      logger,
      onCommitted: () => undefined,
      onUnreadable: async () => undefined,
      stopwatch: () => performance.now(),
    }),
    onWebhookAnswered: () => undefined,
    onOversize: async () => undefined,
    readiness: async () => ({ isReady: true, states: {} }),
    metrics: async () => ({ contentType: 'text/plain', text: '' }),
    logger,
  });
  return server.listen({ host: '127.0.0.1', port: 0 });
}

async function intakeOf({ config, directory }: Setting): Promise<Intake> {
  switch (kind) {
    case 'parse':
      return { take: async () => [] };
    case 'fsync':
      return appending(join(directory, 'notifications.jsonl'));
    case 'statement':
      return oneStatement(databaseUrl ?? '');
    default: {
      const store = await openStore(config, systemClock, createLogger('error'));
      return createIntake({ store: store.incidents, config, overrides: async () => [], newId });
    }
  }
}

/** Control: each notification alone to the end of a file and onto the disk. */
async function appending(path: string): Promise<Intake> {
  const file = await open(path, 'a');
  let last: Promise<void> = Promise.resolve();
  const append = async (line: string): Promise<void> => {
    await file.write(line);
    await file.datasync();
  };
  return {
    take: async (payload) => {
      last = last.then(() => append(`${JSON.stringify(payload)}\n`));
      await last;
      return [];
    },
  };
}

/** Control: the least that PostgreSQL must do for a notification, as one statement over a pool of ten. */
async function oneStatement(connectionString: string): Promise<Intake> {
  const pool = new pg.Pool({ connectionString, max: 10 });
  await pool.query(`
    create table if not exists bench_incident (group_key text primary key, body jsonb, seen int);
    create table if not exists bench_event (id bigserial primary key, group_key text, body jsonb);
    create table if not exists bench_timer (id text primary key, due bigint);
    create table if not exists bench_outbox (id text primary key, body jsonb)`);
  return {
    take: async (payload) => {
      await pool.query(
        `with incident as (insert into bench_incident values ($1, $2, 1) on conflict (group_key) do update set seen = bench_incident.seen + 1),
          event as (insert into bench_event (group_key, body) values ($1, $2)),
          timers as (insert into bench_timer values ($3 || '1', 1), ($3 || '2', 2), ($3 || '3', 3))
        insert into bench_outbox values ($3, $2)`,
        [payload.groupKey, JSON.stringify(payload), randomUUID()],
      );
      return [];
    },
  };
}
