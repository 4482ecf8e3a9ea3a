import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actAs, LEAD, toChannel, type, whisper } from './people.ts';
import { picture } from './pictures.ts';
import { chromiumPath, launchBrowser, openStage, PHONE, type Stage } from './stage.ts';

const AUDIT = 'C0AUDIT';

describe.skipIf(!chromiumPath)('trouble with Slack from both pages, in a browser (needs CHROMIUM)', () => {
  let browser: Browser;
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await openStage(browser);
    page = await stage.open('slack');
    await actAs(page, LEAD);
    await toChannel(page, AUDIT);
  });
  afterAll(async () => {
    await stage?.close();
    await browser?.close();
  });

  const faults = (of: Page) => of.getByTestId('faults').getByTestId('fault');

  it('orders trouble with the keyboard alone, shows what it met, and ends it', async () => {
    await page.getByTestId('trouble-button').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('fault-method').selectOption('chat.update');
    await page.getByTestId('fault-effect').selectOption('server-error');
    await page.getByTestId('fault-parameter').fill('503');
    await page.getByTestId('fault-duration').selectOption({ label: 'Until I end it' });
    await page.getByTestId('fault-parameter').press('Enter');
    await faults(page).filter({ hasText: 'chat.update: HTTP 503' }).waitFor();
    await fetch(`${stage.sandbox.slack.apiUrl}chat.update`, { method: 'POST' });
    await faults(page).filter({ hasText: 'met 1 call' }).waitFor();
    await picture(page, 'trouble');

    await page.getByRole('button', { name: /^End chat\.update/ }).press('Enter');
    await expect.poll(() => faults(page).count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('trouble-button');
  });

  it('shows trouble that the page of the estate made, and mends it there', async () => {
    const estate = await stage.open('estate');
    await estate.getByTestId('slack-429').click();
    await faults(page).filter({ hasText: 'Every method: 429' }).waitFor({ state: 'attached' });
    await estate.getByTestId('fault-slack').getByRole('button', { name: /^Mend/ }).click();
    await expect.poll(() => stage.sandbox.slack.control.faults().length).toBe(0);
  });

  it('still answers when the connections are cut', async () => {
    await page.getByTestId('trouble-button').click();
    await page.getByTestId('sockets-cut').click();
    await page.getByTestId('trouble-button').click();
    await expect.poll(() => page.getByTestId('connection').textContent(), { timeout: 30_000 }).toMatch(/app connected/);
    await type(page, '/thanos oncall');
    await whisper(page).waitFor();
  });

  it('fits a phone', async () => {
    const phone = await stage.open('slack', { viewport: PHONE });
    await phone.getByTestId('trouble-button').click();
    await phone.getByTestId('fault-order').waitFor();
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  });

  it('asks the server for nothing while nothing happens', async () => {
    const estate = await stage.open('estate');
    await estate.getByTestId('time').waitFor();
    const asked: string[] = [];
    for (const watched of [estate, page]) {
      watched.on('request', (request) => asked.push(request.url()));
    }
    const seconds = new Set<string | null>();
    const passed = async (): Promise<number> => seconds.add(await estate.getByTestId('time').textContent()).size;
    await expect.poll(passed, { timeout: 30_000 }).toBeGreaterThan(6);
    expect(asked).toEqual([]);
  });
});
