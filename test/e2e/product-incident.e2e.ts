import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageSnapshot } from '../../src/sandbox/slack/snapshots.ts';
import { type PostgresServer, startPostgres } from './peers/postgres.ts';
import { freePort, type Peer, until } from './peers/process.ts';
import { startAlertmanager } from './peers/prometheus.ts';
import { measured, spread } from './support/figures.ts';
import { endSilence, fire, ruleHealth, seriesValue, silence, startWatching, stateOf, TINY } from './support/monitoring.ts';
import { incidentsOf, notification, notify } from './support/notifications.ts';
import { type ProductProcess, prepareProduct } from './support/product.ts';
import { WEBHOOK_TOKEN } from './support/settings.ts';
import { incidentOf, type Slack, showsIncident, startSlack } from './support/slack.ts';
import { startTarget, type Target } from './support/target.ts';

const { PROMETHEUS: prometheusBinary, ALERTMANAGER: alertmanagerBinary, POSTGRES_BIN: postgresBin } = process.env;

/** A silence is asked for at the latest when somebody is about to be called. */
const SECOND_LEVEL_AFTER = '25s';

const STORES = [
  { name: 'SQLite', isMissing: false },
  { name: 'PostgreSQL', isMissing: !postgresBin },
];

describe.each(STORES)('the product on $name with a real Prometheus and Alertmanager', ({ name, isMissing }) => {
  describe.skipIf(!prometheusBinary || !alertmanagerBinary || isMissing)('(needs PROMETHEUS, ALERTMANAGER, POSTGRES_BIN)', () => {
    const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-incident-'));
    let postgres: PostgresServer | null = null;
    let slack: Slack;
    let target: Target;
    let product: ProductProcess;
    let alertmanager: Peer;
    let prometheus: Peer;

    beforeAll(async () => {
      postgres = name === 'PostgreSQL' ? await startPostgres(postgresBin ?? '') : null;
      slack = await startSlack();
      target = await startTarget();
      // Alertmanager must know where the product will be, and the product where Alertmanager is.
      const port = await freePort();
      const url = `http://127.0.0.1:${port}/webhooks/alertmanager/cluster-01`;
      alertmanager = await startAlertmanager(alertmanagerBinary ?? '', { url, token: WEBHOOK_TOKEN });
      product = await prepareProduct({
        directory,
        port,
        slackApiUrl: slack.apiUrl,
        databaseUrl: postgres?.url ?? null,
        alertmanagerUrl: alertmanager.url,
        ackTimeouts: [SECOND_LEVEL_AFTER, '10m'],
      });
      await product.start();
      prometheus = await startWatching(prometheusBinary ?? '', {
        product: product.url,
        target: target.address,
        alertmanager: alertmanager.url,
      });
      await slack.socketsOpen();
      await until(async () => (await seriesValue(prometheus, 'min(up)')) === 1);
    });
    afterAll(async () => {
      await prometheus?.stop();
      await alertmanager?.stop();
      await product?.kill();
      await target?.stop();
      await slack?.close();
      await postgres?.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    /** The channel message about an alert that is open now. */
    const shown = (alertname: string): MessageSnapshot | undefined =>
      slack.control.messages('C0INCIDENT').findLast((message) => showsIncident(message) && slack.words(message).includes(alertname));
    const isShownAs = (alertname: string, words: string): boolean => {
      const message = shown(alertname);
      return message !== undefined && slack.words(message).includes(words);
    };
    const callsTo = (userId: string, alertname: string): number =>
      slack.control.messages(userId).filter((message) => slack.words(message).includes(alertname)).length;

    it('gives Prometheus metrics to scrape, and rules about them that it can evaluate', async () => {
      await until(async () => (await seriesValue(prometheus, 'thanos_chatops_outbox_pending')) === 0);
      const health = await ruleHealth(prometheus);

      expect(health.length).toBeGreaterThan(40);
      expect(health.filter((rule) => rule.health === 'err')).toEqual([]);
    });

    it('calls for a target that goes down, takes the acknowledgement, and resolves when it is back', async () => {
      const downAt = performance.now();
      target.isUp = false;
      await until(async () => (await seriesValue(prometheus, `ALERTS{alertname="${TINY}",alertstate="firing"}`)) === 1);
      const firedAt = performance.now();
      await until(() => callsTo('U0PRIMARY', TINY) === 1 && shown(TINY) !== undefined);
      const calledAt = performance.now();
      const parent = shown(TINY);
      const incident = parent === undefined ? null : incidentOf(parent);

      const pressed = await slack.control.press({
        userId: 'U0PRIMARY',
        channelId: 'C0INCIDENT',
        ts: parent?.ts ?? '',
        actionId: 'acknowledge',
      });
      expect(pressed.kind).toBe('acknowledged');
      await until(() => isShownAs(TINY, 'Acknowledged'));
      const acknowledgedAt = performance.now();

      target.isUp = true;
      await until(() => isShownAs(TINY, 'Resolved'));
      const resolvedAt = performance.now();

      expect(slack.parents(incident ?? '')).toHaveLength(1);
      expect(callsTo('U0SECOND', TINY)).toBe(0);
      measured(`an outage on ${name}, ms`, {
        'target down → rule fires': firedAt - downAt,
        'rule fires → called': calledAt - firedAt,
        'press → shown': acknowledgedAt - calledAt,
        'target back → shown as resolved': resolvedAt - acknowledgedAt,
      });
    });

    it('calls within a moment of the webhook', async () => {
      const toChannelMs: number[] = [];
      const toPersonMs: number[] = [];
      for (let index = 0; index < 10; index += 1) {
        const postedAt = Date.now();
        const [incident = ''] = incidentsOf(await notify(product.webhookUrl, notification(`Latency${index}`)));
        await until(() => slack.parents(incident).length === 1 && slack.calls('U0PRIMARY', incident).length === 1);
        toChannelMs.push((slack.parents(incident)[0]?.at ?? Number.NaN) - postedAt);
        toPersonMs.push((slack.calls('U0PRIMARY', incident)[0]?.at ?? Number.NaN) - postedAt);
        await notify(product.webhookUrl, notification(`Latency${index}`, [{ status: 'resolved' }]));
      }

      measured(`webhook → channel on ${name}, ms (a message a second at most)`, spread(toChannelMs));
      measured(`webhook → direct message on ${name}, ms (a message a second at most)`, spread(toPersonMs));
      expect(Math.max(...toPersonMs)).toBeLessThan(10_000);
    });

    it('calls nobody for an alert that is silenced already', async () => {
      const before = callsTo('U0PRIMARY', TINY);
      const id = await silence(alertmanager, TINY);
      target.isUp = false;
      await until(async () => (await stateOf(alertmanager, TINY)) === 'suppressed');
      // What comes after it has come through, so it would have come through as well.
      await fire(alertmanager, 'AfterSilenced');
      await until(() => callsTo('U0PRIMARY', 'AfterSilenced') === 1);

      expect(callsTo('U0PRIMARY', TINY)).toBe(before);
      target.isUp = true;
      await until(async () => (await stateOf(alertmanager, TINY)) === null || (await seriesValue(prometheus, 'up{job="tiny"}')) === 1);
      await endSilence(alertmanager, id);
      await fire(alertmanager, 'AfterSilenced', new Date());
    });

    // The same on every store, and slow: it waits for the second level to fall due.
    it.skipIf(name !== 'SQLite')('shows that an open incident was silenced, and calls nobody else for it', async () => {
      // A second try must not meet the incidents of the first.
      const [silenced, heard] = [`SilencedLater-${randomUUID()}`, `NotSilenced-${randomUUID()}`];
      await fire(alertmanager, silenced);
      await until(() => callsTo('U0PRIMARY', silenced) === 1);
      await silence(alertmanager, silenced);
      await fire(alertmanager, heard);
      await until(() => isShownAs(silenced, 'SILENCED'), 90_000);
      // Of two incidents of the same age the one without a silence is called for again.
      await until(() => callsTo('U0SECOND', heard) === 1, 60_000);

      expect(callsTo('U0SECOND', silenced)).toBe(0);
    });
  });
});
