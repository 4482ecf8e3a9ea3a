import { describe, expect, it, vi } from 'vitest';
import { createReconciler, type Reconciler } from '../../src/escalation/reconcile.ts';
import { UpstreamError } from '../../src/model/errors.ts';
import type { ActiveAlert, Silence } from '../../src/model/metrics.ts';
import type { Alertmanager, Logger } from '../../src/ports.ts';
import { quietLogger } from '../store/databases.ts';
import { alert, notification } from './payloads.ts';
import { refuse } from './poison.ts';
import { CHANNELS, MONDAY, Stage } from './stage.ts';

/** An Alertmanager that knows what the test puts there. */
class FakeAlertmanager implements Alertmanager {
  known: ActiveAlert[] = [];
  silenced: Silence[] = [];
  mode: 'well' | 'broken' | 'hanging' = 'well';

  async alerts(): Promise<readonly ActiveAlert[]> {
    if (this.mode === 'hanging') {
      return new Promise(() => undefined);
    }
    if (this.mode === 'broken') {
      throw new UpstreamError('unreachable', { system: 'alertmanager', retryable: true, reason: 'connection refused' });
    }
    return this.known;
  }

  async silences(): Promise<readonly Silence[]> {
    return this.silenced;
  }

  async createSilence(): Promise<string> {
    return 'silence-1';
  }

  async expireSilence(): Promise<void> {}
}

const active = (instance: string, silencedBy: readonly string[] = []): ActiveAlert => ({
  fingerprint: `f-PrometheusTargetDown-${instance}`,
  labels: {},
  annotations: {},
  startsAt: new Date(MONDAY - 30_000).toISOString(),
  state: silencedBy.length === 0 ? 'active' : 'suppressed',
  silencedBy,
  inhibitedBy: [],
  generatorUrl: '',
});

const silence = (id: string, forMinutes: number): Silence => ({
  id,
  state: 'active',
  matchers: [],
  startsAt: MONDAY,
  endsAt: MONDAY + forMinutes * 60_000,
  createdBy: 'kim',
  comment: 'disk swap',
});

async function history(stage: Stage, id: string): Promise<readonly string[]> {
  return (await stage.store.timelineOf(id, 100)).map(({ kind }) => kind);
}

function reconcilerOf(stage: Stage, alertmanager: Alertmanager, logger: Logger = quietLogger): Reconciler {
  return createReconciler({
    store: stage.store,
    sources: [{ cluster: 'cluster-01', alertmanager, owns: () => true }],
    config: stage.config,
    overrides: async () => [],
    clock: stage.clock,
    realClock: stage.clock,
    logger,
    onParked: async (parked) => void stage.parked.push(parked),
  });
}

const both = notification([alert({ instance: 'a' }), alert({ instance: 'b' })]);

describe('scenarios/reconcile', () => {
  it('compares every other incident when one cannot be changed, and says after three tries that it is left alone', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const reconciler = reconcilerOf(stage, alertmanager);
    const [poison = ''] = await stage.receive(notification([alert({ name: 'Poison' })]), 'cluster-01');
    const [id = ''] = await stage.receive(notification([alert()]), 'cluster-01');
    await refuse(stage.database, 'incidents', 'title', 'Poison');
    stage.downtime('3m');
    for (let turn = 0; turn < 3; turn += 1) {
      await reconciler.run();
    }

    expect((await stage.store.get(poison))?.escalation.status).toBe('triggered');
    expect((await stage.store.get(id))?.escalation.status).toBe('resolved');
    expect(stage.parked).toEqual([{ part: 'reconcile', incidentId: poison }]);
  });

  it('ends alerts that Alertmanager had and has no more', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const reconciler = reconcilerOf(stage, alertmanager);
    const [id = ''] = await stage.receive(both);
    alertmanager.known = [active('a'), active('b')];
    await reconciler.run();
    stage.downtime('3m');
    alertmanager.known = [active('a')];
    await reconciler.run();
    expect(await stage.store.alertCounts(id)).toEqual({ firing: 1, resolved: 1 });

    alertmanager.known = [];
    await reconciler.run();
    expect((await stage.store.get(id))?.escalation.status).toBe('resolved');
  });

  it('sees a silence that was made a few seconds before somebody would be called', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const reconciler = reconcilerOf(stage, alertmanager);
    const [id = ''] = await stage.receive(notification([alert({ instance: 'a' })]));
    alertmanager.known = [active('a')];
    stage.downtime('4m');
    await reconciler.run();
    stage.downtime('5s');
    alertmanager.known = [active('a', ['s1'])];
    alertmanager.silenced = [silence('s1', 60)];
    const due = await stage.store.get(id);
    await reconciler.beforeEscalating(due === null ? [] : [due]);

    expect(await history(stage, id)).toContain('silenced');
  });

  it('asks once for all that falls due in the same moment, and not again at once when nobody answered', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const asked = vi.spyOn(alertmanager, 'alerts');
    const reconciler = reconcilerOf(stage, alertmanager);
    const [id = ''] = await stage.receive(both, 'cluster-01');
    const due = [await stage.store.get(id)].filter((incident) => incident !== null);
    await reconciler.beforeEscalating(due);
    await reconciler.beforeEscalating(due);
    expect(asked).toHaveBeenCalledTimes(1);

    alertmanager.mode = 'broken';
    stage.downtime('3s');
    await reconciler.beforeEscalating(due);
    stage.downtime('10s');
    await reconciler.beforeEscalating(due);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('compares all of more open incidents than one page holds', async () => {
    await using stage = await Stage.open();
    const reconciler = reconcilerOf(stage, new FakeAlertmanager());
    const ids: string[] = [];
    for (let index = 0; index < 502; index += 1) {
      ids.push(...(await stage.receive(notification([alert({ name: `Alert${index}` })]), 'cluster-01')));
    }
    stage.downtime('3m');
    await reconciler.run();

    expect(await stage.store.listOpen({ limit: 10 })).toEqual([]);
    expect((await stage.store.get(ids.at(-1) ?? ''))?.escalation.status).toBe('resolved');
  });

  it('leaves alone what that Alertmanager never had', async () => {
    await using stage = await Stage.open();
    const reconciler = reconcilerOf(stage, new FakeAlertmanager());
    const [id = ''] = await stage.receive(both);
    stage.downtime('3m');
    await reconciler.run();

    expect((await stage.store.get(id))?.escalation.status).toBe('triggered');
  });

  it('leaves alone what started a moment ago', async () => {
    await using stage = await Stage.open();
    const reconciler = reconcilerOf(stage, new FakeAlertmanager());
    const [id = ''] = await stage.receive(both, 'cluster-01');
    await reconciler.run();

    expect((await stage.store.get(id))?.escalation.status).toBe('triggered');
  });

  it('changes nothing while Alertmanager does not answer, and holds up nobody', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const reconciler = reconcilerOf(stage, alertmanager);
    const [id = ''] = await stage.receive(both, 'cluster-01');
    stage.downtime('3m');
    alertmanager.mode = 'broken';
    await reconciler.run();

    alertmanager.mode = 'hanging';
    const asked = reconciler.beforeEscalating(await stage.store.listOpen({ limit: 10 }));
    await Promise.resolve();
    stage.clock.advance(3_000);
    await asked;
    expect((await stage.store.get(id))?.escalation.status).toBe('triggered');
  });

  it('pauses the ladder while silences cover everything that fires', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const reconciler = reconcilerOf(stage, alertmanager);
    const [id = ''] = await stage.receive(both);
    alertmanager.silenced = [silence('s1', 60)];
    alertmanager.known = [active('a', ['s1']), active('b')];
    await reconciler.run();
    expect(await history(stage, id)).not.toContain('silenced');

    alertmanager.known = [active('a', ['s1']), active('b', ['s1'])];
    await reconciler.run();
    await reconciler.run();
    await stage.fastForward('5s');
    expect((await history(stage, id)).filter((kind) => kind === 'silenced')).toHaveLength(1);
    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    expect(parent?.message.attachment?.tone).toBe('muted');

    const pagesBefore = (await history(stage, id)).filter((kind) => kind === 'paged').length;
    await stage.fastForward('58m', 10_000);
    expect((await history(stage, id)).filter((kind) => kind === 'paged')).toHaveLength(pagesBefore);
    await stage.fastForward('2m', 10_000);
    expect((await history(stage, id)).slice(-2)).toEqual(['silence-ended', 'paged']);
  });

  it('lasts as long as the alert that is heard again first', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const [id = ''] = await stage.receive(both);
    alertmanager.silenced = [silence('s1', 60), silence('s2', 20)];
    alertmanager.known = [active('a', ['s1', 's2']), active('b', ['s2'])];
    await reconcilerOf(stage, alertmanager).run();

    expect((await stage.store.get(id))?.escalation).toMatchObject({ silencedUntil: MONDAY + 20 * 60_000 });
  });

  it('goes on when a silence is removed early', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const reconciler = reconcilerOf(stage, alertmanager);
    const [id = ''] = await stage.receive(both);
    alertmanager.silenced = [silence('s1', 60)];
    alertmanager.known = [active('a', ['s1']), active('b', ['s1'])];
    await reconciler.run();
    await stage.fastForward('10m', 10_000);
    alertmanager.silenced = [];
    alertmanager.known = [active('a'), active('b')];
    await reconciler.run();

    expect((await history(stage, id)).slice(-2)).toEqual(['silence-ended', 'paged']);
  });

  it('goes on when an alert joins that is not silenced', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const [id = ''] = await stage.receive(both);
    alertmanager.silenced = [silence('s1', 60)];
    alertmanager.known = [active('a', ['s1']), active('b', ['s1'])];
    await reconcilerOf(stage, alertmanager).run();
    await stage.fastForward('1m', 10_000);
    await stage.receive(notification([alert({ instance: 'a' }), alert({ instance: 'b' }), alert({ instance: 'c' })]));

    expect((await history(stage, id)).slice(-2)).toEqual(['silence-ended', 'paged']);
  });

  it('believes nothing that Alertmanager said before the silence was made', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const [id = ''] = await stage.receive(both);
    alertmanager.known = [active('a'), active('b')];
    const asked = Promise.withResolvers<readonly ActiveAlert[]>();
    alertmanager.alerts = () => asked.promise;
    const running = reconcilerOf(stage, alertmanager).run();
    await stage.apply(id, { kind: 'silenced', at: stage.clock.now(), by: 'U0LEAD', until: MONDAY + 3_600_000, comment: '' });
    asked.resolve(alertmanager.known);
    await running;

    expect((await stage.store.get(id))?.escalation).toMatchObject({ silencedUntil: MONDAY + 3_600_000 });
  });

  it('logs that Alertmanager does not answer once, and that it answers again', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const logged: string[] = [];
    const note = (_: unknown, message: string): void => void logged.push(message);
    const logger = { ...quietLogger, warn: note, info: note };
    const reconciler = reconcilerOf(stage, alertmanager, logger);
    alertmanager.mode = 'broken';
    await reconciler.run();
    await reconciler.run();
    alertmanager.mode = 'well';
    await reconciler.run();

    expect(logged).toEqual(['alertmanager does not answer, so alerts are not compared with it', 'alertmanager answers again']);
  });
});
