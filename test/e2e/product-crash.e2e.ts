import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../src/sandbox/slack/faults.ts';
import { until } from './peers/process.ts';
import { measured, spread } from './support/figures.ts';
import { incidentsOf, notification, notify } from './support/notifications.ts';
import { type ProductProcess, prepareProduct } from './support/product.ts';
import { type Slack, startSlack } from './support/slack.ts';
import { count, type ReadRows, sqliteRows } from './support/store.ts';

const GROUPS_PER_POINT = 3;

/** Where between a webhook and Slack the process is killed. */
type Point =
  /** So many webhooks of the round were answered; the others are under way. */
  | { readonly kind: 'answered'; readonly webhooks: number }
  /** Slack has begun so many posts of the round, each of which meets the effect. */
  | { readonly kind: 'posting'; readonly posts: number; readonly effect: FaultEffect | null };

const POINTS: readonly Point[] = [
  { kind: 'answered', webhooks: 0 },
  { kind: 'answered', webhooks: 1 },
  { kind: 'answered', webhooks: 3 },
  { kind: 'posting', posts: 1, effect: null },
  { kind: 'posting', posts: 2, effect: null },
  { kind: 'posting', posts: 4, effect: null },
  { kind: 'posting', posts: 1, effect: { kind: 'hang' } },
  { kind: 'posting', posts: 2, effect: { kind: 'hang' } },
  { kind: 'posting', posts: 1, effect: { kind: 'drop-after' } },
  { kind: 'posting', posts: 3, effect: { kind: 'drop-after' } },
];

const nameOf = (point: Point): string =>
  point.kind === 'answered'
    ? `${point.webhooks} of ${GROUPS_PER_POINT} webhooks were answered`
    : `Slack got post ${point.posts}${point.effect === null ? '' : ` (${point.effect.kind})`}`;

describe('the product, killed between webhook and Slack', () => {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-crash-'));
  const rows: ReadRows = sqliteRows(directory);
  /** Incidents by group, for every webhook that was answered 200 before or after a kill. */
  const promised = new Map<string, string>();
  const restartsMs: number[] = [];
  const recoveriesMs: number[] = [];
  let ambiguous = 0;
  let slack: Slack;
  let product: ProductProcess;

  beforeAll(async () => {
    slack = await startSlack();
    product = await prepareProduct({ directory, slackApiUrl: slack.apiUrl });
    await product.start();
  });
  afterAll(async () => {
    await product?.kill();
    await slack?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function promise(group: string): Promise<boolean> {
    const answered = await notify(product.webhookUrl, notification(group));
    const [incident] = incidentsOf(answered);
    if (answered?.status !== 200 || incident === undefined) {
      return false;
    }
    // What was promised once holds whatever happens in between.
    expect(promised.get(group) ?? incident).toBe(incident);
    promised.set(group, incident);
    return true;
  }

  it.each(POINTS.map((point, index) => ({ index, point, name: nameOf(point) })))(
    'keeps what it has answered when it dies after $name',
    async ({ index, point }) => {
      const groups = Array.from({ length: GROUPS_PER_POINT }, (_, group) => `Crash${index}x${group}`);
      slack.control.clearCalls();
      if (point.kind === 'posting' && point.effect !== null) {
        slack.control.orderFault({ method: 'chat.postMessage', effect: point.effect });
      }
      let answered = 0;
      const first = groups.map((group) => promise(group).then((isAnswered) => (answered += Number(isAnswered))));
      await reached(() => (point.kind === 'answered' ? answered >= point.webhooks : slack.posts() >= point.posts));
      await product.kill();
      await Promise.all(first);
      slack.control.clearFaults();
      ambiguous += await count(rows, `select count(*) from outbox where status = 'sending'`);

      restartsMs.push(await product.start());
      // Alertmanager comes again with what was not answered.
      await Promise.all(groups.filter((group) => !promised.has(group)).map(promise));
      const restartedAt = performance.now();
      await until(() => groups.every((group) => called(promised.get(group) ?? '')), 60_000);
      recoveriesMs.push(performance.now() - restartedAt);

      expect(groups.filter((group) => !promised.has(group))).toEqual([]);
    },
  );

  it('has one incident for each webhook that was answered, and has called for each, hardly ever twice', async () => {
    await until(async () => /thanos_chatops_outbox_pending 0\n/.test(await (await fetch(`${product.url}/metrics`)).text()), 60_000);
    await product.kill();
    const incidents = [...promised.values()];

    expect(incidents).toHaveLength(POINTS.length * GROUPS_PER_POINT);
    expect(new Set(incidents).size).toBe(incidents.length);
    expect(await count(rows, 'select count(*) from incidents')).toBe(incidents.length);
    expect(incidents.filter((incident) => !called(incident))).toEqual([]);
    const duplicates = incidents.reduce(
      (sum, incident) => sum + slack.parents(incident).length - 1 + slack.calls('U0PRIMARY', incident).length - 1,
      0,
    );
    measured('kill -9 between webhook and Slack', {
      kills: POINTS.length,
      webhooks: incidents.length,
      lost: incidents.filter((incident) => !called(incident)).length,
      'ambiguous sends': ambiguous,
      duplicates,
    });
    measured('restart after kill -9, ms', spread(restartsMs));
    measured('everybody called after restart, ms', spread(recoveriesMs));
    expect(duplicates).toBeLessThanOrEqual(ambiguous);
  });

  /** Somebody has been called: the channel shows it and the person has been told. */
  function called(incident: string): boolean {
    return slack.parents(incident).length > 0 && slack.calls('U0PRIMARY', incident).length > 0;
  }
});

/** Looks again at every turn of the event loop: the moment must not be missed by the 50 ms of `until`. */
function reached(condition: () => boolean): Promise<void> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (condition()) {
        resolve();
      } else if (performance.now() - startedAt > 20_000) {
        reject(new Error(`not within 20 s: ${condition}`));
      } else {
        setImmediate(look);
      }
    };
    look();
  });
}
