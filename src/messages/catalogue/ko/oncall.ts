import { CALENDAR_DAYS, CALENDAR_MOST_BYTES, CALENDAR_MOST_TURNS, type CalendarProblem } from '../../../model/oncall-calendar.ts';
import { formatBytes } from '../../../model/size.ts';
import { code, dateTime, join, mention, rich } from '../../../model/text.ts';
import type { oncall as english } from '../en/oncall.ts';
import { durationWords } from './durations.ts';

const PROBLEMS: Readonly<Record<CalendarProblem, string>> = {
  missing: '파일이 없습니다.',
  unreadable: '파일을 읽을 수 없습니다.',
  'no-calendar': '파일이 iCalendar 형식이 아니거나 중간에 잘렸습니다.',
  'too-large': `파일이 ${formatBytes(CALENDAR_MOST_BYTES)}보다 큽니다.`,
  'too-many': `파일에 앞으로 ${CALENDAR_DAYS}일 동안의 당직이 ${CALENDAR_MOST_TURNS}건 넘게 있습니다.`,
};

export const oncall: typeof english = {
  'oncall.title': () => '현재 당직',
  'oncall.headline': (a) =>
    a.level === null
      ? ['현재 당직: 없음. 모든 Level에 호출할 사람이 없습니다.']
      : rich`현재 당직: ${join(a.who.map(mention), ', ')} 님 (Level ${a.level}).`,
  'oncall.level': (a) =>
    rich`Level ${a.level} · ${a.afterMs === 0 ? '즉시' : `${durationWords(a.afterMs)} 후`} · 대기 ${durationWords(a.ackTimeoutMs)}${
      a.repeat ? ' 후 재호출' : ''
    }: ${a.who.length === 0 ? '현재 없음' : join(a.who.map(mention), ', ')}`,
  'oncall.schedule': (a) => rich`${a.schedule}: ${mention(a.user)} 님${a.isOverride ? ' (대리)' : ''}`,
  'oncall.handOver': (a) => rich`${dateTime(a.at)}에 ${mention(a.to)} 님에게 교대`,
  'oncall.alone': () => '교대할 사람 없음',
  'oncall.gap': (a) => rich`Level ${a.level}: ${dateTime(a.from)}부터 ${dateTime(a.until)}까지 호출할 사람이 없습니다.`,
  'oncall.noGaps': (a) => `앞으로 ${a.days}일 동안 모든 Level에 호출할 사람이 있습니다.`,
  'oncall.moreGaps': (a) => `… 외 ${a.count}건`,
  'oncall.groupsUnknown': (a) =>
    rich`${join(
      a.groups.map((group) => code(group)),
      ', ',
    )} 그룹에 누가 있는지 Slack에서 확인하지 못해, 해당 Level에서 호출할 사람이 있는지 알 수 없습니다.`,
  'oncall.override': (a) =>
    rich`당직 변경 #${a.number} · ${a.subject}: ${mention(a.user)} 님, ${dateTime(a.from)}부터 ${dateTime(a.until)}까지`,
  'oncall.overrideFromCalendar': (a) =>
    rich`캘린더 · ${a.subject}: ${mention(a.user)} 님, ${dateTime(a.from)}부터 ${dateTime(a.until)}까지`,
  'oncall.moreOverrides': (a) => `… 외 변경 ${a.count}건`,

  'oncall.overrideSet': (a) =>
    rich`${dateTime(a.from)}부터 ${dateTime(a.until)}까지 ${code(a.subject)} 당직은 ${mention(a.user)} 님입니다. ${mention(a.by)} 님이 변경했습니다 (변경 #${a.number}).`,
  'oncall.overrideRemoved': (a) =>
    rich`${mention(a.by)} 님이 당직 변경 #${a.number} 건을 취소했습니다. ${code(a.subject)} 당직을 ${mention(a.user)} 님이 더 이상 대신하지 않습니다 (${dateTime(a.from)} ~ ${dateTime(a.until)}).`,
  'oncall.overrideDone': (a) =>
    rich`변경했습니다. ${dateTime(a.from)}부터 ${dateTime(a.until)}까지 ${code(a.subject)} 당직은 ${mention(a.user)} 님입니다. 취소: ${code(`/thanos oncall override remove ${a.number}`)}`,
  'oncall.removeDone': (a) =>
    rich`당직 변경 #${a.number} 건을 취소했습니다. ${mention(a.user)} 님은 더 이상 ${code(a.subject)} 당직을 대신하지 않습니다.`,

  'oncall.noSuchSubject': (a) =>
    a.suggestion === null
      ? rich`${code(a.word)}라는 일정이나 역할이 없습니다. 사용할 수 있는 이름: ${join(a.known.map(code), ', ')}`
      : rich`${code(a.word)}라는 일정이나 역할이 없습니다. ${code(a.suggestion)}을(를) 입력하려고 하셨습니까?`,
  'oncall.whichSubject': (a) =>
    rich`누구의 당직을 대신하는지 분명하지 않습니다. 사람 앞에 이름을 입력해 주십시오: ${join(a.known.map(code), ', ')}`,
  'oncall.severalPeople': (a) =>
    rich`${code(a.subject)}은(는) 한 사람을 뜻하지 않으므로 한 사람으로 바꿀 수 없습니다. 일정이나 한 사람으로 된 역할을 지정해 주십시오.`,
  'oncall.noSuchUser': (a) => rich`${code(a.word)}은(는) Slack 사용자가 아닙니다. ${code('@')}를 입력하면 나오는 목록에서 선택해 주십시오.`,
  'oncall.mayNotAcknowledge': (a) =>
    rich`${mention(a.user)} 님은 호출을 받아도 담당할 권한이 없습니다. 먼저 설정의 ${code('access.responders')}에 추가해 주십시오.`,
  'oncall.badTime': (a) =>
    rich`${code(a.text === '' ? '…' : a.text)}은(는) 알 수 없는 시각입니다. ${code('18:00')}, ${code('내일 오전 9시')}, ${code('2026-11-24 18:00')}, ${code('4시간')}처럼 입력해 주십시오.`,
  'oncall.inThePast': (a) => rich`${dateTime(a.at)}은(는) 이미 지난 시각이어서 변경한 것이 없습니다.`,
  'oncall.endsBeforeStart': (a) =>
    rich`종료 시각 ${dateTime(a.until)}이(가) 시작 시각 ${dateTime(a.from)}보다 늦지 않아 변경한 것이 없습니다.`,
  'oncall.tooFar': (a) => rich`${dateTime(a.until)}은(는) ${a.days}일보다 더 뒤입니다. 설정에서 당직 순번을 바꿔 주십시오.`,
  'oncall.noSuchOverride': (a) =>
    rich`당직 변경 #${a.number} 건이 없습니다. 이미 취소되었을 수 있습니다. ${code('/thanos oncall')}에서 확인해 주십시오.`,

  'oncall.exported': (a) => rich`앞으로 ${a.days}일 동안의 당직 일정입니다. 당직 변경이 반영되어 있습니다: ${a.names.join(', ')}`,
  'oncall.exportSent': (a) => rich`DM으로 보냈습니다: ${a.names.join(', ')}`,
  'oncall.exportRefused': (a) => rich`Slack이 ${a.names.join(', ')} 파일을 받지 않았습니다. 아래 내용을 그 이름으로 저장해 주십시오.`,
  'oncall.nothingToExport': () => '설정된 당직 일정이 없어 내보낼 것이 없습니다.',
  'oncall.noAddresses': () =>
    rich`캘린더를 주소에서 가져오지는 않습니다. 파일을 설정 파일 옆에 두고 ${code('escalation.schedules.<이름>.calendar')}에 지정한 뒤 ${code('/thanos oncall import')}를 실행해 주십시오.`,
  'oncall.noCalendars': () =>
    rich`캘린더가 지정된 일정이 없습니다. 설정의 ${code('escalation.schedules.<이름>.calendar')}에 파일을 지정해 주십시오.`,
  'oncall.calendarRead': (a) =>
    rich`${code(a.schedule)}: ${code(a.file)}에서 당직 ${a.shifts}건을 읽었습니다.${
      a.unread.length === 0
        ? ''
        : ` 일정에 없는 사람이거나 읽을 수 없어 제외한 항목: ${a.unread.join(', ')}${a.more === 0 ? '' : ` 외 ${a.more}건`}`
    }`,
  'oncall.calendarProblem': (a) =>
    rich`${code(a.schedule)}: ${code(a.file)} ${PROBLEMS[a.problem]} 이전에 읽은 내용 또는 당직 순번을 따릅니다.`,
};
