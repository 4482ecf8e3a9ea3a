import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { incidentIn, morningComes } from './events.ts';
import { actAs, DIGEST, goTo, INCIDENTS, messages, PRIMARY, SECONDARY, toChannel } from './people.ts';
import { picture } from './pictures.ts';
import { chromiumPath, launchBrowser, openStage, type Stage } from './stage.ts';

describe.skipIf(!chromiumPath)('the Home tab in a browser (needs CHROMIUM)', () => {
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
  });
  afterEach(() => stage?.close());

  const home = () => page.getByTestId('home');

  it('says on the first day that there is nothing yet, and who is on call', async () => {
    await goTo(page, 'home-tab');
    await home().waitFor();

    expect(await home().innerText()).toContain('담당 중인 인시던트가 없습니다.');
    expect(await home().innerText()).toContain('아직 점검 결과가 없습니다.');
    expect(await home().getByTestId('mention').first().innerText()).toBe('@김민준');
  });

  it('puts the incidents of its owner first, then those of others and the last digest', async () => {
    await toChannel(page, DIGEST);
    morningComes(stage.sandbox);
    await messages(page).filter({ hasText: '일일 점검' }).waitFor();
    await incidentIn(stage, page, { name: 'KubePodCrashLooping' });
    await incidentIn(stage, page, { name: 'MonitoringPodCrashLooping', cluster: 'cluster-03' });
    const mine = messages(page).filter({ hasText: 'KubePodCrashLooping' }).first();
    await mine.getByRole('button', { name: '담당하기' }).click();
    await mine.filter({ hasText: '담당 중' }).waitFor();

    await goTo(page, 'home-tab');
    await home().filter({ hasText: 'MonitoringPodCrashLooping' }).waitFor();

    const words = await home().innerText();
    const order = ['내 인시던트', 'KubePodCrashLooping', '열려 있는 다른 인시던트', 'MonitoringPodCrashLooping', '당직', '최근 점검'];
    expect(order.map((part) => words.indexOf(part)).every((place, index, all) => place >= (all[index - 1] ?? 0))).toBe(true);
    await picture(page, 'home');
    expect(stage.complaints).toEqual([]);
  });

  it('lets somebody take an incident there', async () => {
    await incidentIn(stage, page, { name: 'KubePodCrashLooping' });
    await actAs(page, SECONDARY);
    await goTo(page, 'home-tab');
    await home().getByRole('button', { name: '담당하기' }).click();
    await toChannel(page, INCIDENTS);
    await messages(page).filter({ hasText: '담당 중 @이서연' }).waitFor();

    await goTo(page, 'home-tab');
    await home().filter({ hasText: '@이서연 님 담당' }).waitFor();
    expect(await home().getByRole('button', { name: '담당하기' }).count()).toBe(0);
  });
});
