import type { evidence as english } from '../en/evidence.ts';
import { durationWords } from './durations.ts';

const BENCHMARKS: Readonly<Record<string, string>> = {
  'quarter-of-one': '90일, 클러스터 하나',
  'quarter-of-all': '90일, 전체 클러스터',
  'month-of-cpu': '30일, 전체 클러스터 CPU',
  'week-raw': '7일, raw, 전체 클러스터',
};

const FLAWS: Readonly<Record<string, string>> = {
  partial: '업로드 미완료',
  unreadable: '읽을 수 없음',
  'no-compact': 'no-compact',
  overlap: '겹침',
  gap: '데이터 공백',
};

const RESOURCES: Readonly<Record<string, string>> = { cpu: 'CPU', memory: '메모리', disk: '디스크', network: '네트워크' };

const UPLOADS: Readonly<Record<string, string>> = {
  starting: '시작한 지 얼마 되지 않아 아직 첫 업로드 전',
  failing: '업로드 실패',
  never: '시작한 뒤 업로드 없음',
  unmeasured: '마지막 업로드 시각을 알 수 없음',
};

export const evidence: typeof english = {
  'evidence.duration': (a) => durationWords(a.durationMs),
  'evidence.subject': (a) => `${a.subject} ${a.what}`,
  'evidence.total': () => '합계',
  'evidence.no-series': () => '시계열 없음',
  'evidence.reports-nothing': () => '보고 없음',

  'evidence.alerts': (a) =>
    [
      `활성 ${a.active}건`,
      ...(a.silenced > 0 ? [`사일런스 ${a.silenced}건`] : []),
      ...(a.inhibited > 0 ? [`억제 ${a.inhibited}건`] : []),
      ...(a.oldestMs === null ? [] : [`가장 오래된 것 ${durationWords(a.oldestMs)}`]),
    ].join(' · '),
  'evidence.silence': (a) => `${a.by} 설정, ${durationWords(a.leftMs)} 뒤 종료: ${a.comment}`,
  'evidence.slack-person': () => 'Slack 사용자',

  'evidence.pod': (a) => `${a.reason}: ${a.detail}${a.node === null ? '' : `, 노드 ${a.node}`}`,
  'evidence.pods-ready': (a) => `준비 ${a.ready}/${a.needed}`,
  'evidence.pods-found': (a) => `Pod ${a.found}/${a.expected}`,
  'evidence.pods-fewer': () => 'Prometheus Pod가 기대보다 적음',
  'evidence.pod-restarted': () => '재시작',
  'evidence.pod-for': (a) => `${durationWords(a.sinceMs)}째`,
  'evidence.pod-stuck': (a) => `컨테이너 ${a.container}, 재시작 ${a.restarts}회${a.last === null ? '' : `, 마지막 종료 사유 ${a.last}`}`,
  'evidence.pod-not-ready': (a) => `준비되지 않은 컨테이너: ${a.containers.join(', ')}`,
  'evidence.pod-restart': (a) =>
    `컨테이너 ${a.container}, ${durationWords(a.agoMs)} 전 (${a.why ?? '사유를 알 수 없음'}), 모두 ${a.restarts}회`,
  'evidence.pod-without-owner': () => '소유 객체 없음',
  'evidence.pod-node-silent': () => '노드가 보고하지 않음',

  'evidence.upload': (a) => UPLOADS[a.kind] ?? a.kind,

  'evidence.store': (a) =>
    [
      `${a.expected}개 중 ${a.healthy}개`,
      ...(a.healthy >= a.expected
        ? []
        : [a.completeMs === null ? '모두 연결된 적 없음' : `마지막으로 모두 연결 ${durationWords(a.completeMs)} 전`]),
      ...(a.gone.length === 0 ? [] : [`사라짐: ${a.gone.join(', ')}`]),
      ...a.errors,
    ].join(' · '),
  'evidence.store-error': (a) => `${a.address}: ${a.error ?? '최근 확인되지 않음'}`,
  'evidence.same-labels': () => 'external label 중복',
  'evidence.unexpected-store': (a) => `설정에 없음: ${a.type} ${a.address}`,
  'evidence.coverage': (a) => `${a.place}: Store Gateway와 Sidecar 사이`,
  'evidence.clusters': (a) => `클러스터 ${a.count}개`,
  'evidence.covered': (a) => `공백 없음, 가장 적게 겹치는 구간 ${durationWords(a.overlapMs)} (${a.cluster})`,
  'evidence.uncovered': (a) => `${durationWords(a.lengthMs)} 동안 조회되지 않음, ${a.from}부터 ${a.until}까지 ${a.labels}`,
  'evidence.nothing-loaded': (a) => `불러온 블록 없음, ${a.until} 이전 데이터 없음 ${a.labels}`,
  'evidence.too-young': () => '아직 불러온 블록 없음, Sidecar가 시작된 지 얼마 되지 않음',
  'evidence.start-unstated': () => 'Sidecar가 데이터 시작 시각을 알려 주지 않음: 아직 블록이 없거나 오브젝트 스토리지가 설정되지 않음',

  'evidence.blocks': (a) => `${a.owner}${a.resolution === null ? '' : ` ${a.resolution}`} (블록 ${a.blocks}개)`,
  'evidence.no-cluster-label': () => 'cluster 라벨 없음',
  'evidence.partial-upload': () => '업로드 미완료',
  'evidence.no-block': (a) => `블록 아님: ${a.name} (오브젝트 ${a.objects}개)`,
  'evidence.loose-files': () => '최상위 파일',
  'evidence.few-streams': () => '레플리카보다 적은 스트림만 업로드됨',
  'evidence.past-retention': (a) => `데이터 끝이 ${durationWords(a.sinceMs)} 전, 보존 기간이 지남`,
  'evidence.marked-for-deletion': (a) => `삭제 표시 ${durationWords(a.agoMs)} 전`,
  'evidence.no-blocks': () => '블록 없음',
  'evidence.oldest-data': (a) => `가장 오래된 ${a.resolution} 데이터`,
  'evidence.flaw': (a) => `${FLAWS[a.kind] ?? a.kind} ${a.what}`,
  'evidence.flaw-count': (a) => `${FLAWS[a.kind] ?? a.kind} ${a.count}건`,
  'evidence.flaw-partial': (a) => `meta.json 없음, 오브젝트 ${a.objects}개, ${durationWords(a.agoMs)} 전에 생성`,
  'evidence.flaw-unreadable': () => 'meta.json을 읽을 수 없음',
  'evidence.flaw-no-compact': () => 'no-compact 표시가 있어 compaction에서 제외됨',
  'evidence.flaw-overlap': (a) => `${a.other}와 겹침${a.isTwin ? ', 같은 라벨로 업로드하는 Prometheus가 둘' : ''} ${a.labels}`,
  'evidence.flaw-gap': (a) => `${a.from}부터 ${durationWords(a.lengthMs)} 동안 데이터 없음 ${a.labels}`,

  'evidence.bucket': () => '버킷',
  'evidence.fullest-volume': (a) => `${a.cluster} 가장 많이 찬 볼륨`,
  'evidence.no-figures': () => '수치 없음',
  'evidence.now': (a) => `${a.subject} 현재`,
  'evidence.ahead': (a) => `${a.subject} ${durationWords(a.aheadMs)} 뒤`,
  'evidence.until': (a) => `${a.subject} ${a.percent} %까지`,
  'evidence.resource-name': (a) => RESOURCES[a.name] ?? a.name,
  'evidence.resource': (a) =>
    `${RESOURCES[a.name] ?? a.name}${a.name === 'network' ? '(초당)' : ''}${a.limitMs === null ? '' : `, ${durationWords(a.limitMs)} 뒤 한계에 도달`}`,
  'evidence.benchmark': (a) => BENCHMARKS[a.query] ?? a.query,
  'evidence.benchmark-series': (a) => `${BENCHMARKS[a.query] ?? a.query}, 시계열 수`,
  'evidence.benchmark-again': (a) => `${BENCHMARKS[a.query] ?? a.query}, 다시 실행`,

  'evidence.version': (a) => (a.isFixed ? '버전 고정' : '버전이 고정되지 않음'),
  'evidence.unused-account': () => '사용하는 Pod 없음',
  'evidence.pod-standards': (a) =>
    [a.enforced === null ? '강제 수준 없음' : `${a.enforced} 강제`, a.warned === null ? '경고·감사 없음' : `${a.warned} 경고·감사`].join(
      ', ',
    ),
  'evidence.key-age': () => 'AWS_ACCESS_KEY_ID 사용 기간(최소)',
  'evidence.last-seen': (a) => (a.agoMs === null ? '접속한 적 없음' : `마지막 접속 ${durationWords(a.agoMs)} 전`),
  'evidence.scan': (a) => `심각 ${a.critical}건, 높음 ${a.high}건${a.agoMs === null ? '' : `, ${durationWords(a.agoMs)} 전 스캔`}`,
  'evidence.being-scanned': () => '스캔 중',
  'evidence.not-ticked': () => '이번 달에 확인하지 않음',
  'evidence.ticked': (a) => `${durationWords(a.agoMs)} 전 확인, ${durationWords(a.leftMs)} 동안 유효: ${a.note}`,
};
