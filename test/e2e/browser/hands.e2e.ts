import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { incidentIn } from './events.ts';
import { actAs, INCIDENTS, messages, PRIMARY, SECONDARY, thread, timeUnder, toChannel, toDirectMessages, type, whisper } from './people.ts';
import { picture } from './pictures.ts';
import { chromiumPath, DESKTOP, launchBrowser, openStage, PHONE, type Stage } from './stage.ts';

const ALERT = { name: 'KubePodCrashLooping', labels: { pod: 'thanos-query-0' } };

/** Holds what pages send when a button is pressed until that many of them have sent it. */
function together(count: number): (page: Page) => Promise<unknown> {
  const { promise: allHere, resolve } = Promise.withResolvers<void>();
  let here = 0;
  return (page) =>
    page.route('**/control/press', async (route) => {
      here += 1;
      if (here === count) {
        resolve();
      }
      await allHere;
      await route.continue();
    });
}

describe.skipIf(!chromiumPath)('hasty and many hands on one incident, in a browser (needs CHROMIUM)', () => {
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
    await incidentIn(stage, page, ALERT);
  });
  afterEach(() => stage?.close());

  const incident = (shown: Page = page) => messages(shown).filter({ hasText: ALERT.name }).first();
  const acknowledge = (shown: Page = page) => incident(shown).getByRole('button', { name: '담당하기' });
  const taken = (shown: Page = page) => incident(shown).filter({ hasText: '담당 중 @' });

  it('count a double click once', async () => {
    await acknowledge().dblclick();
    await taken().waitFor();
    await incident().getByTestId('thread-line').click();
    await thread(page).filter({ hasText: '담당 시작' }).waitFor();

    expect(await thread(page).filter({ hasText: '담당 시작' }).count()).toBe(1);
    expect(await incident().getByRole('heading').innerText()).toMatch(/^담당 중/);
  });

  it('show everybody the same owner when two people press at once, and tell the second who the first was', async () => {
    const other = await stage.open('slack');
    await actAs(other, SECONDARY);
    await toChannel(other, INCIDENTS);
    await acknowledge(other).waitFor();

    await Promise.all([page, other].map(together(2)));
    await Promise.all([acknowledge().click(), acknowledge(other).click()]);
    await Promise.all([taken().waitFor(), taken(other).waitFor()]);
    await Promise.all([whisper(page).waitFor(), whisper(other).waitFor()]);

    const isFirst = (await whisper(page).innerText()).includes('담당자로 지정되었습니다');
    const [late, first] = isFirst ? [other, '김민준'] : [page, '이서연'];
    const answer = await whisper(late).innerText();
    expect(answer).toContain(`@${first}`);
    const owner = answer.includes('넘겨받았습니다') ? (isFirst ? '이서연' : '김민준') : first;
    await Promise.all(
      [page, other].map((shown) =>
        incident(shown)
          .filter({ hasText: `담당 중 @${owner}` })
          .waitFor(),
      ),
    );
    await picture(late, 'incident-second-hand');
  });

  it('see the same in every open tab without a reload', async () => {
    const tab = await page.context().newPage();
    await tab.goto(stage.sandbox.slackUrl);
    await acknowledge(tab).waitFor();

    await acknowledge(tab).click();
    await taken().waitFor();

    expect(await tab.getByTestId('actor').inputValue()).toBe(PRIMARY);
    expect(await acknowledge().count()).toBe(0);
  });

  it('find everything as it was after a reload', async () => {
    await acknowledge().click();
    await taken().waitFor();
    const before = await incident().innerText();

    await page.reload();
    await taken().waitFor();

    expect(await page.getByTestId('actor').inputValue()).toBe(PRIMARY);
    expect((await incident().innerText()).replace(/\(.*\)/g, '')).toBe(before.replace(/\(.*\)/g, ''));
  });

  it('keep an open thread and all buttons in reach when the window shrinks and grows', async () => {
    await acknowledge().click();
    await incident().getByTestId('thread-line').click();
    await thread(page).filter({ hasText: '담당 시작' }).waitFor();

    for (const size of [PHONE, { width: 800, height: 600 }, { width: 320, height: 568 }, DESKTOP]) {
      await page.setViewportSize(size);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(size.width);
      const close = await page.getByRole('button', { name: 'Close thread' }).boundingBox();
      expect((close?.x ?? size.width) + (close?.width ?? 0)).toBeLessThanOrEqual(size.width);
    }
    await page.getByRole('button', { name: 'Close thread' }).click();
    await page.getByTestId('thread').waitFor({ state: 'hidden' });
  });

  it('are not invited any more by a call that stands higher up in the channel', async () => {
    const { clock } = stage.sandbox;
    clock.step((await timeUnder(incident(), 'Level 2 호출 예정')) - clock.now() + 1);
    const call = messages(page).filter({ hasText: 'replied to a thread' });
    await call.waitFor();
    await call.getByRole('button', { name: '담당하기' }).waitFor();
    await acknowledge().click();
    await taken().waitFor();

    await call.filter({ hasText: '@김민준 님 담당 시작' }).waitFor();
    await call.getByRole('button', { name: '담당하기' }).waitFor({ state: 'detached' });

    expect(await incident().getByTestId('mention').first().innerText()).toBe('@김민준');
    await toDirectMessages(page);
    await messages(page).filter({ hasText: ALERT.name }).waitFor();
    await messages(page).getByRole('button', { name: '담당하기' }).first().waitFor({ state: 'detached' });
    await picture(page, 'incident-direct-message-taken');
  });

  it('get an answer to what nobody understands', async () => {
    await type(page, '/thanos 🚀 <!channel> `rm -rf`');
    await whisper(page).waitFor();

    expect(await whisper(page).innerText()).toContain('/thanos help');
    expect(await whisper(page).getByTestId('mention').count()).toBe(0);
    expect(stage.complaints).toEqual([]);
  });
});
