import { describe, expect, it } from 'vitest';
import { threadLine } from '../../src/messages/incident-thread.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import type { TimelineEvent, TimelineKind } from '../../src/model/incident.ts';
import { STARTED } from './incident-views.ts';

const EN = { locale: 'en', timeZone: 'Asia/Seoul' } as const;
const KO = { ...EN, locale: 'ko' } as const;

const TABLE: readonly (readonly [TimelineKind, string, TimelineEvent['details'], string, string])[] = [
  ['opened', 'alertmanager', {}, 'Opened', '인시던트 시작'],
  [
    'paged',
    'system',
    { level: 2, reason: 'ack-timeout', who: ['U0LEE', 'external'] },
    'Called Level 2 (@U0LEE, external) because nobody acknowledged in time',
    'Level 2 호출 (@U0LEE, external): 제시간에 담당자가 없음',
  ],
  ['escalated', 'U0KIM', { from: 1, to: 3 }, 'Escalated by @U0KIM to Level 3', '@U0KIM 님의 요청으로 Level 3 상위 호출'],
  ['acknowledged', 'U0KIM', { level: 1 }, 'Acknowledged by @U0KIM', '@U0KIM 님 담당 시작'],
  ['unacknowledged', 'U0KIM', {}, 'Handed back by @U0KIM', '@U0KIM 님 담당 해제'],
  ['unacknowledged', 'U0LEE', { user: 'U0KIM' }, 'Handed back by @U0LEE in place of @U0KIM', '@U0LEE 님이 @U0KIM 님의 담당 해제'],
  ['unacknowledged', 'U0KIM', { user: 'U0KIM' }, 'Handed back by @U0KIM', '@U0KIM 님 담당 해제'],
  ['taken-over', 'U0LEE', { from: 'U0KIM' }, 'Taken over by @U0LEE from @U0KIM', '@U0LEE 님 담당 인수 (이전 담당 @U0KIM 님)'],
  ['snoozed', 'U0KIM', { until: STARTED }, 'Snoozed by @U0KIM until 2026-11-22 03:12 KST', '@U0KIM 님 스누즈 (2026-11-22 03:12 KST까지)'],
  ['reminded', 'system', { user: 'U0KIM' }, 'Reminded @U0KIM', '@U0KIM 님에게 진행 상황 확인 요청'],
  ['handed-back', 'system', { user: 'U0KIM', reason: 'snooze-ended' }, 'The snooze of @U0KIM is over', '@U0KIM 님의 스누즈 종료'],
  [
    'handed-back',
    'system',
    { user: 'U0KIM', reason: 'handed-back' },
    '@U0KIM has had it for long enough; it is open again',
    '@U0KIM 님의 담당 시간 초과로 다시 열림',
  ],
  ['resolved', 'alertmanager', {}, 'Resolved: no alert fires any more', '해결: 발생 중인 알럿 없음'],
  ['resolved', 'U0KIM', {}, 'Resolved by @U0KIM', '@U0KIM 님 해결 처리'],
  ['reopened', 'U0KIM', {}, 'Opened again by @U0KIM', '@U0KIM 님 다시 열기'],
  [
    'alerts-changed',
    'alertmanager',
    { firing: 30, resolved: 20 },
    'Alerts changed: 30 firing, 20 resolved',
    '알럿 변경: 발생 30건, 해결 20건',
  ],
  ['silenced', 'U0KIM', { until: null }, 'Silenced by @U0KIM', '@U0KIM 님 사일런스 설정'],
  [
    'folded',
    'system',
    { into: 'inc_1' },
    'Folded into a larger incident; nobody is called for this one',
    '더 큰 인시던트로 묶음. 이 건으로는 호출하지 않음',
  ],
  ['note', 'U0KIM', { text: 'disk was full' }, '@U0KIM: disk was full', '@U0KIM 님: disk was full'],
  ['action', 'U0KIM', { text: '/thanos scale query 2' }, '@U0KIM ran /thanos scale query 2', '@U0KIM 님 실행: /thanos scale query 2'],
  ['delivery', 'system', { text: 'channel is archived' }, 'Delivery: channel is archived', '전달 상태: channel is archived'],
  ['late', 'system', { level: 3, lateMs: 125_000 }, 'The call of Level 3 was 2m5s late', 'Level 3 호출이 2분 5초 늦었습니다.'],
  [
    'exhausted',
    'system',
    { level: 3 },
    'Nobody acknowledged up to Level 3; no level is left',
    'Level 3까지 호출했지만 담당자가 없으며, 더 호출할 Level이 없습니다.',
  ],
];

describe('messages/incident-thread', () => {
  it.each(TABLE)('tells %s by %s', (kind, actor, details, english, korean) => {
    const event = { incidentId: 'inc_7f3a', at: STARTED, kind, actor, details };

    expect(plainText(threadLine(event, EN).text, EN.timeZone)).toBe(`03:12 KST  ${english}`);
    expect(plainText(threadLine(event, KO).text, EN.timeZone)).toBe(`03:12 KST  ${korean}`);
  });

  it.each(TABLE)('tells %s by %s although an older version stored no details', (kind, actor) => {
    const line = plainText(threadLine({ incidentId: 'inc_7f3a', at: STARTED, kind, actor, details: {} }, EN).text, EN.timeZone);

    expect(line).not.toMatch(/undefined|null|NaN/);
  });
});
