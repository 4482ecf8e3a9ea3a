import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { announceEndings } from '../../src/actions/silence-notices.ts';
import { surveySilences } from '../../src/actions/silence-survey.ts';
import type { Announcement } from '../../src/digest/announcer.ts';
import { silenceButtons } from '../../src/handlers/silence-buttons.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import { silenceListMessage } from '../../src/messages/silences.ts';
import { translate } from '../../src/messages/translate.ts';
import { UpstreamError } from '../../src/model/errors.ts';
import { matches } from '../../src/model/matcher.ts';
import type { Message } from '../../src/model/message.ts';
import type { ActiveAlert, Silence } from '../../src/model/metrics.ts';
import type { Operation } from '../../src/model/plan.ts';
import { hours, minutes } from '../../src/model/time.ts';
import type { Alertmanager } from '../../src/ports.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createSettingsStore } from '../../src/store/settings.ts';
import { createSilenceNoticeBook } from '../../src/store/silence-notices.ts';
import { clusterAccess } from '../checks/context.ts';
import { openTemporarySqlite } from '../store/databases.ts';
import { LEAD, openStage, START, STRANGER, type Stage } from './world.ts';

/** An Alertmanager that keeps silences as the real one does: expired ones stay listed. */
class FakeAlertmanager implements Alertmanager {
  readonly made: Silence[] = [];
  firing: Readonly<Record<string, string>>[] = [];
  isDown = false;
  refuses = false;
  readonly #now: () => number;
  readonly #name: string;

  constructor(name: string, now: () => number) {
    this.#name = name;
    this.#now = now;
  }

  async alerts(): Promise<readonly ActiveAlert[]> {
    this.#check();
    return this.firing.map((labels, index) => {
      const silencedBy = this.#active()
        .filter((each) => matches(each.matchers, labels))
        .map(({ id }) => id);
      const state = silencedBy.length === 0 ? 'active' : 'suppressed';
      return { fingerprint: `f${index}`, labels, annotations: {}, startsAt: '', state, silencedBy, inhibitedBy: [], generatorUrl: '' };
    });
  }

  async silences(): Promise<readonly Silence[]> {
    this.#check();
    return this.made.map((each) => ({ ...each, state: each.endsAt > this.#now() ? each.state : 'expired' }));
  }

  async createSilence(wanted: Parameters<Alertmanager['createSilence']>[0]): Promise<string> {
    this.#check();
    if (this.refuses) {
      throw new UpstreamError('invalid', { system: 'alertmanager', retryable: false, reason: 'bad matcher' });
    }
    const index = this.made.findIndex(({ id }) => id === wanted.id);
    const id = wanted.id ?? `${this.#name}-${this.made.length}-0000`;
    this.made.splice(index === -1 ? this.made.length : index, index === -1 ? 0 : 1, { ...wanted, id, state: 'active' });
    return id;
  }

  async expireSilence(id: string): Promise<void> {
    this.#check();
    const index = this.made.findIndex((each) => each.id === id);
    const found = this.made[index];
    if (found !== undefined) {
      this.made[index] = { ...found, state: 'expired', endsAt: this.#now() };
    }
  }

  #active(): readonly Silence[] {
    return this.made.filter(({ state, endsAt }) => state === 'active' && endsAt > this.#now());
  }

  #check(): void {
    if (this.isDown) {
      throw new UpstreamError('unreachable', { system: 'alertmanager', retryable: true, reason: 'connection refused' });
    }
  }
}

const NODE_DOWN = [{ name: 'alertname', value: 'NodeDown', isRegex: false, isEqual: true }];
const english = (phrase: Parameters<typeof translate>[1] | null): string =>
  phrase === null ? '' : plainText(translate('en', phrase), 'UTC');
const signal = (): AbortSignal => new AbortController().signal;
const EN = { locale: 'en', timeZone: 'UTC' } as const;

describe('actions/silence', () => {
  let database: OpenDatabase;
  let stage: Stage;
  let one: FakeAlertmanager;
  let two: FakeAlertmanager;

  beforeEach(async () => {
    database = await openTemporarySqlite();
    let now = (): number => START;
    one = new FakeAlertmanager('aaaaaaaa', () => now());
    two = new FakeAlertmanager('bbbbbbbb', () => now());
    stage = openStage(database, {
      clusters: [clusterAccess('cluster-01', { alertmanager: one }), clusterAccess('cluster-02', { alertmanager: two })],
    });
    now = () => stage.clock.now();
    two.firing = [{ alertname: 'NodeDown', node: 'a' }, { alertname: 'NodeDown', node: 'b' }, { alertname: 'Other' }];
  });
  afterEach(() => database.close());

  const propose = (change: Record<string, unknown> = {}, actionId = 'silence'): Promise<Operation> =>
    stage.runner.propose(
      {
        actionId,
        userId: LEAD,
        channel: 'C0',
        params: { matchers: NODE_DOWN, durationMs: hours(8), comment: 'disk swap', owner: LEAD, ...change },
      },
      signal(),
    );
  const carryOut = async (planned: Operation): Promise<Operation | null> => {
    await stage.runner.confirm({ operationId: planned.id, revision: planned.revision, userId: LEAD, signal: signal() });
    await stage.settle();
    return stage.runner.byId(planned.id);
  };

  it('shows before anything happens what it would hide in which cluster', async () => {
    const { plan } = await propose();

    expect(plan.changes.map(({ object }) => object)).toEqual([
      'cluster-01 / alertmanager / {alertname="NodeDown"}',
      'cluster-02 / alertmanager / {alertname="NodeDown"}',
    ]);
    expect(plan.notes.map(english).join('\n')).toContain('Hides 2 alerts firing now: NodeDown (cluster-02 2)');
    expect([...one.made, ...two.made]).toEqual([]);
  });

  it('makes one in each Alertmanager with owner, reason and end, and ends them all by undo', async () => {
    const done = await carryOut(await propose());

    expect(done?.status).toBe('succeeded');
    expect(one.made).toMatchObject([{ createdBy: LEAD, matchers: NODE_DOWN, endsAt: START + hours(8) }]);
    expect(two.made[0]?.comment).toMatch(/^disk swap \(thanos-chatops U0LEAD-\w+\)$/);
    expect(english(done?.steps[0]?.detail ?? null)).toBe(one.made[0]?.id);

    const undo = await stage.runner.proposeUndo({ operationId: done?.id ?? '', userId: LEAD, channel: 'C0' }, signal());
    expect(undo.plan.notes.map(english).join('\n')).toContain('2 alerts firing now will be heard again');
    expect((await carryOut(undo))?.status).toBe('succeeded');
    expect([...one.made, ...two.made].map(({ state }) => state)).toEqual(['expired', 'expired']);
  });

  it('says where it could not be made, and how to end what was', async () => {
    const planned = await propose();
    two.refuses = true;
    const done = await carryOut(planned);

    expect(done?.status).toBe('failed');
    expect(english(done?.result ?? null)).toMatch(
      /^Silent only in cluster-01\. NOT silent: cluster-02\. End what was made with \/thanos silence expire U0LEAD-/,
    );
  });

  it('leaves out an Alertmanager that does not answer, and says so', async () => {
    two.isDown = true;
    const { plan } = await propose();

    expect(plan.changes).toHaveLength(1);
    expect(plan.notes.map(english).join('\n')).toContain('No silence is made in cluster-02');
  });

  it.each([
    ['longer than configured', { durationMs: hours(24 * 8) }, 'silence.tooLong'],
    ['that fits everything', { matchers: [{ name: 'alertname', value: '.*', isRegex: true, isEqual: true }] }, 'silence.tooWide'],
    ['with a broken pattern', { matchers: [{ name: 'alertname', value: '(', isRegex: true, isEqual: true }] }, 'silence.badPattern'],
    ['of a cluster that is not there', { cluster: 'cluster-09' }, 'action.noSuchCluster'],
  ])('refuses a silence %s', async (_, change, sentence) => {
    await expect(propose(change)).rejects.toMatchObject({ phrase: { id: sentence } });
  });

  it('gives up a pattern that would keep the process busy for hours', async () => {
    two.firing = [{ alertname: 'a'.repeat(60) }];

    await expect(propose({ matchers: [{ name: 'alertname', value: '(a+)+b', isRegex: true, isEqual: true }] })).rejects.toMatchObject({
      phrase: { id: 'silence.slowPattern' },
    });
  });

  it('lets a responder make short ones only', async () => {
    await expect(propose({}, 'silence-short')).rejects.toMatchObject({ phrase: { id: 'silence.tooLong' } });
    await expect(
      stage.runner.propose(
        {
          actionId: 'silence',
          userId: 'U0PRIMARY',
          channel: 'C0',
          params: { matchers: NODE_DOWN, durationMs: hours(8), comment: '', owner: 'U0PRIMARY' },
        },
        signal(),
      ),
    ).rejects.toMatchObject({ phrase: { id: 'action.forbidden' } });
  });

  it('lists one wish once, with what it hides, and names who does not answer', async () => {
    await carryOut(await propose());
    one.isDown = true;
    const message = silenceListMessage(await surveySilences(stage.world.clusters, signal()), EN);
    const said = message.blocks.map((block) => (block.kind === 'text' ? plainText(block.text, 'UTC') : '')).join('\n');

    expect(said).toContain('Unknown: no answer from cluster-01');
    expect(said).toContain('{alertname="NodeDown"}');
    expect(said).toContain('hides 2 alerts now (NodeDown)');
  });

  describe('about to end', () => {
    const announced: Announcement[] = [];
    const notices = () => ({
      clusters: stage.world.clusters,
      book: createSilenceNoticeBook(createSettingsStore(database.db)),
      announcer: { announce: async (each: Announcement) => void announced.push(each) },
      config: stage.world.config,
      clock: stage.clock,
    });
    const press = async (userId: string): Promise<string> => {
      const told: Message[] = [];
      const controls = announced.at(-1)?.message.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : [])) ?? [];
      const [button] = controls;
      if (button?.kind !== 'button') {
        throw new Error('no button');
      }
      const { book, clusters } = notices();
      const { access } = stage.deps;
      const buttons = silenceButtons({ clusters, book, access, audit: stage.audit, clock: stage.clock, maxSilenceMs: hours(24 * 7) });
      const click = {
        interaction: 'extend',
        reference: button.reference,
        choice: null,
        userId,
        channelId: 'C0',
        messageTs: null,
        isPrivate: false,
        triggerId: '',
      } as const;
      await buttons.extend?.(
        click,
        { show: async (m) => void told.push(m), replace: async () => undefined, remove: async () => undefined },
        EN,
      );
      return told.map(({ text }) => plainText(text, 'UTC')).join('');
    };

    beforeEach(async () => {
      announced.length = 0;
      await carryOut(await propose({ durationMs: hours(1) }));
    });

    it('is told to owner and channel once, 15 minutes before', async () => {
      stage.clock.advance(minutes(44));
      await announceEndings(notices());
      expect(announced).toEqual([]);

      stage.clock.advance(minutes(2));
      await announceEndings(notices());
      await announceEndings(notices());
      expect(announced.map(({ channel }) => channel)).toEqual([LEAD, 'C0INCIDENT']);
      expect(plainText(announced[0]?.message.text ?? [], 'UTC')).toMatch(/ends at .*cluster-01, cluster-02.*hides 2 alerts now/);
    });

    it('is told to the owner alone when nothing would be heard again', async () => {
      two.firing = [];
      stage.clock.advance(minutes(46));
      await announceEndings(notices());

      expect(announced.map(({ channel }) => channel)).toEqual([LEAD]);
    });

    it('is extended once by its own length, and is told again before the new end', async () => {
      stage.clock.advance(minutes(46));
      await announceEndings(notices());
      const before = one.made[0]?.endsAt ?? 0;
      expect(await press('U0PRIMARY')).toMatch(/^Extended until .* in cluster-01, cluster-02\.$/);
      await press(LEAD);
      expect([one, two].map(({ made }) => made.map(({ endsAt }) => endsAt))).toEqual([[before + hours(1)], [before + hours(1)]]);

      stage.clock.advance(hours(1));
      await announceEndings(notices());
      expect(announced).toHaveLength(4);
    });

    it('is not extended for a stranger, nor after its end', async () => {
      stage.clock.advance(minutes(46));
      await announceEndings(notices());
      await expect(press(STRANGER)).rejects.toMatchObject({ phrase: { id: 'action.forbidden' } });

      stage.clock.advance(minutes(20));
      expect(await press(LEAD)).toContain('NOT extended, or over already: cluster-01, cluster-02');
    });
  });
});
