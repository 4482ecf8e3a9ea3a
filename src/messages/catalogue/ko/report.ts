import { bold, clockTime, mention, rich } from '../../../model/text.ts';
import type { report as english } from '../en/report.ts';
import { durationWords } from './durations.ts';

const OUTCOMES: Readonly<Record<string, string>> = {
  'in-time': '제시간에 담당',
  late: '시간 초과',
  'ended-first': '담당 전에 종료',
  waiting: '시간 내 대기 중',
};

const STATES: Readonly<Record<string, string>> = { running: '실행 중', succeeded: '완료', failed: '실패', unknown: '결과 확인 불가' };

const count = (number: number): string => number.toLocaleString('ko');

export const report: typeof english = {
  'report.headline': (a) =>
    rich`${bold('사후 보고')} · ${a.resolveMs === null ? '진행 중' : `지속 시간 ${durationWords(a.resolveMs)}`} · ${
      a.acknowledgeMs === null ? '담당자 없음' : `담당까지 ${durationWords(a.acknowledgeMs)}`
    }${a.by === null ? '' : rich` (${mention(a.by)} 님)`}`,
  'report.level': (a) =>
    rich`Level ${a.level} · ${clockTime(a.calledAt)} 호출 · 기준 ${durationWords(a.limitMs)} 내: ${OUTCOMES[a.outcome] ?? a.outcome}`,
  'report.tally': (a) => `알럿 ${count(a.alerts)}건 · 호출 ${count(a.calls)}회 · 메모 ${count(a.notes)}건 · 조치 ${count(a.actions)}건`,
  'report.questions': () => [bold('확인할 사항')],
  'report.fileTitle': (a) => `사후 보고: ${a.cluster === '*' ? '전체 클러스터' : a.cluster} · ${a.title}`,
  'report.askCause': () => '원인은 무엇이었고 어떻게 해결되었습니까? 남겨진 메모가 없습니다.',
  'report.askNobody': () => '왜 아무도 담당하지 않았습니까?',
  'report.askLate': (a) => `Level ${a.levels.join(', ')}에서 왜 제시간에 담당하지 못했습니까?`,
  'report.askBotLate': (a) => `호출 ${count(a.count)}회가 예정보다 늦었습니다. 봇이 멈춰 있었습니까?`,
  'report.askDelivery': (a) => `메시지 ${count(a.count)}건이 받을 사람에게 전달되지 않았습니다. 무엇을 고쳐야 합니까?`,
  'report.askReopened': (a) => `${count(a.count)}번 다시 열렸습니다. 원인이 완전히 해결되었습니까?`,
  'report.askHandedBack': (a) => `담당 시간이 ${count(a.count)}번 초과되었습니다. 도움이 더 필요했습니까?`,

  'report.responseTitle': () => '대응',
  'report.acknowledged': () => '담당까지',
  'report.nobody': () => '담당자 없음',
  'report.levelColumn': () => 'Level',
  'report.calledColumn': () => '호출 시각',
  'report.limitColumn': () => '기준',
  'report.outcomeColumn': () => '결과',
  'report.outcome': (a) => OUTCOMES[a.outcome] ?? a.outcome,
  'report.limit': (a) => durationWords(a.limitMs),
  'report.operation': (a) =>
    rich`${mention(a.by)} 님: ${a.what} · ${STATES[a.status] ?? a.status} (${a.id})${a.undoneBy === null ? '' : ` · ${a.undoneBy}(으)로 되돌림`}`,
  'report.actionsTitle': () => '조치',
  'report.notesTitle': () => '메모',
  'report.questionsTitle': () => '확인할 사항',
};
