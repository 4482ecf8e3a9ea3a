import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationStore } from '../../src/actions/operation-store.ts';
import type { Operation } from '../../src/model/plan.ts';
import { createAuditLog } from '../../src/store/audit.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createOperationStore } from '../../src/store/operations.ts';
import { createSeenRequests } from '../../src/store/seen-requests.ts';
import { createSharedMessages } from '../../src/store/shared-messages.ts';
import { openTestDatabases } from './databases.ts';

const AT = Date.UTC(2026, 10, 22);

const planned = (id: string): Operation => ({
  id,
  revision: 1,
  status: 'planned',
  actionId: 'scale',
  params: { component: 'query', replicas: 2 },
  plan: {
    actionId: 'scale',
    title: { id: 'scale.title', args: { name: 'thanos-query', from: 1, to: 2, cluster: 'cluster-01' } },
    confirm: { id: 'scale.confirm', args: { to: 2, cluster: 'cluster-01' } },
    risk: 'reversible',
    changes: [{ object: 'cluster-01 / monitoring / deployment/thanos-query', field: 'spec.replicas', from: '1', to: '2' }],
    notes: [],
    undo: {
      actionId: 'scale',
      params: { component: 'query', replicas: 1 },
      command: 'scale query 1',
      label: { id: 'scale.undo', args: { to: 1 } },
    },
    gitPatch: 'spec:\n  replicas: 2\n',
    precondition: { resourceVersion: '100', replicas: 1 },
    baseline: { stores: ['10.0.0.1:10901'] },
  },
  requestedBy: 'U0LEAD',
  channel: 'C0OPS',
  createdAt: AT,
  expiresAt: AT + 300_000,
  confirmedBy: null,
  startedAt: null,
  finishedAt: null,
  steps: [],
  result: null,
  message: null,
  undoneBy: null,
});

const begin = (owner: string, until = AT + 60_000) => ({ confirmedBy: 'U0LEAD', at: AT + 1, steps: [], lease: { owner, until } });
const end = { status: 'succeeded' as const, result: { id: 'scale.done', args: {} }, steps: [], at: AT + 9 };

describe.each(openTestDatabases)('store/operations on $name', ({ open }) => {
  let database: OpenDatabase;
  let store: OperationStore;
  let count = 0;

  const create = async (): Promise<string> => {
    count += 1;
    await store.create(planned(`op-${count}`));
    return `op-${count}`;
  };

  beforeAll(async () => {
    database = await open();
    store = createOperationStore(database.db);
  }, 60_000);

  afterAll(() => database.close());

  it('gives back what was stored', async () => {
    const id = await create();

    expect(await store.byId(id)).toEqual(planned(id));
  });

  it('lets one of two begin', async () => {
    const id = await create();

    const begun = await Promise.all([store.begin(id, 1, begin('a')), store.begin(id, 1, begin('b'))]);

    expect(begun.filter((operation) => operation !== null)).toHaveLength(1);
    expect(await store.byId(id)).toMatchObject({ status: 'running', revision: 2, confirmedBy: 'U0LEAD', startedAt: AT + 1 });
  });

  it('begins nothing from another revision or after its time', async () => {
    const id = await create();

    expect(await store.begin(id, 2, begin('a'))).toBeNull();
    expect(await store.begin(id, 1, { ...begin('a'), at: AT + 300_000 })).toBeNull();
  });

  it('lets only the holder renew and finish', async () => {
    const id = await create();
    await store.begin(id, 1, begin('a'));

    expect(await store.renew(id, { owner: 'b', until: AT + 99_000 }, [])).toBe(false);
    expect(await store.finish(id, 'b', end)).toBeNull();
    expect(await store.renew(id, { owner: 'a', until: AT + 99_000 }, [])).toBe(true);
    expect(await store.finish(id, 'a', end)).toMatchObject({ status: 'succeeded', revision: 3, finishedAt: AT + 9 });
  });

  it('hands over only what nobody holds', async () => {
    const held = await create();
    const orphan = await create();
    await store.begin(held, 1, begin('a', AT + 60_000));
    await store.begin(orphan, 1, begin('a', AT + 10_000));

    const taken = await store.takeOver(AT + 10_000, { owner: 'b', until: AT + 70_000 });

    expect(taken.map(({ id }) => id)).toEqual([orphan]);
    expect(await store.renew(orphan, { owner: 'a', until: AT + 99_000 }, [])).toBe(false);
    expect(await store.takeOver(AT + 10_000, { owner: 'c', until: AT + 70_000 })).toEqual([]);
  });

  it('hands a released operation over at once', async () => {
    const id = await create();
    await store.begin(id, 1, begin('a'));
    await store.release(id, 'a');

    expect((await store.takeOver(AT + 2, { owner: 'b', until: AT + 70_000 })).map((operation) => operation.id)).toEqual([id]);
  });

  it('expires plans whose time is over and no others', async () => {
    const id = await create();

    expect((await store.expire(AT + 299_999)).map((operation) => operation.id)).not.toContain(id);
    expect((await store.expire(AT + 300_000)).map((operation) => operation.id)).toContain(id);
    expect(await store.close(id, 'cancelled', AT)).toBeNull();
  });

  it('takes one undo', async () => {
    const id = await create();

    expect(await store.setUndoneBy(id, null, 'op-x')).toBe(true);
    expect(await store.setUndoneBy(id, null, 'op-y')).toBe(false);
    expect(await store.setUndoneBy(id, 'op-x', 'op-y')).toBe(true);
  });

  it('asks for the second person once', async () => {
    const id = await create();

    expect(await store.awaitApproval(id, 1, 'U0LEAD', AT + 600_000)).toMatchObject({
      status: 'planned',
      confirmedBy: 'U0LEAD',
      revision: 2,
    });
    expect(await store.awaitApproval(id, 2, 'U0ADMIN', AT + 600_000)).toBeNull();
  });

  it('remembers where an operation is shown', async () => {
    const id = await create();
    await store.saveMessage(id, { channel: 'C0OPS', ts: '1.2' });

    expect(await store.byId(id)).toMatchObject({ message: { channel: 'C0OPS', ts: '1.2' } });
  });

  it('lists the audit newest first', async () => {
    const audit = createAuditLog(database.db);
    const entry = { actor: 'U0LEAD', action: 'scale', subject: 'x', outcome: 'allowed' as const, details: { from: '1', n: 2, none: null } };
    await audit.append({ ...entry, at: AT });
    await audit.append({ ...entry, at: AT + 1 });

    expect(await audit.recent(2)).toEqual([
      { ...entry, at: AT + 1 },
      { ...entry, at: AT },
    ]);
  });

  it('knows a delivery that was seen, for as long as it matters', async () => {
    const seen = createSeenRequests(database.db);

    expect(await seen.isFirst('trigger-1', AT, 600_000)).toBe(true);
    expect(await seen.isFirst('trigger-1', AT + 599_999, 600_000)).toBe(false);
    expect(await seen.isFirst('trigger-2', AT + 600_001, 600_000)).toBe(true);
    expect(await seen.isFirst('trigger-1', AT + 600_001, 600_000)).toBe(true);
  });

  it('gives a kept answer out once, and not after its time', async () => {
    const shared = createSharedMessages(database.db);
    const kept = { userId: 'U0LEAD', message: { text: ['all is well'], blocks: [] } };
    await shared.keep('msg-1', kept, AT + 10);
    await shared.keep('msg-2', kept, AT + 10);

    expect(await shared.take('msg-1', AT)).toEqual({ ...kept, pages: [] });
    expect(await shared.take('msg-1', AT)).toBeNull();
    expect(await shared.take('msg-2', AT + 11)).toBeNull();
  });
});
