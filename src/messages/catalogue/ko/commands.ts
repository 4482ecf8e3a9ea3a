import { bold, code, dateTime, join, link, mention, type RichText, rich, type Span, timeAgo } from '../../../model/text.ts';
import type { commands as english } from '../en/commands.ts';
import { tally } from './digest.ts';
import { durationWords } from './durations.ts';

const codes = (words: readonly string[]): RichText => join(words.map(code), ', ');

const SEVERITIES: Readonly<Record<string, string>> = { critical: '심각', warning: '경고', info: '정보' };

const severity = (a: { severity: string }): string => SEVERITIES[a.severity] ?? a.severity;
const name = (a: { title: string; url: string | null }): Span => (a.url === null ? bold(a.title) : link(a.url, a.title));

export const commands: typeof english = {
  'command.unknown': (a) => rich`${code(a.word)} 명령은 없습니다. ${code('/thanos help')}를 확인하세요.`,
  'command.unknownSuggest': (a) => rich`${code(a.word)} 명령은 없습니다. ${code(`/thanos ${a.suggestion}`)} 명령을 찾으셨나요?`,
  'command.byHand': (a) =>
    rich`${code(a.command)} 명령은 아직 없으며 아무것도 바꾸지 않았습니다. 직접 변경하려면 ${code(a.where)}, 절차는 ${code(a.runbook)} 문서를 참고하세요.`,
  'command.usage': (a) => rich`다음과 같이 입력하세요: ${code(a.usage)}`,
  'command.tooMany': (a) => rich`${code(a.word)}은(는) 필요하지 않습니다. 다음과 같이 입력하세요: ${code(a.usage)}`,
  'command.noSuchCheck': (a) => rich`${code(a.word)} 점검은 없습니다. 가능한 점검: ${codes(a.known)}`,
  'command.noSuchCheckSuggest': (a) => rich`${code(a.word)} 점검은 없습니다. ${code(a.suggestion)} 점검을 찾으셨나요?`,
  'command.noSuchCluster': (a) => rich`${code(a.word)} 클러스터는 없습니다. 설정된 클러스터: ${codes(a.known)}`,
  'command.notANumber': (a) => rich`${code(a.word)}은(는) 정수가 아닙니다. 다음과 같이 입력하세요: ${code(a.usage)}`,
  'command.clusterNeeded': (a) => rich`변경할 클러스터를 지정해야 합니다. 다음과 같이 입력하세요: ${code(a.usage)}`,
  'command.tookTooLong': () =>
    '시간이 너무 오래 걸려 중단했습니다. 아무것도 바꾸지 않았습니다. 다시 시도하거나 클러스터 하나를 지정하세요.',
  'command.postToChannel': () => '채널에 게시',
  'command.sharedBy': (a) => rich`${mention(a.by)} 님이 게시했습니다`,
  'command.shareGone': () => '게시하기에는 오래되었거나 이미 게시한 답변입니다. 명령을 다시 실행하세요.',
  'command.shareFailed': (a) => rich`Slack에 게시하지 못했습니다: ${a.reason}.`,
  'command.shareNotMember': () =>
    rich`봇이 이 채널에 없습니다. ${code('/invite')}로 초대한 뒤 ${bold('채널에 게시')} 버튼을 다시 누르세요.`,

  'command.summary.help': () => '봇이 할 수 있는 일',
  'command.summary.status': () => '일일 점검 전체, 나쁜 것부터',
  'command.summary.check': () => '점검 하나와 그 근거',
  'command.summary.pods': () => '클러스터별 Pod 상태',
  'command.summary.stores': () => 'Thanos Query가 보는 Store와 빠진 Store',
  'command.summary.alerts': () => '클러스터별 발생 중인 알럿',
  'command.summary.disk': () => '노드 디스크 사용량',
  'command.summary.bucket': () => '오브젝트 스토리지 크기, 증가량, 클러스터별 사용량',
  'command.summary.oncall': () => '현재와 다음 당직자',
  'command.summary.oncallOverride': () => '일정이나 역할의 당직을 일정 시간 동안 다른 사람으로 변경',
  'command.summary.oncallOverrideRemove': () => '당직 변경 취소',
  'command.summary.oncallExport': () => '앞으로의 당직 일정을 캘린더 파일로 DM 전송',
  'command.summary.oncallImport': () => '설정된 캘린더 파일 다시 읽기',
  'command.summary.incidents': () => '열려 있거나 최근의 인시던트 목록, 또는 하나의 전체 기록',
  'command.summary.audit': () => '최근 변경 내역과 실행한 사람',
  'command.summary.backup': () => '모든 클러스터의 Kubernetes 리소스 백업',
  'command.summary.backupList': () => '백업 목록과 검증 결과',
  'command.summary.scale': () => 'Query 또는 Prometheus 레플리카 변경',
  'command.summary.undo': () => '작업 되돌리기',

  'help.title': () => 'Thanos 명령',
  'help.text': (a) =>
    rich`명령 ${a.count}개를 사용할 수 있습니다. 조회 결과는 본인에게만 보이고, 변경은 계획을 먼저 보여 준 뒤 확인을 받습니다.`,
  'help.reads': () => rich`${bold('조회')}`,
  'help.writes': () => rich`${bold('변경')} (계획을 먼저 보여 줍니다)`,
  'help.byHand': (a) => rich`${bold('아직 없는 명령')} (입력하면 직접 하는 방법을 알려 줍니다): ${codes(a.commands)}`,
  'help.line': (a) => rich`${code(a.usage)}  ${a.summary}`,
  'help.role.operator': () => '운영자',
  'help.role.responder': () => '대응 담당자',
  'help.role.approver': () => '승인자',
  'help.role.anyone': () => '모두',
  'help.roleLine': (a) => rich`${code(a.usage)}  ${a.summary} · ${a.role}`,

  'status.text': (a) => `정상 점검 ${a.ok}개`,
  'status.title': (a) => `Thanos 현재 상태 · ${tally(a)}`,
  'status.more': (a) => rich`… 외 ${a.count}건`,
  'status.details': (a) => rich`자세히: ${code(a.command)}`,

  'stores.endpoints': () => 'Query가 보는 엔드포인트',
  'stores.column.type': () => '종류',
  'stores.column.address': () => '주소',
  'stores.column.cluster': () => '클러스터',
  'stores.column.state': () => '상태',
  'stores.ok': () => '정상',

  'incidents.none': () => '열려 있는 인시던트가 없습니다.',
  'incidents.text': (a) => rich`열려 있는 인시던트 ${a.count}건, 그중 담당자가 없는 것 ${a.triggered}건입니다.`,
  'incidents.triggered': (a) => rich`${name(a)} · ${a.cluster} · ${severity(a)} · 담당자 없음 · ${timeAgo(a.since)}부터 · ${code(a.id)}`,
  'incidents.acknowledged': (a) =>
    rich`${name(a)} · ${a.cluster} · ${severity(a)} · ${mention(a.by)} 님 담당 · ${timeAgo(a.since)}부터 · ${code(a.id)}`,
  'incidents.noneRecent': () => '최근 7일 동안 인시던트가 없습니다.',
  'incidents.recent': (a) => rich`최근 7일 인시던트 ${a.count}건 (최신순)`,
  'incidents.recentLine': (a) =>
    rich`${dateTime(a.openedAt)} · ${name(a)} · ${a.cluster} · ${severity(a)} · ${
      a.openMs === null ? (a.status === 'acknowledged' ? '담당 중' : '발생 중') : `${durationWords(a.openMs)} 만에 해결`
    } · ${code(a.id)}`,
  'incidents.howToSee': () => rich`자세히 보기: ${code('/thanos incidents <id>')}`,
  'incidents.noSuch': (a) => rich`${code(a.id)} 인시던트가 없습니다. ${code('/thanos incidents recent')}에서 확인해 주십시오.`,
  'incidents.timeline': () => [bold('진행 기록')],
  'incidents.earlier': (a) => `… 이전 기록 ${a.count}건`,
  'incidents.acknowledge': () => '담당하기',

  'audit.none': () => '아직 변경한 것이 없습니다.',
  'audit.text': (a) => rich`최근 감사 기록 ${a.count}건입니다.`,
  'audit.line': (a) =>
    rich`${dateTime(a.at)} · ${mention(a.actor)} · ${bold(a.action)} ${a.subject}${a.change === '' ? '' : ` ${a.change}`} · ${a.outcome}${
      a.operation === '' ? '' : rich` · ${code(a.operation)}`
    }`,
  'audit.outcome.allowed': () => '시작',
  'audit.outcome.refused': () => '거부',
  'audit.outcome.succeeded': () => '완료',
  'audit.outcome.failed': () => '실패',
  'audit.outcome.unknown': () => '결과 알 수 없음',

  'home.title': () => 'Thanos Ops',
  'home.text': () => '내 인시던트, 당직자, 최근 점검 결과입니다.',
  'home.mine': () => rich`${bold('내 인시던트')}`,
  'home.noneMine': () => '담당 중인 인시던트가 없습니다.',
  'home.others': () => rich`${bold('열려 있는 다른 인시던트')}`,
  'home.oncall': () => rich`${bold('당직')}`,
  'home.digest': (a) => rich`${bold('최근 점검')} · ${dateTime(a.at)}`,
  'home.noDigest': () => '아직 점검 결과가 없습니다.',
  'home.commands': () => rich`그 밖의 기능: ${code('/thanos help')}`,
};
