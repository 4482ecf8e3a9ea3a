import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actAs, DIGEST, GENERAL, LEAD, messages, PRIMARY, STRANGER, toChannel, type, whisper } from './people.ts';
import { documentationPicture, picture } from './pictures.ts';
import { chromiumPath, launchBrowser, openStage, type Stage } from './stage.ts';

describe.skipIf(!chromiumPath)('commands that change something, in a browser (needs CHROMIUM)', () => {
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
    await actAs(page, LEAD);
    await toChannel(page, DIGEST);
  });
  afterEach(() => stage?.close());

  const operation = (heading: string) =>
    messages(page)
      .filter({ hasText: `${heading} ·` })
      .filter({ hasNot: page.getByTestId('only-you') });
  const queryPods = () => {
    const cluster = stage.sandbox.estate.control.state().clusters.find(({ name }) => name === 'cluster-01');
    return (cluster?.pods ?? []).filter((pod) => pod.workload === 'thanos-query').length;
  };

  it('scales Query after a private plan is confirmed, reports in the channel and takes it back', async () => {
    await type(page, '/thanos scale query 2');
    const plan = whisper(page).filter({ has: page.getByRole('button', { name: 'Scale to 2 on cluster-01' }) });
    await plan.waitFor();
    const words = await plan.innerText();
    expect(words).toContain('spec.replicas: 1 → 2');
    expect(words).toContain('replicas: 2\n');
    expect(queryPods()).toBe(1);
    await picture(page, 'scale-plan');

    await plan.getByRole('button', { name: 'Scale to 2 on cluster-01' }).click();
    await plan.waitFor({ state: 'detached' });
    const result = operation('완료');
    await result.waitFor();
    expect(queryPods()).toBe(2);
    expect(await result.innerText()).toContain('thanos-query');
    await documentationPicture(page, 'scale');

    await result.getByRole('button', { name: /되돌리기/ }).click();
    const back = whisper(page).filter({ hasText: 'spec.replicas: 2 → 1' });
    await back.waitFor();
    await back.getByRole('button', { name: 'Scale to 1 on cluster-01' }).click();
    await operation('완료').nth(1).waitFor();
    expect(queryPods()).toBe(1);
    await picture(page, 'scale-undone');
    expect(stage.complaints).toEqual([]);
  });

  it('shows the people in the channel no plan of somebody else', async () => {
    await type(page, '/thanos scale query 2');
    await whisper(page).waitFor();

    await actAs(page, PRIMARY);
    await page.getByTestId('only-you').waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Scale to 2 on cluster-01' }).count()).toBe(0);
  });

  it('changes nothing when the plan is cancelled', async () => {
    await type(page, '/thanos scale query 2');
    await whisper(page).getByRole('button', { name: 'Cancel' }).click();
    await whisper(page).filter({ hasText: 'Cancelled' }).waitFor();

    expect(await page.getByRole('button', { name: 'Scale to 2 on cluster-01' }).count()).toBe(0);
    expect(queryPods()).toBe(1);
  });

  it.each([
    ['a responder', PRIMARY],
    ['a stranger', STRANGER],
  ])('refuses to scale for %s and names who may', async (_, person) => {
    await actAs(page, person);

    await type(page, '/thanos scale query 2');
    await whisper(page).waitFor();

    expect(await whisper(page).innerText()).toContain('권한이 없습니다');
    expect(await whisper(page).getByTestId('mention').allInnerTexts()).toEqual(['@Park Jihoon']);
    expect(await whisper(page).getByRole('button').count()).toBe(0);
    expect(queryPods()).toBe(1);
  });

  it.each([
    ['0', 'Zero replicas'],
    ['500', 'from 1 to 20'],
    ['two', 'two'],
  ])('refuses %s replicas with a sentence and no plan', async (replicas, sentence) => {
    await type(page, `/thanos scale query ${replicas}`);
    await whisper(page).waitFor();

    expect(await whisper(page).innerText()).toContain(sentence);
    expect(await whisper(page).getByRole('button').count()).toBe(0);
    expect(queryPods()).toBe(1);
  });

  it('backs everything up after a confirmation and lists the backup as verified', async () => {
    await type(page, '/thanos backup');
    await whisper(page)
      .getByRole('button', { name: /^Back up/ })
      .click();
    const result = operation('완료');
    await result.waitFor();
    expect(await result.innerText()).toMatch(/클러스터 4개, 리소스 \d+개/);
    await picture(page, 'backup-done');

    await type(page, '/thanos backup list');
    const list = whisper(page).filter({ has: page.getByRole('table') });
    await list.waitFor();
    expect(await list.getByRole('row').count()).toBe(2);
    expect(await list.getByRole('table').innerText()).toMatch(/verified/i);
    await picture(page, 'backup-list');
  });

  it('suggests the command that a typing mistake meant, even where the bot is no member', async () => {
    await toChannel(page, GENERAL);

    await type(page, '/thanos stors');
    await whisper(page).waitFor();

    expect(await whisper(page).innerText()).toContain('/thanos stores');
    await picture(page, 'suggestion');
  });
});
