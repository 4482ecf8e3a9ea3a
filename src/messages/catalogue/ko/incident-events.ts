import { code, dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import type { incidentEvents as english } from '../en/incident-events.ts';
import { durationWords } from './durations.ts';

const PAGE_REASONS: Readonly<Record<string, string>> = {
  'ack-timeout': ': 제시간에 담당자가 없음',
  escalated: ': 상위 호출 요청',
  repeat: ': 재호출',
  'handed-back': ': 담당 시간 초과',
  'snooze-ended': ': 스누즈 종료',
  'silence-ended': ': 사일런스가 끝났지만 계속 발생 중',
  unacknowledged: ': 담당 해제',
  reopened: ': 다시 발생',
};

const OUTCOMES: Readonly<Record<string, string>> = { succeeded: ' (성공)', failed: ' (실패)', unknown: ' (결과 확인 불가)' };

const by = (actor: string): RichText =>
  actor === 'alertmanager' ? ['Alertmanager'] : actor === 'system' ? ['봇'] : rich`${mention(actor)} 님`;
const owner = (user: string): RichText => (user === '' ? ['담당자'] : rich`${mention(user)} 님`);
const level = (number: number | null): string => (number === null ? 'Level' : `Level ${number}`);

export const incidentEvents: typeof english = {
  'incident.eventOpened': () => '인시던트 시작',
  'incident.eventPaged': (a) =>
    rich`${level(a.level)} 호출${a.who.length === 0 ? '' : rich` (${join(a.who.map(mention), ', ')})`}${PAGE_REASONS[a.reason] ?? ''}`,
  'incident.eventEscalated': (a) => rich`${by(a.actor)}의 요청으로 ${level(a.to)} 상위 호출`,
  'incident.eventAcknowledged': (a) => rich`${by(a.actor)} 담당 시작`,
  'incident.eventUnacknowledged': (a) =>
    rich`${by(a.actor)}${a.owner === '' || a.owner === a.actor ? ' 담당 해제' : rich`이 ${mention(a.owner)} 님의 담당 해제`}`,
  'incident.eventTakenOver': (a) => rich`${by(a.actor)} 담당 인수${a.from === '' ? '' : rich` (이전 담당 ${mention(a.from)} 님)`}`,
  'incident.eventJoined': (a) => rich`${by(a.actor)}도 대응 중`,
  'incident.eventSnoozed': (a) => rich`${by(a.actor)} 스누즈${a.until === null ? '' : rich` (${dateTime(a.until)}까지)`}`,
  'incident.eventReminded': (a) => rich`${owner(a.user)}에게 진행 상황 확인 요청`,
  'incident.eventHandedBack': (a) =>
    a.isSnoozeOver ? rich`${owner(a.user)}의 스누즈 종료` : rich`${owner(a.user)}의 담당 시간 초과로 다시 열림`,
  'incident.eventResolved': (a) =>
    a.actor === 'alertmanager'
      ? ['해결: 발생 중인 알럿 없음']
      : rich`${by(a.actor)} 해결 처리${a.cause === '' ? '' : `: ${a.cause}`}${a.note === '' ? '' : ` (${a.note})`}`,
  'incident.eventReopened': (a) => (a.actor === 'alertmanager' ? ['다시 열림: 알럿 재발생'] : rich`${by(a.actor)} 다시 열기`),
  'incident.eventAlertsChanged': (a) =>
    `알럿 변경: 발생 ${a.firing?.toLocaleString('ko') ?? '?'}건, 해결 ${a.resolved?.toLocaleString('ko') ?? '?'}건`,
  'incident.eventSilenced': (a) => rich`${by(a.actor)} 사일런스 설정${a.until === null ? '' : rich` (${dateTime(a.until)}까지)`}`,
  'incident.eventSilenceEnded': (a) =>
    a.actor === 'alertmanager' ? ['사일런스가 모든 알럿을 덮지 않게 되어 다시 호출'] : ['사일런스 종료. 알럿은 계속 발생 중'],
  'incident.eventFolded': () => '더 큰 인시던트로 묶음. 이 건으로는 호출하지 않음',
  'incident.eventNote': (a) => rich`${by(a.actor)}: ${a.text}`,
  'incident.eventAction': (a) => rich`${by(a.actor)} 실행: ${code(a.text)}${OUTCOMES[a.outcome] ?? ''}`,
  'incident.eventDelivery': (a) => rich`전달 상태: ${a.text}`,
  'incident.eventLate': (a) => `${level(a.level)} 호출이 ${a.lateMs === null ? '' : `${durationWords(a.lateMs)} `}늦었습니다.`,
  'incident.eventExhausted': (a) =>
    `${a.level === null ? '모든 Level을' : `Level ${a.level}까지`} 호출했지만 담당자가 없으며, 더 호출할 Level이 없습니다.`,
};
