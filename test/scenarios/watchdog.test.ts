import { describe, expect, it } from 'vitest';
import { readPayload } from '../../src/escalation/payload.ts';
import { createWatchdogWatch, type WatchdogWatch } from '../../src/escalation/watchdog.ts';
import type { WatchdogEvidence } from '../../src/escalation/watchdog-cause.ts';
import { withoutWatchdogs } from '../../src/escalation/watchdog-intake.ts';
import { createSettingsStore } from '../../src/store/settings.ts';
import { createWatchdogBook } from '../../src/store/watchdog-book.ts';
import { quietLogger } from '../store/databases.ts';
import { alert, notification } from './payloads.ts';
import { CHANNELS, Stage } from './stage.ts';

const CUT: WatchdogEvidence = { apiServer: 'no-answer', prometheus: 'no-answer', alertmanager: 'no-answer', stores: 'missing' };

const watchdogOf = (cluster: string, status: 'firing' | 'resolved' = 'firing') =>
  notification([alert({ name: 'Watchdog', instance: '', status, labels: { cluster, severity: 'none' } })], {
    commonLabels: { alertname: 'Watchdog', cluster },
  });

/** A bot that hears the Watchdogs of two clusters. */
class Ears {
  readonly stage: Stage;
  evidence: WatchdogEvidence = CUT;
  watch: WatchdogWatch;

  constructor(stage: Stage) {
    this.stage = stage;
    this.watch = this.restart();
  }

  get book() {
    return createWatchdogBook(createSettingsStore(this.stage.database.db));
  }

  restart(): WatchdogWatch {
    const { stage } = this;
    this.watch = createWatchdogWatch({
      book: this.book,
      intake: stage.process.intake,
      clusters: ['cluster-01', 'cluster-02'],
      look: async () => this.evidence,
      note: (id, actor, sentence) => stage.process.engine.note(id, actor, sentence),
      config: stage.config,
      clock: stage.clock,
      logger: quietLogger,
    });
    return this.watch;
  }

  async hear(body: Record<string, unknown>): Promise<readonly string[]> {
    const reading = readPayload(JSON.parse(JSON.stringify(body)));
    if (!reading.ok) {
      throw new Error(reading.problem.id);
    }
    return withoutWatchdogs(this.stage.process.intake, this.book, 'Watchdog').take(reading.payload, 'default', this.stage.clock.now());
  }

  /** Lives through minutes in which only these clusters are heard. */
  async minutes(count: number, ...heard: readonly string[]): Promise<void> {
    for (let minute = 0; minute < count; minute += 1) {
      for (const cluster of heard) {
        await this.hear(watchdogOf(cluster));
      }
      await this.watch.run();
      await this.stage.fastForward('1m', 15_000);
    }
    await this.watch.run();
    await this.stage.tickAndDeliver();
  }

  async open() {
    return this.stage.store.listOpen({ limit: 10 });
  }
}

describe('scenarios/watchdog', () => {
  it('opens no incident for a Watchdog, and one for what comes with it', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    expect(await ears.hear(watchdogOf('cluster-02'))).toEqual([]);

    const mixed = [alert({ name: 'Watchdog', labels: { severity: 'none' } }), alert({ name: 'NodeDown' })];
    await ears.hear(notification(mixed, { commonLabels: {} }));
    expect((await ears.open()).map(({ title }) => title)).toEqual(['NodeDown']);
  });

  it('calls nobody for a cluster whose Watchdog has never arrived', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    await ears.minutes(30);

    expect(await ears.open()).toEqual([]);
  });

  it('opens an incident at the level of a cluster that is down when the Watchdog stays away, and says the likely cause', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    await ears.minutes(3, 'cluster-01', 'cluster-02');
    await ears.minutes(15, 'cluster-01');

    const open = await ears.open();
    expect(open).toMatchObject([{ cluster: 'cluster-02', classId: 'cluster-down', severity: 'critical', source: 'watchdog' }]);
    expect(open[0]?.escalation).toMatchObject({ status: 'triggered', levelIndex: 1 });
    expect(open[0]?.summary).toContain('The Watchdog of cluster-02 has not arrived for 11m');
    expect(open[0]?.summary).toContain('Likely cause: the network between here and the cluster');
    expect(open[0]?.summary).toContain('API server: NO ANSWER');
  });

  it('tells each reader in their own language, and where to read what to do', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    stage.slack.locales.set('U0SECOND', 'ko');
    await ears.minutes(3, 'cluster-02');
    await ears.minutes(12);

    const inChannel = JSON.stringify(stage.slack.inChannel(CHANNELS.incidents)[0]?.message);
    const direct = JSON.stringify(stage.slack.inChannel('U0SECOND')[0]?.message);
    expect(inChannel).toContain('has not arrived for 11m');
    expect(inChannel).toContain('docs/runbooks/watchdog-silent.md');
    expect(direct).toContain('Watchdog이 11분 동안 도착하지 않았습니다');
    expect(direct).not.toContain('has not arrived');

    await ears.minutes(2, 'cluster-02');
    expect(new TextDecoder().decode(stage.slack.uploads[0]?.file.bytes)).toContain('has not arrived for 11m');
    const [incident] = await stage.store.listOpened({ from: 0, until: stage.clock.now() + 1, limit: 1 });
    expect(incident?.annotations).toHaveProperty('watchdog_fact');
  });

  it('ends the incident when the Watchdog is back', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    await ears.minutes(3, 'cluster-02');
    await ears.minutes(12);
    const [incident] = await ears.open();
    await ears.minutes(2, 'cluster-02');

    expect((await stage.store.get(incident?.id ?? ''))?.escalation.status).toBe('resolved');
    expect((await stage.store.timelineOf(incident?.id ?? '', 50)).at(-1)?.details).toMatchObject({ sentence: 'watchdog.returned' });
  });

  it('takes its own downtime for nobody else’s', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    await ears.minutes(3, 'cluster-02');
    stage.downtime('2h');
    ears.restart();
    await ears.minutes(9);
    expect(await ears.open()).toEqual([]);

    await ears.minutes(3);
    expect(await ears.open()).toHaveLength(1);
  });

  it('counts from anew when the process stood still', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    await ears.minutes(3, 'cluster-02');
    stage.downtime('2h');
    await ears.watch.run();

    expect(await ears.open()).toEqual([]);
  });

  it('remembers over a restart that an incident is open, and ends it', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    await ears.minutes(3, 'cluster-02');
    await ears.minutes(12);
    ears.restart();
    await ears.minutes(15);
    expect(await ears.open()).toHaveLength(1);

    await ears.minutes(1, 'cluster-02');
    expect(await ears.open()).toEqual([]);
  });

  it('opens nothing twice when it dies between the incident and its own note of it', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    await ears.minutes(3, 'cluster-02');
    await ears.minutes(12);
    await ears.book.setAlarm('cluster-02', null, stage.clock.now());
    await ears.minutes(2);

    expect(await stage.store.listOpened({ from: 0, until: stage.clock.now() + 1, limit: 10 })).toHaveLength(1);
  });

  it('is not deceived by a Watchdog that somebody silenced', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    ears.evidence = { apiServer: 'answers', prometheus: 'answers', alertmanager: 'silenced', stores: 'healthy' };
    await ears.minutes(3, 'cluster-02');
    await ears.minutes(20);

    expect(await ears.open()).toEqual([]);
  });

  it('does not take the end of a Watchdog for a sign of life', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    await ears.minutes(1, 'cluster-02');
    await ears.minutes(8);
    await ears.hear(watchdogOf('cluster-02', 'resolved'));
    await ears.minutes(4);

    expect(await ears.open()).toHaveLength(1);
  });

  it('takes the stores along that Thanos Query misses with the cluster, and nothing of another cluster', async () => {
    await using stage = await Stage.open();
    const ears = new Ears(stage);
    await ears.minutes(3, 'cluster-01', 'cluster-02');
    await ears.minutes(7, 'cluster-01');
    const [lost = ''] = await stage.receive(notification([alert({ name: 'ThanosQueryStoreUnhealthy' })]));
    const [other = ''] = await stage.receive(notification([alert({ name: 'ThanosQueryHttpErrors' })]));
    await ears.minutes(6, 'cluster-01');
    await stage.process.folding.run();
    await stage.fastForward('30m', 30_000);

    const parent = (await ears.open()).find(({ title }) => title === 'WatchdogSilent');
    expect(await stage.store.get(lost)).toMatchObject({ parentId: parent?.id, escalation: { isQuiet: true } });
    expect(await stage.store.get(other)).toMatchObject({ parentId: null, escalation: { isQuiet: false, levelIndex: 2 } });
  });
});
