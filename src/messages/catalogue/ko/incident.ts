import { bold, clockTime, code, dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import type { incident as english } from '../en/incident.ts';
import { durationWords, inWords } from './durations.ts';
import { incidentEvents } from './incident-events.ts';
import { incidentHeadlines } from './incident-headlines.ts';
import { oncall } from './oncall.ts';

const CALL_REASONS: Readonly<Record<string, string>> = {
  opened: '담당해 주십시오.',
  'ack-timeout': '이전 Level에서 제시간에 아무도 담당하지 않았습니다.',
  escalated: '이 Level의 호출을 요청받았습니다.',
  repeat: '아직 담당자가 없습니다.',
  'handed-back': '담당자가 제시간에 해결하지 못했습니다.',
  'snooze-ended': '스누즈가 끝났지만 계속 발생하고 있습니다.',
  'silence-ended': '사일런스가 끝났지만 계속 발생하고 있습니다.',
  unacknowledged: '담당이 해제되었습니다.',
  reopened: '다시 발생했습니다.',
};

const STATUSES: Readonly<Record<string, string>> = {
  triggered: '발생 중',
  exhausted: '발생 중, 담당자 없음',
  quiet: '발생 중, 호출 없음',
  acknowledged: '담당 중',
  snoozed: '스누즈',
  silenced: '사일런스',
  resolved: '해결됨',
};

const SEVERITIES: Readonly<Record<string, string>> = { critical: '심각', warning: '경고', info: '정보' };

/** Not broken over two lines. */
const ladder = (a: { level: number; levels: number }): string => `Level ${a.level}\u00a0/\u00a0${a.levels}`;
const who = (ids: readonly string[]): RichText => join(ids.map(mention), ', ');
const by = (actor: string): RichText =>
  actor === 'alertmanager' ? ['Alertmanager'] : actor === 'system' ? ['봇'] : rich`${mention(actor)} 님`;
const count = (number: number): string => number.toLocaleString('ko');

function outcome(a: Parameters<(typeof english)['incident.reminderSettled']>[0]): RichText {
  if (a.at !== null) {
    return rich`${clockTime(a.at)} ${by(a.by)}${a.kind === 'resolved' ? ' 해결' : ' 담당 시작'}`;
  }
  return a.until === null ? ['더 큰 인시던트에 묶었습니다.'] : rich`${dateTime(a.until)}까지 사일런스 중입니다.`;
}

export const incident: typeof english = {
  ...incidentEvents,
  ...incidentHeadlines,
  ...oncall,
  'incident.payloadNotObject': () => '본문이 Alertmanager webhook 버전 4의 JSON 객체가 아닙니다.',
  'incident.payloadVersion': (a) => rich`${code(a.path)} 값은 지원하는 Alertmanager webhook 버전인 "4"여야 합니다.`,
  'incident.payloadField': (a) => rich`${code(a.path)} 값이 없거나 Alertmanager webhook 버전 4의 형식과 다릅니다.`,

  'incident.critical': () => '심각',
  'incident.warning': () => '경고',
  'incident.info': () => '정보',
  'incident.acknowledged': () => '담당 중',
  'incident.snoozed': () => '스누즈',
  'incident.silenced': () => '사일런스',
  'incident.resolved': () => '해결',
  'incident.allClusters': () => '전체 클러스터',

  'incident.acknowledge': () => '담당하기',
  'incident.escalate': () => '상위 호출',
  'incident.callLevel': () => 'Level 골라 호출…',
  'incident.callLevelLabel': () => '호출할 Level',
  'incident.callLevelIntro': (a) =>
    rich`${bold(`${a.cluster === '*' ? '전체 클러스터' : a.cluster} · ${a.title}`)}\n선택한 Level의 담당자를 바로 호출합니다.`,
  'incident.callLevelSubmit': () => '호출',
  'incident.escalateConfirm': (a) => `Level ${a.level} 호출`,
  'incident.escalateText': (a) =>
    `${a.cluster === '*' ? '전체 클러스터' : a.cluster}의 ${a.title} 건으로 바로 호출합니다.\n${a.levels.join('\n')}`,
  'incident.levelOption': (a) => `Level ${a.level}: ${a.names.length === 0 ? '호출할 사람 없음' : a.names.join(', ')}`,
  'incident.menu': () => '더 보기…',
  'incident.untilClock': (a) => `${a.time}까지`,
  'incident.join': () => '저도 대응 중',
  'incident.cancel': () => '취소',
  'incident.resolve': () => '해결',
  'incident.reopen': () => '다시 열기',
  'incident.reopenText': (a) => `다시 열고 Level ${a.level} 담당자를 호출합니다.`,
  'incident.handBack': () => '담당 해제',
  'incident.handBackText': (a) => `Level ${a.level} 담당자를 바로 다시 호출합니다.`,
  'incident.takeOver': () => '현재 담당자에게서 넘겨받기',
  'incident.note': () => '메모…',
  'incident.snooze': () => '스누즈…',
  'incident.silence': () => '사일런스…',
  'incident.forDuration': (a) => inWords(a.duration),
  'incident.runbook': () => '런북',
  'incident.dashboard': () => '대시보드',
  'incident.alertSource': () => '알럿 규칙',
  'incident.openThread': () => '스레드 열기',

  'incident.thenAndNow': (a) =>
    rich`발생 시 ${bold(a.atFire ?? '?')} · 현재(${clockTime(a.nowAt)}) ${
      a.now === null ? '확인 불가' : a.now === 'gone' ? '조건에 해당하지 않음' : bold(a.now)
    }`,
  'incident.statusLabel': () => '상태',
  'incident.startedLabel': () => '시작',
  'incident.alertsLabel': () => '알럿',
  'incident.ladderLabel': () => '에스컬레이션',
  'incident.escalatesLabel': (a) => `Level ${a.level} 호출 예정`,
  'incident.repeatsLabel': (a) => `Level ${a.level} 재호출 예정`,
  'incident.ladderEndsLabel': (a) => `Level ${a.level} 대기 종료`,
  'incident.status': (a) =>
    `${STATUSES[a.appearance] ?? a.appearance}${a.level === null ? '' : ` · ${ladder({ level: a.level, levels: a.levels })}`}`,
  'incident.alertCounts': (a) => `발생 ${count(a.firing)}건 · 해결 ${count(a.resolved)}건`,
  'incident.moreAlerts': (a) => `… 외 ${count(a.count)}건`,
  'incident.truncated': (a) => `Alertmanager가 이 그룹의 알럿 ${count(a.count)}건을 더 보내지 않고 생략했습니다.`,
  'incident.children': (a) =>
    rich`따로 호출하지 않고 여기에 묶은 인시던트: ${count(a.count)}건 (${a.names.join(', ')}${a.count > a.names.length ? ', …' : ''})`,
  'incident.class': (a) => rich`분류 ${code(a.classId)}`,

  'incident.pagedLine': (a) => {
    if (a.who.length === 0) {
      return rich`${bold(ladder(a))} · 호출할 수 있는 사람이 없습니다. 가능하신 분은 담당해 주십시오.`;
    }
    return a.isFirst || a.at === null
      ? rich`${who(a.who)} 님, 담당해 주십시오.`
      : rich`${bold(ladder(a))} · ${clockTime(a.at)} ${who(a.who)} 님을 호출했습니다. 담당해 주십시오.`;
  },
  'incident.acknowledgedLine': (a) =>
    rich`${bold('담당 중')} ${by(a.by)} · ${clockTime(a.at)} · 시작 ${durationWords(a.afterMs)} 후${
      a.handBackAt === null ? '' : rich` · 계속 발생하면 ${clockTime(a.handBackAt)}에 다시 호출합니다.`
    }`,
  'incident.snoozedLine': (a) => rich`${bold('스누즈')} ${dateTime(a.until)}까지 · ${clockTime(a.at)}부터 ${by(a.by)} 담당`,
  'incident.silencedLine': (a) =>
    rich`${bold('사일런스')} ${dateTime(a.until)}까지 · ${by(a.by)}${a.comment === '' ? '' : ` · ${a.comment}`}`,
  'incident.resolvedLine': (a) =>
    rich`${bold('해결')} ${by(a.by)} · 지속 시간 ${durationWords(a.openMs)} · ${
      a.ackMs === null ? '담당자 없음' : `담당까지 ${durationWords(a.ackMs)}`
    }${a.level === null ? '' : ` · Level ${a.level}`}`,
  'incident.presence': (a) =>
    rich`${bold('대응 중')} ${who(a.present)}${a.missing.length === 0 ? '' : rich` · 아직 응답 없음 ${who(a.missing)}`}`,
  'incident.cause': (a) => rich`${bold('원인')} ${a.cause}${a.note === '' ? '' : `\n${a.note}`}`,
  'incident.quietLine': () => '참고용입니다. 상위 호출을 누르기 전에는 아무도 호출하지 않습니다.',
  'incident.foldedLine': () => '이미 처리 중인 더 큰 인시던트에 속합니다. 이 건으로는 아무도 호출하지 않습니다.',
  'incident.exhaustedLine': () => '모든 Level을 호출했지만 담당자가 없습니다.',

  'incident.call': (a) =>
    rich`${a.who.length === 0 ? '호출할 수 있는 사람이 없습니다' : rich`${who(a.who)} 님`} · ${bold(ladder(a))}. ${
      CALL_REASONS[a.reason] ?? ''
    }`,
  'incident.directCall': (a) =>
    rich`${bold(`Level ${a.level}`)}${a.roles.length === 0 ? '' : ` ${a.roles.join(', ')}`} 담당으로 호출합니다. ${CALL_REASONS[a.reason] ?? ''}`,
  'incident.callSettled': (a) => rich`${bold(ladder(a))} 호출 · ${outcome(a)}`,
  'incident.reminderSettled': (a) => rich`진행 확인 · ${outcome(a)}`,
  'incident.pageSubject': (a) =>
    rich`${bold(`${SEVERITIES[a.severity] ?? a.severity} · ${a.cluster === '*' ? '전체 클러스터' : a.cluster} · ${a.title}`)}${
      a.summary === '' ? '' : `\n${a.summary}`
    }${a.deadline === null ? '' : rich`\n담당 기한 ${clockTime(a.deadline)}`}`,
  'incident.late': (a) =>
    rich`호출이 ${durationWords(a.lateMs)} 늦었습니다.${
      a.skipped.length === 0 ? '' : ` 그동안 호출하지 못한 단계: Level ${a.skipped.join(', Level ')}.`
    }`,
  'incident.emptyLevel': (a) =>
    a.level === null
      ? `지금 Level ${a.empty}에는 호출할 사람이 없으며, 다른 Level에도 없습니다.`
      : `지금 Level ${a.empty}에는 호출할 사람이 없어 Level ${a.level} 담당자를 대신 호출합니다.`,
  'incident.reminder': (a) =>
    rich`아직 처리 중입니까? ${clockTime(a.at)}에 담당하신 건입니다.${
      a.handBackAt === null ? '' : rich` ${clockTime(a.handBackAt)}까지 해결되지 않으면 다시 호출합니다.`
    }`,
  'incident.reminderOver': () => '늦게 도착한 확인 메시지입니다. 인시던트의 상태가 이미 바뀌었습니다.',

  'incident.mailSubject': (a) => `[${a.severity}] ${a.cluster} ${a.title} · Level ${a.level}`,
  'incident.mailCalled': (a) => `Level ${a.level} 담당으로 호출합니다. 이 인시던트에는 아직 담당자가 없습니다.`,
  'incident.mailStarted': (a) =>
    `시작 ${a.at} · 인시던트 ${a.incident}. Slack에서 응답해 주십시오. 이 메일에 회신해도 아무에게도 전달되지 않습니다.`,
  'incident.resolveTitle': () => '인시던트 해결',
  'incident.resolveIntro': (a) =>
    rich`${bold(`${a.cluster === '*' ? '전체 클러스터' : a.cluster} · ${a.title}`)}\n더 이상 아무도 호출하지 않습니다. 알럿이 다시 발생하면 다시 열립니다.`,
  'incident.causeLabel': () => '원인',
  'incident.causeHint': () => '한 줄로 적어 주십시오. 채널과 보고서에 표시됩니다.',
  'incident.noteLabel': () => '조치한 내용과 남은 일',
  'incident.reportCause': () => '원인',
  'incident.reportNote': () => '메모',
  'incident.reportTimeline': () => '진행 기록',
  'incident.reportAlerts': (a) => `알럿 (${count(a.count)}건)`,
  'incident.reportId': () => '인시던트',
  'incident.reportSeverity': () => '심각도',
  'incident.reportDuration': () => '지속 시간',
  'incident.duration': (a) => durationWords(a.durationMs),
};
