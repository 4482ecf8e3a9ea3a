import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../src/model/time.ts';
import { hurry, incidentIn } from './events.ts';
import {
  actAs,
  INCIDENTS,
  LEAD,
  messages,
  PRIMARY,
  SECONDARY,
  STRANGER,
  thread,
  timeUnder,
  toChannel,
  toDirectMessages,
  whisper,
} from './people.ts';
import { documentationPicture, picture } from './pictures.ts';
import { chromiumPath, launchBrowser, openStage, type Stage } from './stage.ts';

const ALERT = { name: 'KubePodCrashLooping', cluster: 'cluster-02', labels: { pod: 'thanos-query-0', container: 'query' } };

describe.skipIf(!chromiumPath)('an incident in a browser (needs CHROMIUM)', () => {
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
    await toChannel(page, INCIDENTS);
  });
  afterEach(() => stage?.close());

  const incident = () => messages(page).filter({ hasText: ALERT.name }).first();
  const openThread = () => incident().getByTestId('thread-line').click();

  it('comes of a pod that somebody breaks on the page of the estate, and ends after it is mended there', async () => {
    const estate = await stage.open('estate');
    await estate.getByTestId('cluster-cluster-02').getByText('5 pods').click();
    await estate.locator('[data-testid^="crash-cluster-02-kube-prometheus-stack-operator"]').click();
    await estate.getByTestId('fault-pod-crash').waitFor();
    await hurry(stage.sandbox, () => incident().waitFor());

    expect(await incident().getByRole('heading').innerText()).toMatch(/^심각 · cluster-02 · KubePodCrashLooping/);
    expect(await incident().getByTestId('mention').first().innerText()).toBe('@김민준');
    await estate.getByTestId('alert-KubePodCrashLooping').waitFor();
    await picture(estate, 'estate-broken');

    await incident().getByRole('button', { name: '담당하기' }).click();
    await incident().filter({ hasText: '담당 중' }).waitFor();
    await estate.getByTestId('mend-all').click();
    const over = incident().filter({ hasText: '해결 · cluster-02' });
    await hurry(stage.sandbox, () => over.waitFor());

    expect(await over.innerText()).toMatch(/해결 Alertmanager · 지속 시간 .+ · 담당까지/);
    expect(await over.getByRole('button', { name: '담당하기' }).count()).toBe(0);
    await picture(page, 'incident-resolved');
    expect(stage.complaints).toEqual([]);
  });

  it('calls the primary in the channel, in a direct message and on the phone', async () => {
    await incidentIn(stage, page, ALERT);

    await toDirectMessages(page);
    const call = messages(page).filter({ hasText: 'Level 1' });
    await call.waitFor();
    expect(await call.innerText()).toContain('심각 · cluster-02 · KubePodCrashLooping');
    expect(await call.getByRole('button', { name: '담당하기' }).isVisible()).toBe(true);
    await page.getByTestId('phone-button').click();
    const push = page.getByTestId('push').filter({ hasText: '담당 기한' }).first();
    expect(await push.innerText()).toMatch(/심각 cluster-02 KubePodCrashLooping, 담당 기한 \d\d:\d\d KST/);
    await picture(page, 'incident-direct-message-and-phone');
  });

  it('takes the primary as its owner: heading, bar and thread say so at once', async () => {
    await incidentIn(stage, page, ALERT);
    const bar = incident().getByTestId('attachment');
    const colour = () => bar.evaluate((element) => getComputedStyle(element).getPropertyValue('--bar'));
    const before = await colour();
    await documentationPicture(page, 'incident');

    await incident().getByRole('button', { name: '담당하기' }).click();
    await incident().filter({ hasText: '담당 중 @김민준' }).waitFor();

    expect(await incident().getByRole('heading').innerText()).toMatch(/^담당 중 · cluster-02/);
    expect(await colour()).not.toBe(before);
    expect(await incident().getByRole('button', { name: '담당하기' }).count()).toBe(0);
    await openThread();
    await thread(page).filter({ hasText: '김민준 님 담당 시작' }).waitFor();
    await picture(page, 'incident-acknowledged');
  });

  it('refuses a stranger with a sentence that nobody else sees', async () => {
    await incidentIn(stage, page, ALERT);
    await actAs(page, STRANGER);

    await incident().getByRole('button', { name: '담당하기' }).click();
    await whisper(page).waitFor();

    expect(await whisper(page).innerText()).toContain('권한이 없습니다');
    expect(await incident().getByRole('heading').innerText()).toMatch(/^심각/);
    await picture(page, 'incident-refused');
    await actAs(page, SECONDARY);
    await page.getByTestId('only-you').waitFor({ state: 'detached' });
  });

  it('climbs to Level 2 after five minutes and to Level 3 after ten more when nobody answers', async () => {
    const { clock, slack } = stage.sandbox;
    await incidentIn(stage, page, ALERT);
    const startedAt = await timeUnder(incident(), '시작');
    const secondAt = await timeUnder(incident(), 'Level 2 호출 예정');
    expect(secondAt - startedAt).toBeGreaterThanOrEqual(minutes(5));
    expect(secondAt - startedAt).toBeLessThan(minutes(5) + seconds(90));

    clock.step(secondAt - clock.now() + 1);
    const second = messages(page).filter({ hasText: 'replied to a thread' }).filter({ hasText: 'Level 2 / 3' });
    await second.waitFor();
    expect(await second.getByTestId('mention').allInnerTexts()).toContain('@이서연');
    const thirdAt = await timeUnder(incident(), 'Level 3 호출 예정');
    expect(thirdAt - secondAt).toBeGreaterThanOrEqual(minutes(10));
    expect(thirdAt - secondAt).toBeLessThan(minutes(10) + seconds(5));
    await picture(page, 'incident-level-2');

    clock.step(thirdAt - clock.now() + 1);
    const third = messages(page).filter({ hasText: 'Level 3 / 3' }).filter({ hasText: 'Choi Yuna' }).last();
    await third.waitFor();
    await incident().filter({ hasText: 'Level 3 재호출 예정' }).waitFor();
    await picture(page, 'incident-level-3');
    await actAs(page, LEAD);
    await toDirectMessages(page);
    await messages(page).filter({ hasText: 'Level 3' }).waitFor();
    const called = slack.control.messages(INCIDENTS).filter((message) => message.text.includes('U0ADMIN'));
    expect(called.every((message) => message.at >= thirdAt || message.editCount > 0)).toBe(true);
  });
});
