import { bold, code, dateTime, mention, rich } from '../../../model/text.ts';
import type { notes as english } from '../en/notes.ts';
import { durationWords } from './durations.ts';

const SUBJECTS: Readonly<Record<string, string>> = {
  incidents: '열려 있는 인시던트',
  oncall: '당직자',
  coverage: '당직 공백',
  silences: '사일런스',
  backup: '최근 백업',
  jobs: '예약 작업',
};

const STATES: Readonly<Record<string, string>> = {
  verified: '정상, 검증 완료',
  damaged: '손상됨',
  failed: '일부 누락됨',
  incomplete: '미완료',
};

const JOBS: Readonly<Record<string, string>> = {
  'digest-daily': '일일 점검',
  'digest-weekly': '주간 점검',
  'digest-monthly': '월간 점검',
  'digest-quarterly': '분기 점검',
  'incident-review': '주간 인시던트 대응',
  'document-review': '문서 업데이트 알림',
  backup: '백업',
};

const jobs = (names: readonly string[]): string => names.map((name) => JOBS[name] ?? name).join(', ');

export const notes: typeof english = {
  'notes.title': () => [bold('오늘의 현황')],
  'notes.unknown': (a) => `${SUBJECTS[a.subject] ?? a.subject} 정보를 확인하지 못했습니다.`,
  'notes.noIncidents': () => '열려 있는 인시던트 없음',
  'notes.incidents': (a) =>
    `열려 있는 인시던트 ${a.count}건 (담당자 없음 ${a.alone}건): ${a.names.join(', ')}${a.count > a.names.length ? ', …' : ''}`,
  'notes.onCall': (a) =>
    rich`${a.schedule} 당직: ${mention(a.user)} 님${a.isOverride ? ' (대리)' : ''}${
      a.nextAt === null ? '' : rich`, ${dateTime(a.nextAt)}에 ${mention(a.nextUser)} 님에게 교대`
    }`,
  'notes.silenceEnds': (a) => rich`${a.cluster}: ${mention(a.by)} 님이 설정한 사일런스 ${code(a.what)}, ${dateTime(a.at)}에 종료`,
  'notes.silencesUnknown': (a) => `${a.cluster}: Alertmanager가 응답하지 않아 오늘 끝나는 사일런스를 확인하지 못했습니다.`,
  'notes.noBackup': () => '백업이 아직 없습니다.',
  'notes.backup': (a) => rich`최근 백업 ${code(a.id)}: ${durationWords(a.ageMs)} 전, ${STATES[a.state] ?? a.state}`,
  'notes.backupMissed': (a) => rich`${dateTime(a.at)}에 예약된 백업이 없습니다. 원인은 감사 채널에 있습니다`,
  'notes.jobsFailed': (a) => `최근 하루 동안 실패한 작업: ${jobs(a.names)}. 원인은 로그에 있습니다.`,
  'notes.jobsDone': (a) => `최근 하루 동안 실행한 작업: ${jobs(a.names)}`,
};
