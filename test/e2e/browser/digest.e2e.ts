import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hurry, morningComes } from './events.ts';
import { actAs, DIGEST, messages, PRIMARY, SECONDARY, toChannel, whisper } from './people.ts';
import { documentationPicture, picture } from './pictures.ts';
import { chromiumPath, launchBrowser, openStage, type Stage } from './stage.ts';

describe.skipIf(!chromiumPath)('the morning digest in a browser (needs CHROMIUM)', () => {
  let browser: Browser;
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    stage = await openStage(browser);
    page = await stage.open('slack');
    await actAs(page, PRIMARY);
    await toChannel(page, DIGEST);
    morningComes(stage.sandbox);
    await daily().waitFor();
  });
  afterEach(() => stage?.close());

  const daily = () =>
    messages(page)
      .filter({ hasText: 'Thanos 일일 점검' })
      .filter({ has: page.getByRole('button', { name: '자세히' }) });

  it('arrives at nine and says in one glance that all is well', async () => {
    const text = await daily().innerText();

    expect(text).toContain('Thanos 일일 점검 · 모두 정상');
    expect(text).toContain('정상: cluster-01, cluster-02, cluster-03, cluster-04');
    expect(text).toMatch(/오전 9:0\d/);
    await daily().scrollIntoViewIfNeeded();
    await documentationPicture(page, 'digest');
    expect(stage.complaints).toEqual([]);
  });

  it('shows what is broken first after somebody runs it again, in the same message', async () => {
    const ts = await daily().getAttribute('data-ts');
    stage.sandbox.estate.control.break({ kind: 'cluster-cut', cluster: 'cluster-03', mode: 'refuse' });

    await daily().getByRole('button', { name: '다시 점검' }).click();
    const changed = daily().filter({ hasText: '확인 불가' });
    await changed.waitFor();

    expect(await changed.getAttribute('data-ts')).toBe(ts);
    expect(await daily().count()).toBe(1);
    const text = await changed.innerText();
    expect(text.indexOf('cluster-03')).toBeGreaterThan(0);
    expect(text.indexOf('cluster-03')).toBeLessThan(text.indexOf('정상:'));
    await picture(page, 'digest-run-again');
  });

  it('shows the details to nobody but the person who asks', async () => {
    await daily().getByRole('button', { name: '자세히' }).click();
    await whisper(page).waitFor();

    expect(await whisper(page).getByRole('table').first().innerText()).toContain('정상');
    await picture(page, 'digest-details');
    await actAs(page, SECONDARY);
    await page.getByTestId('only-you').first().waitFor({ state: 'detached' });
    expect(await daily().count()).toBe(1);
  });

  it('comes every morning, with the change since the day before', async () => {
    const first = await daily().getAttribute('data-ts');

    await hurry(stage.sandbox, async () => {
      stage.sandbox.clock.step(24 * 60 * 60_000);
      await daily().nth(1).waitFor();
    });

    expect(await daily().nth(0).getAttribute('data-ts')).toBe(first);
    expect(await daily().nth(1).innerText()).toContain('이전 점검');
  });
});
