import { bold, code, dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import type { reads as english } from '../en/reads.ts';
import { durationWords } from './durations.ts';
import { remedies } from './metric-remedies.ts';
import { securityItems } from './security-items.ts';

const codes = (words: readonly string[]): RichText => join(words.map(code), ', ');

const KINDS: Readonly<Record<string, string>> = { daily: '일일', weekly: '주간', monthly: '월간', quarterly: '분기' };

const SERIES: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  memory: '메모리',
  disk: '디스크',
  network: '네트워크(초당)',
  bucket: '버킷',
  'upload-age': '마지막 업로드 후 지난 시간',
  forecast: '예측',
  capacity: '용량',
  bytes: '크기',
  ratio: '사용률',
};

const CAPACITY: Readonly<Record<string, string>> = {
  subject: '대상',
  now: '현재',
  in90d: '3개월 뒤',
  in180d: '6개월 뒤',
  until80: '80 %까지',
  until90: '90 %까지',
};

export const reads: typeof english = {
  'command.more': (a) => `더 보기 (${a.page}/${a.of})`,
  'command.moreGone': () => '답변이 오래되어 다음 쪽을 볼 수 없습니다. 명령을 다시 실행하세요.',
  'command.noSuchComponent': (a) => rich`${code(a.word)} 컴포넌트는 없습니다. 가능한 컴포넌트: ${codes(a.known)}`,
  'command.noSuchKind': (a) => rich`${code(a.word)} 보고서는 없습니다. 가능한 보고서: ${codes(a.known)}`,
  'command.noSuchItem': (a) => rich`${code(a.word)} 보안 항목은 없습니다. 가능한 항목: ${codes(a.known)}`,
  'command.noSuchWord': (a) =>
    rich`${code(a.word)}은(는) 컴포넌트도, 클러스터도, 기간도 아닙니다. 컴포넌트: ${codes(a.components)}. 클러스터: ${codes(a.clusters)}. 기간은 ${code('24h')}, ${code('7d')}처럼 입력하세요.`,
  'command.badWindow': (a) => rich`${code(a.word)} 기간은 사용할 수 없습니다. ${code('5m')}부터 ${code('30d')}까지 입력하세요.`,
  'command.noteNeeded': (a) => rich`무엇을 확인했는지 간단히 적어 주세요. 다음과 같이 입력하세요: ${code(a.usage)}`,
  'command.picturesSent': () => '그래프 이미지는 DM으로 보냈습니다.',

  'command.summary.metrics': () => '컴포넌트별 메트릭의 값, 정상 범위, 임계값, 조치',
  'command.summary.retention': () => '버킷과 각 Prometheus에 보존된 기간',
  'command.summary.logs': () => 'Thanos 로그의 에러, 예: logs query 24h',
  'command.summary.trends': () => '최근 일주일의 CPU, 메모리, 디스크, 네트워크',
  'command.summary.capacity': () => '버킷, 볼륨, 디스크의 3개월·6개월 뒤 예측과 80 %, 90 %까지 남은 기간',
  'command.summary.security': () => '보안 점검과 월간 체크리스트',
  'command.summary.securityDone': () => '보안 체크리스트 항목을 확인 내용과 함께 완료 처리',
  'command.summary.benchmark': () => '대규모 쿼리의 응답 시간을 재고 이전과 비교',
  'command.summary.report': () => '최신 보고서를 파일로 DM에 받기',

  'metrics.title': (a) => `메트릭 · ${a.component}`,
  'metrics.overview': () => '메트릭 · 전체 컴포넌트',
  'metrics.checks': () => '메트릭 수',
  'metrics.component': () => '컴포넌트',
  'metrics.findings': () => '이상',
  'metrics.none': () => '없음',
  'metrics.normal': () => '정상 범위',
  'metrics.threshold': () => '임계값',
  'metrics.remedy': () => '조치',
  'metrics.clusters': (a) => `클러스터 ${a.count}개`,
  'metrics.finding': (a) => rich`${bold(a.title)} · ${a.cluster} · ${a.status}: ${a.words}`,
  'metrics.remedyOf': (a) => new Map<string, string>(Object.entries(remedies)).get(a.checkId) ?? '',
  'metrics.expressions': () => rich`${bold('측정식')} (한 클러스터만 보려면 ${code('cluster="…"')} 추가)`,
  'metrics.expression': (a) => rich`${a.title}: ${code(a.expression)}`,

  'retention.title': () => '데이터 보존',
  'retention.resolution': () => '해상도',
  'retention.configured': () => '설정한 기간',
  'retention.oldest': () => '가장 오래된 데이터',
  'retention.note': () =>
    '블록은 그 안의 데이터가 모두 보존 기간을 지난 뒤 삭제 표시가 되고 이틀 뒤에 지워지므로, 설정한 기간보다 조금 더 남아 있습니다.',
  'retention.nothing': () => '데이터 없음',

  'capacity.column': (a) => CAPACITY[a.column] ?? a.column,
  'capacity.unknown': () => '수치 없음',
  'capacity.never': () => '1년 안에 없음',
  'capacity.already': () => '이미 도달',
  'capacity.note': () => '괄호 안은 예상 범위입니다. 버킷은 보존 기간이 차면 더 늘지 않습니다. 80 %는 경고, 90 %는 긴급 조치 기준입니다.',

  'logs.window': (a) => `최근 ${durationWords(a.windowMs)} 동안의 ${a.component ?? '모든 Thanos 컴포넌트'} 로그`,

  'chart.series': (a) => SERIES[a.name] ?? a.name,
  'chart.was': (a) => `${a.name}: ${a.first} → ${a.last}`,

  'benchmark.started': (a) => `대규모 쿼리를 하나씩 실행합니다. 최대 ${a.minutes}분이 걸리며, 결과는 여기에 이어서 표시됩니다.`,
  'benchmark.title': () => '쿼리 벤치마크',
  'benchmark.query': () => '쿼리',
  'benchmark.now': () => '이번',
  'benchmark.before': () => '이전',
  'benchmark.change': () => '변화',
  'benchmark.first': () => '첫 벤치마크라 비교할 결과가 없습니다.',
  'benchmark.compared': (a) => rich`${dateTime(a.at)}의 결과와 비교했습니다.`,

  'security.title': (a) => (a.open === 0 ? '보안 · 체크리스트 완료' : `보안 · 체크리스트 ${a.open}개 항목 미완료`),
  'security.checklist': () => '월간 체크리스트',
  'security.item': (a) => securityItems[a.item] ?? a.item,
  'security.ticked': (a) => rich`${bold(a.title)} · ${mention(a.by)} ${dateTime(a.at)} · ${durationWords(a.leftMs)} 동안 유효 · ${a.note}`,
  'security.open': (a) => rich`${bold(a.title)} · 미완료. 확인한 뒤 입력하세요: ${code(`/thanos security done ${a.item} <메모>`)}`,
  'security.itemMeasured': (a) => rich`${bold(a.title)} · 측정함: ${a.status}`,
  'security.measured': () => '측정한 항목',
  'security.done': (a) => `${securityItems[a.item] ?? a.item}: 기록했습니다. ${durationWords(a.leftMs)} 동안 유효합니다.`,

  'reportFile.none': (a) =>
    rich`아직 ${KINDS[a.kind] ?? a.kind} 보고서가 없습니다. 보고서는 예약된 시각에 만들어집니다. 현재 상태는 ${code('/thanos status')}로 확인하세요.`,
  'reportFile.title': (a) => rich`${dateTime(a.at)}의 ${KINDS[a.kind] ?? a.kind} 보고서입니다.`,
  'reportFile.sent': (a) => rich`${code(a.name)} 파일을 DM으로 보냈습니다.`,
  'reportFile.refused': (a) => `Slack에 파일을 올리지 못했습니다: ${a.reason}.`,
  'reportFile.attached': () => '보관용 전체 보고서 파일입니다.',
  'reportFile.heading': (a) => `Thanos ${KINDS[a.kind] ?? a.kind} 보고서 ${a.date}`,
  'reportFile.made': (a) => `작성: ${a.at}, 점검 시간 ${a.seconds}초.`,
  'reportFile.before': (a) => `${a.at}의 보고서와 비교했습니다.`,
  'reportFile.column.summary': () => '내용',
  'reportFile.column.evidence': () => '근거',
  'reportFile.column.source': () => '측정 방법',

  'documents.title': (a) => `문서 업데이트 · ${a.quarter}`,
  'documents.text': () =>
    '분기가 끝났습니다. 아키텍처, 트러블슈팅, 운영 절차 문서를 최신으로 고쳐 주세요. 이번 분기에 바뀌었지만 아직 문서에 없을 수 있는 것들입니다.',
  'documents.noRunbook': (a) => rich`${bold(`런북이 없는 알럿 ${a.count}종`)}`,
  'documents.alert': (a) => rich`${code(a.name)} · 인시던트 ${a.count}건 · 마지막 ${dateTime(a.last)}`,
  'documents.uncommitted': (a) => rich`${bold(`git에 반영해야 하는 봇의 변경 ${a.count}건`)}`,
  'documents.operation': (a) => rich`${dateTime(a.at)} · ${mention(a.by)} · ${a.words} · ${code(a.id)}`,
  'documents.thresholds': (a) => rich`${bold(`바뀐 설정 ${a.count}건`)}`,
  'documents.changed': (a) => rich`${code(a.path)} ${a.from} → ${a.to}`,
  'documents.firstConfig': () => '설정은 이번 분기부터 비교합니다.',
  'documents.nothing': () => '런북이 없는 알럿도, git에 반영할 변경도, 바뀐 설정도 없습니다.',
  'documents.more': (a) => `… 외 ${a.count}건`,
};
