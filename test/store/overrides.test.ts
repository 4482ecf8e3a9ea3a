import { describe, expect, it } from 'vitest';
import { days } from '../../src/model/time.ts';
import { createOverrideStore } from '../../src/store/overrides.ts';
import { createSettingsStore } from '../../src/store/settings.ts';
import { openTestDatabases } from './databases.ts';

const NOW = Date.UTC(2026, 10, 23);
const override = (userId: string) => ({ subject: 'primary', userId, from: NOW, until: NOW + days(1), by: 'U0LEAD' });

describe.each(openTestDatabases)('store/overrides on $name', ({ open }) => {
  it('loses nothing when several people write at once', async () => {
    const database = await open();
    const store = createOverrideStore(createSettingsStore(database.db));
    const people = Array.from({ length: 10 }, (_, index) => `U${index}`);

    await Promise.all(people.map((userId) => store.add(override(userId), NOW)));
    const stored = await store.list();

    expect(stored.map(({ userId }) => userId).toSorted()).toEqual(people);
    expect(stored.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await database.close();
  });

  it('removes by number once, and never gives a number twice', async () => {
    const database = await open();
    const store = createOverrideStore(createSettingsStore(database.db));
    await store.add(override('U1'), NOW);

    const both = await Promise.all([store.remove(1, NOW), store.remove(1, NOW)]);

    expect(both.filter((removed) => removed !== null)).toHaveLength(1);
    expect((await store.add(override('U2'), NOW)).number).toBe(2);
    await database.close();
  });

  it('forgets what ended more than a week ago', async () => {
    const database = await open();
    const store = createOverrideStore(createSettingsStore(database.db));
    await store.add(override('U1'), NOW);
    await store.add(override('U2'), NOW + days(9));

    expect((await store.list()).map(({ userId }) => userId)).toEqual(['U2']);
    await database.close();
  });
});
