import { bold, code, dateTime, mention, rich } from '../../../model/text.ts';
import type { notes as english } from '../en/notes.ts';
import { durationWords } from './durations.ts';

const SUBJECTS: Readonly<Record<string, string>> = {
  incidents: '열려 있는 인시던트',
  oncall: '당직자',
  coverage: '당직 공백',
  silences: '알림 끄기',
  backup: '최근 백업',
  jobs: '예약 작업',
};

const STATES: Readonly<Record<string, string>> = {
  verified: '정상, 검증 완료',
  damaged: '손상됨',
  failed: '일부 누락',
  incomplete: '미완료',
};

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
  'notes.silenceEnds': (a) => rich`${a.cluster}: ${mention(a.by)} 님이 설정한 알림 끄기(${code(a.what)})가 ${dateTime(a.at)}에 끝납니다.`,
  'notes.silencesUnknown': (a) => `${a.cluster}: Alertmanager가 응답하지 않아 오늘 끝나는 알림 끄기를 확인하지 못했습니다.`,
  'notes.noBackup': () => '백업이 아직 없습니다.',
  'notes.backup': (a) => rich`최근 백업 ${code(a.id)}: ${durationWords(a.ageMs)} 전, ${STATES[a.state] ?? a.state}`,
  'notes.jobsFailed': (a) => `최근 하루 동안 실패한 작업: ${a.names.join(', ')}. 원인은 로그에 있습니다.`,
  'notes.jobsDone': (a) => `최근 하루 동안 실행한 작업: ${a.names.join(', ')}`,
};
