import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { incidentIn, morningComes } from './events.ts';
import { actAs, DIGEST, goTo, INCIDENTS, LEAD, messages, PRIMARY, thread, toChannel, type, whisper } from './people.ts';
import { picture } from './pictures.ts';
import { chromiumPath, DESKTOP, launchBrowser, openStage, PHONE, type Stage } from './stage.ts';

const READABLE = 4.5;
/** What a thumb hits. */
const TOUCH_PX = 40;

const LOOKS = [
  { name: 'desktop-light', viewport: DESKTOP, colorScheme: 'light' },
  { name: 'desktop-dark', viewport: DESKTOP, colorScheme: 'dark' },
  { name: 'phone-light', viewport: PHONE, colorScheme: 'light' },
  { name: 'phone-dark', viewport: PHONE, colorScheme: 'dark' },
] as const;

describe.skipIf(!chromiumPath)('the local Slack on screens of all kinds, in a browser (needs CHROMIUM)', () => {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await openStage(browser);
    const page = await stage.open('slack');
    await actAs(page, PRIMARY);
    await toChannel(page, DIGEST);
    morningComes(stage.sandbox);
    await messages(page).filter({ hasText: '일일 점검' }).getByTestId('thread-line').waitFor();
    await incidentIn(stage, page, {
      name: 'KubePodCrashLooping',
      labels: { pod: 'thanos-query-6f9d5c7b8-x2x7k', container: 'thanos-query' },
    });
  });
  afterAll(async () => {
    await stage?.close();
    await browser?.close();
  });

  describe.each(LOOKS)('$name', ({ name, viewport, colorScheme }) => {
    const fits = async (page: Page): Promise<void> => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    };
    const open = async (person: string, channel: string): Promise<Page> => {
      const page = await stage.open('slack', { viewport, colorScheme });
      await actAs(page, person);
      await toChannel(page, channel);
      return page;
    };

    it('shows an incident whole and the button that matters in reach', async () => {
      const page = await open(PRIMARY, INCIDENTS);
      const incident = messages(page).filter({ hasText: 'KubePodCrashLooping' }).first();
      const button = incident.getByRole('button', { name: '담당하기' });
      await button.scrollIntoViewIfNeeded();
      await picture(page, `look-incident-${name}`);

      await fits(page);
      const box = await button.boundingBox();
      expect(box?.y ?? viewport.height).toBeLessThan(viewport.height - (box?.height ?? 0));
      expect((box?.x ?? viewport.width) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
      if (viewport === PHONE) {
        expect(box?.height ?? 0).toBeGreaterThanOrEqual(TOUCH_PX);
      }
      for (const part of [
        incident.getByRole('heading'),
        incident.locator('.mention').first(),
        button,
        incident.locator('.fields').first(),
      ]) {
        expect(await contrast(part)).toBeGreaterThanOrEqual(READABLE);
      }
    });

    it('shows the digest, its table in the thread and the Home tab without sideways scrolling', async () => {
      const page = await open(PRIMARY, DIGEST);
      const digest = messages(page).filter({ hasText: '일일 점검' });
      await digest.waitFor();
      await picture(page, `look-digest-${name}`);
      await fits(page);
      for (const part of [digest.getByRole('heading'), digest.locator('.context').first(), digest.locator('.when')]) {
        expect(await contrast(part)).toBeGreaterThanOrEqual(READABLE);
      }

      await digest.getByTestId('thread-line').click();
      await thread(page).getByRole('table').first().waitFor();
      await picture(page, `look-digest-thread-${name}`);
      await fits(page);
      await page.getByRole('button', { name: 'Close thread' }).click();

      await goTo(page, 'home-tab');
      await page.getByTestId('home').waitFor();
      await picture(page, `look-home-${name}`);
      await fits(page);
    });

    it('shows the plan of a change with both of its buttons', async () => {
      const page = await open(LEAD, DIGEST);
      await type(page, '/thanos scale query 3');
      const plan = whisper(page).filter({ hasText: 'spec.replicas: 1 → 3' });
      await plan.getByRole('button', { name: 'Cancel' }).scrollIntoViewIfNeeded();
      await picture(page, `look-plan-${name}`);

      await fits(page);
      expect(await contrast(plan.getByRole('button', { name: 'Scale to 3 on cluster-01' }))).toBeGreaterThanOrEqual(READABLE);
      expect(await contrast(plan.locator('code').first())).toBeGreaterThanOrEqual(READABLE);
      await plan.getByRole('button', { name: 'Cancel' }).click();
      await plan.waitFor({ state: 'detached' });
    });
  });

  it('lets a person choose the dark theme and keeps it', async () => {
    const page = await stage.open('slack', { colorScheme: 'light' });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();

    await page.getByTestId('theme').click();
    const dark = await ground();
    await page.reload();

    expect(dark).not.toBe(light);
    expect(await ground()).toBe(dark);
    expect(stage.complaints).toEqual([]);
  });
});
