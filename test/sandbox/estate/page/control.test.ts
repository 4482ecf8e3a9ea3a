import { describe, expect, it } from 'vitest';
import type { SlackTrouble, SlackTroubleState } from '../../../../src/sandbox/estate/slack-trouble.ts';
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

  it('orders trouble with Slack and mends it like any other', async () => {
    const open: SlackTroubleState[] = [];
    const slack: SlackTrouble = {
      begin: ({ mode }) => {
        const begun = { id: 'X1', words: mode };
        open.push(begun);
        return begun;
      },
      open: () => open,
      end: (id) => open.splice(0).some((one) => one.id === id),
      endAll: () => open.splice(0).length,
    };
    const { estate } = await estateUnderTest({ slack });
    const post = async (command: string, body: object): Promise<unknown> =>
      (await fetch(`${estate.urls.page}/control/${command}`, { method: 'POST', body: JSON.stringify(body) })).json();
    expect(await post('slack', { mode: '429' })).toEqual({ id: 'X1', words: '429' });
    expect(estate.control.state().slack).toEqual([{ id: 'X1', words: '429' }]);
    expect(await post('mend', { id: 'X1' })).toEqual({ mended: 1 });
    await post('slack', { mode: 'nothing' });
    expect(await post('mend', { all: true })).toEqual({ mended: 1 });
  });

  it('streams the state once, and again for each change', async () => {
    const { estate } = await estateUnderTest();
    const gone = new AbortController();
    const response = await fetch(`${estate.urls.page}/control/events`, { signal: gone.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const next = async (): Promise<string | undefined> => (await reader?.read())?.value;
    expect(await next()).toMatch(/^data: \{"nowMs"/);
    const { id } = estate.control.break({ kind: 'node-down', cluster: 'cluster-02' });
    expect(await next()).toContain('node down');
    estate.control.mend(id);
    expect(await next()).not.toContain('node down');
    gone.abort();
  });

  it('has nobody listening for a cluster that is cut off, and somebody again when it is mended', async () => {
    const { estate } = await estateUnderTest();
    const ask = (): Promise<number | string> =>
      fetch(`${estate.urls.kubernetes['cluster-02']}/healthz`).then(
        (response) => response.status,
        (error: Error) => (error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : error.message),
      );
    expect(await ask()).toBe(200);
    const cut = estate.control.break({ kind: 'cluster-cut', cluster: 'cluster-02', mode: 'refuse' });
    await expect.poll(ask).toBe('ECONNREFUSED');
    estate.control.mend(cut.id);
    await expect.poll(ask).toBe(200);
    estate.control.break({ kind: 'cluster-cut', cluster: 'cluster-02', mode: 'reset' });
    expect(await ask()).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
  });

  it.each([
    ['slack', { mode: '429' }, 404],
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
