import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { incidentIn } from './events.ts';
import { actAs, messages, PRIMARY, STRANGER, thread, toDirectMessages } from './people.ts';
import { picture } from './pictures.ts';
import { chromiumPath, launchBrowser, openStage, type Stage } from './stage.ts';

const HOSTILE = '<!channel> <https://evil.example|x> <@U0STRANGER> <img src=x onerror=document.title=1>';

describe.skipIf(!chromiumPath)('alerts that somebody forged, in a browser (needs CHROMIUM)', () => {
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
    await incidentIn(stage, page, { name: 'KubePodCrashLooping', labels: { pod: HOSTILE, severity: 'critical' } });
  });
  afterEach(() => stage?.close());

  const incident = () => messages(page).filter({ hasText: 'KubePodCrashLooping' }).first();
  const links = () => page.locator('a[href*="evil"]').count();

  it('show a label that looks like markup as the text it is', async () => {
    expect(await incident().locator('pre').innerText()).toContain('<!channel> <https://evil.example|x>');
    expect(await incident().getByTestId('mention').allInnerTexts()).toEqual(['@김민준']);
    expect(await links()).toBe(0);
    expect(await incident().locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Local Slack');
    await picture(page, 'hostile-label');
  });

  it('call nobody whom a title or summary names', async () => {
    await incidentIn(stage, page, { name: `Second ${HOSTILE}`, cluster: 'cluster-03' });
    const second = messages(page).filter({ hasText: 'Second' }).first();

    expect(await second.getByRole('heading').innerText()).toContain('<!channel>');
    expect(await second.getByTestId('mention').allInnerTexts()).toEqual(['@김민준']);
    expect(await links()).toBe(0);
    await toDirectMessages(page);
    await messages(page).filter({ hasText: 'Second' }).waitFor();
    expect(await messages(page).getByTestId('mention').count()).toBe(0);
    expect(await links()).toBe(0);
    await page.getByTestId('phone-button').click();
    expect(await page.getByTestId('push').filter({ hasText: 'Second' }).first().innerText()).toContain('<!channel>');
    await picture(page, 'hostile-title');
    await actAs(page, STRANGER);
    expect(await page.getByTestId('push').count()).toBe(0);
  });

  it('stay text in the thread, in the list of incidents and after an acknowledgement', async () => {
    await incident().getByRole('button', { name: '담당하기' }).click();
    await incident().getByTestId('thread-line').click();
    await thread(page).filter({ hasText: '담당 시작' }).waitFor();

    expect(await incident().locator('pre').innerText()).toContain('<!channel>');
    expect(await links()).toBe(0);
    expect(await page.locator('.mention.broadcast').count()).toBe(0);
    expect(stage.complaints).toEqual([]);
  });
});
