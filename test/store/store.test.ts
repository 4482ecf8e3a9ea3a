import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type IncidentStore, StoreConflict } from '../../src/escalation/incident-store.ts';
import type { OutboxDraft } from '../../src/escalation/intent.ts';
import type { OutboxItem, OutboxStore } from '../../src/escalation/outbox.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createIncidentStore } from '../../src/store/incidents.ts';
import { createOutboxStore } from '../../src/store/outbox.ts';
import { createQuarantine } from '../../src/store/quarantine.ts';
import { openTestDatabases } from './databases.ts';

const incident: Incident = {
  id: 'inc_1',
  revision: 1,
  source: 'default',
  groupKey: '{}:{alertname="A"}',
  title: 'A',
  summary: 'it is down',
  severity: 'critical',
  cluster: 'cluster-01',
  classId: null,
  labels: { alertname: 'A' },
  annotations: {},
  levels: [{ level: 1, notify: ['primary'], ackTimeoutMs: 300_000, repeat: true }],
  escalation: { status: 'triggered', isQuiet: false, levelIndex: 0, repeats: 0, nextEscalationAt: 1_000, silencedUntil: null },
  openedAt: 500,
  updatedAt: 500,
  message: null,
  parentId: null,
};

const stored = (fingerprint: string, incidentId: string | null = 'inc_1') =>
  ({
    incidentId,
    fingerprint,
    startsAt: '2026-01-05T00:00:00Z',
    status: 'firing',
    labels: { instance: fingerprint },
    annotations: {},
    generatorUrl: '',
    firstSeenAt: 500,
    resolvedAt: null,
  }) as const;

const line = (key: string, change: Partial<OutboxDraft> = {}): OutboxDraft => ({
  key,
  priority: 1,
  lane: 'C0',
  incidentId: 'inc_1',
  intent: { kind: 'incident-parent', incidentId: 'inc_1', channel: null },
  ...change,
});

describe.each(openTestDatabases)('store on $name', ({ open }) => {
  let database: OpenDatabase;
  let store: IncidentStore;
  let outbox: OutboxStore;

  beforeAll(async () => {
    database = await open();
    store = createIncidentStore(database.db);
    outbox = createOutboxStore(database);
  }, 60_000);

  afterAll(() => database.close());

  beforeEach(async () => {
    for (const table of ['incidents', 'alerts', 'timeline', 'outbox', 'quarantine'] as const) {
      await database.db.deleteFrom(table).execute();
    }
  });

  const claim = (
    now = 10,
    change: { readonly owner?: string; readonly pausedLanes?: readonly string[] } = {},
  ): Promise<readonly OutboxItem[]> => outbox.claim({ owner: 'me', now, leaseUntil: now + 100, limit: 10, pausedLanes: [], ...change });

  it('gives an incident back as it was stored', async () => {
    await store.transaction((tx) => tx.insert(incident));

    expect(await store.get('inc_1')).toEqual(incident);
  });

  it('lets one incident be open per group', async () => {
    await store.transaction((tx) => tx.insert(incident));

    await expect(store.transaction((tx) => tx.insert({ ...incident, id: 'inc_2' }))).rejects.toBeInstanceOf(StoreConflict);
    await store.transaction((tx) => tx.insert({ ...incident, id: 'inc_3', source: 'cluster-02' }));
  });

  it('lets another incident open once the first is resolved', async () => {
    const resolved: Incident = {
      ...incident,
      revision: 2,
      escalation: { status: 'resolved', isQuiet: false, by: 'U1', at: 900, levelIndex: 0 },
    };
    await store.transaction((tx) => tx.insert(incident));
    await store.transaction((tx) => tx.update(resolved, 1));
    await store.transaction((tx) => tx.insert({ ...incident, id: 'inc_2' }));

    const { source, groupKey } = incident;
    const idsSince = (resolvedSince: number) =>
      store.transaction(async (tx) =>
        (await tx.incidentsOf({ ids: [], groups: [{ source, groupKey }], resolvedSince })).map(({ id }) => id).sort(),
      );
    expect(await idsSince(800)).toEqual(['inc_1', 'inc_2']);
    expect(await idsSince(901)).toEqual(['inc_2']);
  });

  it('refuses to save over a revision that was not read', async () => {
    await store.transaction((tx) => tx.insert(incident));
    await store.transaction((tx) => tx.update({ ...incident, revision: 2 }, 1));

    await expect(store.transaction((tx) => tx.update({ ...incident, revision: 2 }, 1))).rejects.toBeInstanceOf(StoreConflict);
  });

  it('undoes everything of a transaction that fails', async () => {
    const failing = store.transaction(async (tx) => {
      await tx.insert(incident);
      await tx.enqueue([line('a')], 1);
      throw new Error('no');
    });

    await expect(failing).rejects.toThrow('no');
    expect(await store.get('inc_1')).toBeNull();
    expect((await outbox.depth()).pending).toBe(0);
  });

  it('keeps where the message stands when a transition is saved', async () => {
    await store.transaction((tx) => tx.insert(incident));
    await store.setMessage('inc_1', { channel: 'C0', ts: '1.1' });
    await store.transaction((tx) => tx.update({ ...incident, revision: 2 }, 1));

    expect((await store.get('inc_1'))?.message).toEqual({ channel: 'C0', ts: '1.1' });
  });

  it('lists what is due, and leaves out what cannot be read', async () => {
    await store.transaction((tx) => tx.insert(incident));
    await store.transaction((tx) => tx.insert({ ...incident, id: 'inc_2', groupKey: 'other' }));
    await database.db.updateTable('incidents').set({ escalation: '{"status":"unheard of"}' }).where('id', '=', 'inc_2').execute();

    expect(await store.listDue(1_000, 10, [])).toMatchObject({ incidents: [{ id: 'inc_1' }], unreadable: ['inc_2'] });
    expect(await store.listDue(999, 10, [])).toEqual({ incidents: [], unreadable: [] });
    expect(await store.listDue(1_000, 10, ['inc_1', 'inc_2'])).toEqual({ incidents: [], unreadable: [] });
    expect(await store.countOverdue(1_001)).toBe(2);
  });

  it('takes ten thousand alerts in one transaction', async () => {
    await store.transaction(async (tx) => {
      await tx.insert(incident);
      await tx.addAlerts(
        'default',
        Array.from({ length: 10_000 }, (_, index) => stored(`f${index}`)),
      );
    });
    const known = await store.transaction((tx) =>
      tx.knownAlerts(
        Array.from({ length: 10_000 }, (_, index) => ({ source: 'default', fingerprint: `f${index}` })),
        600,
      ),
    );
    await store.transaction((tx) => tx.resolveAlerts('default', known.slice(0, 6_000), 700));

    expect(await store.alertCounts('inc_1')).toEqual({ firing: 4_000, resolved: 6_000 });
  });

  it('remembers the end of an alert for a month', async () => {
    await store.transaction((tx) => tx.addAlerts('default', [{ ...stored('f1', null), status: 'resolved', resolvedAt: 1_000 }]));
    const at = (now: number) => store.transaction((tx) => tx.knownAlerts([{ source: 'default', fingerprint: 'f1' }], now));

    expect(await at(2_000)).toMatchObject([{ fingerprint: 'f1', status: 'resolved', incidentId: null }]);
    expect(await at(31 * 86_400_000)).toEqual([]);
  });

  it('queues a message once', async () => {
    await outbox.enqueue([line('a')], 1);
    await outbox.enqueue([line('a'), line('b', { lane: 'C1' })], 2);

    expect((await claim()).map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('hands out the most urgent message of every lane, one at a time', async () => {
    await outbox.enqueue([line('later', { priority: 5 }), line('now', { priority: 0 }), line('other', { lane: 'C1' })], 1);
    const first = await claim();

    expect(first.map(({ key }) => key)).toEqual(['now', 'other']);
    expect(await claim()).toEqual([]);
    for (const item of first) {
      await outbox.markSent(item, 'me', 20, { channel: 'C0', ts: '1' });
    }
    expect((await claim()).map(({ key }) => key)).toEqual(['later']);
  });

  it('leaves paused lanes alone', async () => {
    await outbox.enqueue([line('a'), line('b', { lane: 'C1' })], 1);

    expect((await claim(10, { pausedLanes: ['C0'] })).map(({ key }) => key)).toEqual(['b']);
  });

  it('gives a message to another when its lease ends, as one that may have arrived', async () => {
    await outbox.enqueue([line('a')], 1);
    const [mine] = await claim();
    const [theirs] = await claim(110, { owner: 'other' });

    expect(mine?.isUncertain).toBe(false);
    expect(theirs).toMatchObject({ key: 'a', isUncertain: true, attempts: 2 });
    expect(mine === undefined ? true : await outbox.markSent(mine, 'me', 120, null)).toBe(false);
    expect(theirs === undefined ? false : await outbox.markSent(theirs, 'other', 120, null)).toBe(true);
  });

  it('keeps a message for the process that renews its lease', async () => {
    await outbox.enqueue([line('a'), line('b', { lane: 'C1' })], 1);
    await claim(10);
    await outbox.renew('me', 210);
    await outbox.renew('other', 900);

    expect(await claim(110, { owner: 'other' })).toEqual([]);
    expect((await claim(210, { owner: 'other' })).map(({ key, isUncertain }) => [key, isUncertain])).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });

  it('frees at once what a dead process had under way, as messages that may have arrived', async () => {
    await outbox.enqueue([line('a'), line('b')], 1);
    const [mine] = await claim(10);
    await outbox.takeOver();
    const [theirs] = await claim(11, { owner: 'other' });

    expect(theirs).toMatchObject({ key: 'a', isUncertain: true });
    expect(mine === undefined ? true : await outbox.markSent(mine, 'me', 12, null)).toBe(false);
  });

  it('sends an edit again that was asked for while it was under way', async () => {
    const edit = (revision: number): OutboxDraft => line('edit', { intent: { kind: 'incident-edit', incidentId: 'inc_1', revision } });
    await outbox.enqueue([edit(2)], 1);
    await outbox.enqueue([edit(3)], 2);
    const [first] = await claim();
    await outbox.enqueue([edit(4)], 3);
    expect(first === undefined ? false : await outbox.markSent(first, 'me', 11, null)).toBe(true);
    const [second] = await claim(12);

    expect([first?.intent, second?.intent]).toEqual([
      { kind: 'incident-edit', incidentId: 'inc_1', revision: 3 },
      { kind: 'incident-edit', incidentId: 'inc_1', revision: 4 },
    ]);
  });

  it('sets aside a message that it cannot read', async () => {
    await outbox.enqueue([line('a'), line('b')], 1);
    await database.db.updateTable('outbox').set({ payload: '{"kind":"unheard of"}' }).where('dedupe_key', '=', 'a').execute();

    expect(await claim()).toEqual([]);
    expect((await claim()).map(({ key }) => key)).toEqual(['b']);
  });

  it('keeps a bounded number of bodies that it did not understand', async () => {
    const quarantine = createQuarantine(database.db);
    await quarantine.add({ at: 1, source: 'default', reason: 'not JSON', body: Buffer.from([0xff, 0xfe, 0x00]) });

    expect(await quarantine.count()).toBe(1);
    expect(await database.db.selectFrom('quarantine').select(['body', 'size_bytes']).execute()).toEqual([{ body: '//4A', size_bytes: 3 }]);
  });
});
