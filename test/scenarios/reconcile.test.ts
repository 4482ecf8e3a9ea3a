import { describe, expect, it } from 'vitest';
import { createReconciler, type Reconciler } from '../../src/escalation/reconcile.ts';
import { UpstreamError } from '../../src/model/errors.ts';
import type { ActiveAlert, Silence } from '../../src/model/metrics.ts';
import type { Alertmanager } from '../../src/ports.ts';
import { quietLogger } from '../store/databases.ts';
import { alert, notification } from './payloads.ts';
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

function reconcilerOf(stage: Stage, alertmanager: Alertmanager): Reconciler {
  return createReconciler({
    store: stage.store,
    sources: [{ cluster: 'cluster-01', alertmanager, owns: () => true }],
    config: stage.config,
    overrides: async () => [],
    clock: stage.clock,
    realClock: stage.clock,
    logger: quietLogger,
  });
}

const both = notification([alert({ instance: 'a' }), alert({ instance: 'b' })]);

describe('scenarios/reconcile', () => {
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

  it('shows a silence while it covers everything that fires', async () => {
    await using stage = await Stage.open();
    const alertmanager = new FakeAlertmanager();
    const reconciler = reconcilerOf(stage, alertmanager);
    const [id = ''] = await stage.receive(both);
    const silence: Silence = {
      id: 's1',
      state: 'active',
      matchers: [],
      startsAt: MONDAY,
      endsAt: MONDAY + 3_600_000,
      createdBy: 'kim',
      comment: 'disk swap',
    };
    alertmanager.silenced = [silence];
    alertmanager.known = [active('a', ['s1']), active('b')];
    await reconciler.run();
    expect((await stage.store.timelineOf(id, 20)).map(({ kind }) => kind)).not.toContain('silenced');

    alertmanager.known = [active('a', ['s1']), active('b', ['s1'])];
    await reconciler.run();
    await reconciler.run();
    await stage.fastForward('5s');
    expect((await stage.store.timelineOf(id, 20)).filter(({ kind }) => kind === 'silenced')).toHaveLength(1);
    const [parent] = stage.slack.inChannel(CHANNELS.incidents);
    expect(parent?.message.attachment?.tone).toBe('muted');
  });
});
