import { describe, expect, it } from 'vitest';
import { estateUnderTest } from '../estate-under-test.ts';

describe('sandbox/estate/page', () => {
  it.each(['/', '/estate.css', '/browser/main.js', '/browser/drawing.js', '/browser/elements.js', '/browser/panels.js'])(
    'serves %s',
    async (path) => {
      const { estate } = await estateUnderTest();
      const response = await fetch(estate.urls.page + path);
      const text = await response.text();
      expect(response.status).toBe(200);
      expect(text).not.toMatch(/from '\.\/[\w-]+\.ts'/);
    },
  );

  it('breaks and mends over the JSON API', async () => {
    const { estate } = await estateUnderTest();
    const post = (command: string, body: object): Promise<Response> =>
      fetch(`${estate.urls.page}/control/${command}`, { method: 'POST', body: JSON.stringify(body) });
    expect(await (await post('node-down', { cluster: 'cluster-02' })).json()).toMatchObject({ id: 'fault-1', kind: 'node-down' });
    const state: unknown = await (await fetch(`${estate.urls.page}/control/state`)).json();
    expect(state).toMatchObject({
      clusters: expect.arrayContaining([expect.objectContaining({ name: 'cluster-02', words: 'node down' })]),
    });
    expect(await (await post('mend', { id: 'fault-1' })).json()).toEqual({ mended: 1 });
  });

  it.each([
    ['mend', { id: 'fault-9' }, 404],
    ['explode', {}, 404],
    ['node-down', { cluster: 'cluster-99' }, 404],
    ['scenario', { name: 'none' }, 404],
    ['delete-pod', { cluster: 'cluster-01', target: 'nobody' }, 404],
  ])('refuses %s %j with a sentence', async (command, body, status) => {
    const { estate } = await estateUnderTest();
    const response = await fetch(`${estate.urls.page}/control/${command}`, { method: 'POST', body: JSON.stringify(body) });
    expect([response.status, await response.json()]).toEqual([status, { error: expect.stringMatching(/^There is no .*\.$/) }]);
  });

  it.each(['s3-outage', 'prometheus-down', 'cluster-down', 'disk-full', 'compactor-halt'])(
    'plays %s from breaking to mended',
    async (name) => {
      const { estate, pass } = await estateUnderTest();
      expect(estate.control.play(name)).toBe(true);
      expect(estate.control.state().faults.length).toBeGreaterThan(0);
      await pass(3 * 3_600_000, 3_600_000);
      expect(estate.control.state().faults).toEqual([]);
    },
  );
});
