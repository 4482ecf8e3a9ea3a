import { bold, code, rich } from '../../../model/text.ts';
import type { digest as english } from '../en/digest.ts';
import { durationWords } from './durations.ts';

const KINDS: Readonly<Record<string, string>> = {
  daily: 'Thanos 일일 점검',
  weekly: 'Thanos 주간 점검',
  monthly: 'Thanos 월간 점검',
  quarterly: 'Thanos 분기 점검',
};

const STATUSES: Readonly<Record<string, string>> = { ok: '정상', warning: '경고', critical: '심각', unknown: '확인 불가' };

const CHANGES: Readonly<Record<string, string>> = { new: '신규', worse: '악화', better: '호전', unchanged: '변화 없음' };

type Findings = Parameters<(typeof english)['digest.countsBefore']>[0];

export function tally(a: Findings): string {
  const parts = [
    ...(a.critical === 0 ? [] : [`심각 ${a.critical}건`]),
    ...(a.blindClusters === 0 ? [] : [`클러스터 ${a.blindClusters}개 확인 불가`]),
    ...(a.unknown === 0 ? [] : [`확인 불가 ${a.unknown}건`]),
    ...(a.warning === 0 ? [] : [`경고 ${a.warning}건`]),
  ];
  return parts.length === 0 ? '모두 정상' : parts.join(', ');
}

export const digest: typeof english = {
  'digest.gone-from-store': () => '이 점검 결과는 더 이상 저장되어 있지 않습니다. 현재 상태는 /thanos status로 확인하세요.',
  'digest.alreadyRunning': () => '점검이 이미 실행 중입니다. 끝나면 메시지가 갱신됩니다.',
  'digest.runningAgain': () => '점검을 다시 실행합니다. 끝나면 메시지가 갱신됩니다.',
  'digest.title': (a) => `${KINDS[a.kind] ?? a.kind} · ${tally(a)}`,
  'digest.sentence': (a) =>
    `${KINDS[a.kind] ?? a.kind} ${a.date}: ${tally(a)}${a.okClusters === 0 ? '' : `, 정상 클러스터 ${a.okClusters}개`}.`,
  'digest.status': (a) => STATUSES[a.status] ?? a.status,
  'digest.change': (a) => CHANGES[a.change] ?? a.change,
  'digest.allChecks': (a) => `점검 ${a.count}개`,
  'digest.wholeSystem': () => '전체 시스템',
  'digest.before': (a) => `이전 ${a.value}`,
  'digest.lastMeasured': (a) => `마지막 확인 ${durationWords(a.ageMs)} 전`,
  'digest.took': (a) => `점검 시간 ${a.seconds}초`,
  'digest.countsBefore': (a) => `이전 점검: ${tally(a)}`,
  'digest.firstRun': () => '첫 점검이라 비교할 결과가 없습니다',
  'digest.late': (a) => `예정보다 ${durationWords(a.lateMs)} 늦었습니다`,
  'digest.okClusters': (a) => `정상: ${a.clusters.join(', ')} (점검 ${a.checks}개)`,
  'digest.moreClusters': (a) => `문제가 있는 곳이 ${a.count}곳 더 있습니다. 스레드를 확인하세요`,
  'digest.moreRows': (a) => `${a.count}건 더 있습니다. 스레드를 확인하세요`,
  'digest.recovered': (a) => `회복: ${a.names.join(', ')}`,
  'digest.gone': (a) => `더 이상 점검하지 않음: ${a.names.join(', ')}`,
  'digest.runAgain': () => '다시 점검',
  'digest.details': () => '자세히',
  'digest.tableTitle': () => '전체 결과',
  'digest.ago': (a) => `${a.value} 전`,
  'digest.restOk': (a) => `그 외 점검 ${a.count}개는 정상입니다`,
  'digest.column.cluster': () => '클러스터',
  'digest.column.check': () => '점검',
  'digest.column.status': () => '상태',
  'digest.column.value': () => '값',
  'digest.column.before': () => '이전',
  'digest.unrunnable': (a) => `확인하지 못한 점검 ${a.count}건`,
  'digest.remedy.runbook': (a) => rich`조치: ${code(`docs/runbooks/${a.id}.md`)}`,
  'digest.remedy.action': (a) => rich`조치: ${code(`/thanos ${a.command}`)}`,
  'digest.source': (a) => rich`측정: ${code(a.source)}`,
  'digest.checkTitle': (a) => rich`${bold(a.title)} · ${STATUSES[a.status] ?? a.status}`,
  'digest.checkSentence': (a) => `${a.title}: ${STATUSES[a.worst] ?? a.worst}${a.clusters > 1 ? ` (클러스터 ${a.clusters}개)` : ''}.`,
};
