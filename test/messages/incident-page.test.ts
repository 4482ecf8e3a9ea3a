import { describe, expect, it } from 'vitest';
import { directPage, type Page, pageMessage, reminderMessage } from '../../src/messages/incident-page.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import type { Message } from '../../src/model/message.ts';
import { minutes } from '../../src/model/time.ts';
import { ACKNOWLEDGED, RESOLVED, TRIGGERED, viewOf } from './incident-views.ts';

const EN = { locale: 'en', timeZone: 'Asia/Seoul' } as const;
const KO = { ...EN, locale: 'ko' } as const;
const PAGE: Page = { levelIndex: 1, reason: 'ack-timeout', lateMs: null, skipped: [], repeats: 0 };
const LEVEL_2 = viewOf({ ...TRIGGERED, levelIndex: 1 });

function textOf(message: Message): string {
  const texts = message.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : block.kind === 'context' ? block.items : []));
  return texts.map((text) => plainText(text, EN.timeZone)).join('\n');
}

function controlsOf(message: Message): readonly string[] {
  return message.blocks
    .flatMap((block) => (block.kind === 'controls' ? block.controls : []))
    .map((control) => (control.kind === 'link' ? `link ${control.id}` : control.interaction));
}

describe('messages/incident-page', () => {
  it('calls the people of a level by mention and says why and until when', () => {
    const message = pageMessage(LEVEL_2, PAGE, EN);

    expect(textOf(message)).toBe(
      [
        '@U0KIM · Level 2 of 3. The level before did not acknowledge in time.',
        'CRITICAL · cluster-01 · PrometheusTargetDown',
        'Target node-exporter on 192.168.101.194:9100 is down',
        'Acknowledge before 03:22 KST',
      ].join('\n'),
    );
    expect(message.blocks[0]).toMatchObject({ text: expect.arrayContaining([{ kind: 'user', userId: 'U0KIM' }]) });
    expect(controlsOf(message)).toContain('acknowledge');
  });

  it.each([
    ['opened', 'Please acknowledge'],
    ['escalated', 'Somebody asked'],
    ['repeat', 'Still nobody'],
    ['handed-back', 'not been solved in time'],
    ['snooze-ended', 'snooze is over'],
    ['unacknowledged', 'handed back'],
    ['reopened', 'fires again'],
  ] as const)('says why it calls when the reason is %s', (reason, expected) => {
    expect(textOf(pageMessage(LEVEL_2, { ...PAGE, reason }, EN))).toContain(expected);
  });

  it('says how late it is and who was not called meanwhile', () => {
    const late = { ...PAGE, levelIndex: 2, lateMs: minutes(19) + 400, skipped: [1] };

    expect(textOf(pageMessage(LEVEL_2, late, EN))).toContain('This call is 19m late. Not called in that time: Level 2.');
    expect(textOf(pageMessage(LEVEL_2, late, KO))).toContain('호출이 19분 늦었습니다. 그동안 호출하지 못한 단계: Level 2.');
  });

  it.each([
    [2, 'Level 2 has nobody to call now, so Level 3 is called instead.'],
    [null, 'Level 2 has nobody to call now, and no other level has either.'],
  ])('says that a level has nobody (%s instead)', (levelIndex, expected) => {
    expect(textOf(pageMessage(LEVEL_2, PAGE, EN, { emptyLevelIndex: 1, levelIndex }))).toContain(expected);
  });

  it.each([
    ['acknowledged', ACKNOWLEDGED],
    ['resolved', RESOLVED],
  ])('offers nothing to acknowledge once %s', (_, state) => {
    expect(controlsOf(pageMessage(viewOf(state), PAGE, EN))).not.toContain('acknowledge');
    expect(controlsOf(directPage(viewOf(state), PAGE, EN, { roles: [] }))).toEqual(['link thread']);
  });

  it('sends the same button and the way to the channel directly to a person', () => {
    const message = directPage(LEVEL_2, PAGE, EN, { roles: ['secondary', 'lead'] });

    expect(textOf(message)).toContain('You are called at Level 2 as secondary, lead.');
    expect(controlsOf(message)).toEqual(['acknowledge', 'link thread']);
  });

  it('does without the way to the channel while there is none', () => {
    const view = { ...LEVEL_2, permalink: null };

    expect(controlsOf(directPage(view, PAGE, EN, { roles: [] }))).toEqual(['acknowledge']);
  });

  it('tells its kind, incident and level to those who look for it again', () => {
    expect(pageMessage(LEVEL_2, PAGE, EN).metadata).toEqual({
      type: 'thanos_page',
      payload: { incident: 'inc_7f3a', revision: 4, level: 2, repeats: 0 },
    });
  });

  it('asks the owner whether it is still in hand', () => {
    const message = reminderMessage(viewOf(ACKNOWLEDGED), EN);

    expect(textOf(message)).toContain('Still in hand? You acknowledged this at 03:15 KST; at 07:15 KST it calls again.');
    expect(controlsOf(message).slice(0, 4)).toEqual(['note', 'resolve', 'unacknowledge', 'snooze']);
  });

  it('does not ask the owner about what is over', () => {
    expect(textOf(reminderMessage(viewOf(RESOLVED), EN))).toContain('the incident has moved on');
  });
});
