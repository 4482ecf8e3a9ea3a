import { inWords } from './durations.ts';

/** A duration as checks write it in a text, e.g. `3d4h`. */
const DURATION = String.raw`((?:\d+[dhms])+)`;

/** Fixed words of evidence that checks write in English; names, numbers and expressions stay as they are. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^total$/, '합계'],
  [/^bucket$/, '버킷'],
  [/fullest volume/, '가장 많이 찬 볼륨'],
  [/^no figures$/, '수치 없음'],
  [/^other: loose files \((\d+) objects\)$/, '블록 아님: 최상위 파일 (객체 $1개)'],
  [/^other: (.+) \((\d+) objects\)$/, '블록 아님: $1 (객체 $2개)'],
  [/^(\d+) clusters: Store Gateway to Sidecar$/, '클러스터 $1개: Store Gateway와 Sidecar 사이'],
  [/^(.+): Store Gateway to Sidecar$/, '$1: Store Gateway와 Sidecar 사이'],
  [/^no gap, least overlap (\S+) \((.+)\)$/, '공백 없음, 가장 적게 겹치는 구간 $1 ($2)'],
  [/^(\S+) in no answer, (\S+) to (\S+)/, '$1 동안 조회되지 않음, $2부터 $3까지'],
  [/^no blocks loaded, nothing before (\S+)/, '불러온 블록 없음, $1 이전 데이터 없음'],
  [/^no blocks loaded yet, the Sidecar is too young$/, '아직 불러온 블록 없음, Sidecar가 시작된 지 얼마 되지 않음'],
  [
    /^the Sidecar does not say where its data begins: no block yet, or no object storage configured$/,
    'Sidecar가 데이터 시작 시각을 알려 주지 않음: 아직 블록이 없거나 오브젝트 스토리지가 설정되지 않음',
  ],
  [/^no container of (\S+) runs that has it mounted$/, '$1에서 이 볼륨을 마운트한 컨테이너가 실행 중이 아님'],
  [/^df shows nothing mounted at (\S+)$/, 'df에 $1 마운트가 없음'],
  [/^bucket$/, '버킷'],
  [/^bucket /, '버킷 '],
  [/ now$/, ' 현재'],
  [/^(.+) in (\d+)d$/, '$1 $2일 뒤'],
  [/^(.+) until (\d+) %$/, '$1 $2 %까지'],
  [/^oldest (\S+) data$/, '가장 오래된 $1 데이터'],
  [/^same external labels$/, 'external label 중복'],
  [/^not in the configuration: (.+)$/, '설정에 없음: $1'],
  [/^(\d+) of (\d+)\b/, '$2개 중 $1개'],
  [/^(\d+) active$/, '활성 $1건'],
  [/^(\d+) active · /, '활성 $1건 · '],
  [/(^| · )(\d+) silenced\b/, '$1사일런스 $2건'],
  [/(^| · )(\d+) inhibited\b/, '$1억제 $2건'],
  [/(^| · )oldest /, '$1가장 오래된 것 '],
  [/(^| · )never seen complete\b/, '$1모두 연결된 적 없음'],
  [/(^| · )last complete (\S+) ago\b/, '$1마지막으로 모두 연결 $2 전'],
  [/(^| · )gone: /, '$1사라짐: '],
  [/: not checked lately\b/, ': 최근 확인되지 않음'],
  [/^reports nothing$/, '보고 없음'],
  [/^fewer streams than replicas$/, '레플리카보다 적은 스트림만 업로드됨'],
  [/^(.+) \((\d+) blocks\)$/, '$1 (블록 $2개)'],
  [/^(.+) \((\d+) series\)$/, '$1 (시계열 $2개)'],
  [/^(\d+) days, one cluster/, '$1일, 클러스터 하나'],
  [/^(\d+) days, CPU of all clusters/, '$1일, 전체 클러스터 CPU'],
  [/^(\d+) days, raw, all clusters/, '$1일, raw, 전체 클러스터'],
  [/^(\d+) days, all clusters/, '$1일, 전체 클러스터'],
  [/, again\b/, ', 다시 실행'],
  [/^memory\b/, '메모리'],
  [/^disk\b/, '디스크'],
  [/^network \(per second\)/, '네트워크(초당)'],
  [/^cpu\b/, 'CPU'],
  [/, reaches the limit in (\S+)$/, ', $1 뒤 한계에 도달'],
  [/^no blocks$/, '블록 없음'],
  [/^past its retention since (\S+)$/, '보존 기간이 $1 전에 지남'],
  [/^marked for deletion (\S+) ago$/, '삭제 표시 $1 전'],
  [/^no meta\.json, (\d+) objects, made (\S+) ago$/, 'meta.json 없음, 오브젝트 $1개, $2 전에 생성'],
  [/^meta\.json cannot be read$/, 'meta.json을 읽을 수 없음'],
  [/^marked no-compact: it is left out of compaction$/, 'no-compact 표시가 있어 compaction에서 제외됨'],
  [
    /^overlaps (\S+?), both straight from Prometheus: two producers with the same labels /,
    '$1와 겹침, 같은 라벨로 업로드하는 Prometheus가 둘 ',
  ],
  [/^overlaps (\S+) /, '$1와 겹침 '],
  [/^(\S+) missing from (\S+) /, '$2부터 $1 동안 데이터 없음 '],
  [/^no series$/, '시계열 없음'],
  [/^fixed version$/, '버전 고정'],
  [/^no fixed version$/, '버전이 고정되지 않음'],
  [/^no pod runs as it$/, '사용하는 Pod 없음'],
  [/^AWS_ACCESS_KEY_ID in use for at least$/, 'AWS_ACCESS_KEY_ID 사용 기간(최소)'],
  [/^never seen$/, '접속한 적 없음'],
  [/^last seen (\S+) ago$/, '마지막 접속 $1 전'],
  [/^by (\S+), ends in (\S+): /, '$1 설정, $2 뒤 종료: '],
  [/^(\d+) critical, (\d+) high/, '심각 $1건, 높음 $2건'],
  [/, scanned (\S+) ago$/, ', $1 전 스캔'],
  [/^being scanned$/, '스캔 중'],
  [/^not looked at this month$/, '이번 달에 확인하지 않음'],
  [/^(\S+) ago, good for (\S+): /, '$1 전 확인, $2 동안 유효: '],
];

/** Only the durations of our own words are turned, not what looks like one in a name. */
const SPOKEN = new RegExp(`(?<=^|[ ,·])${DURATION}(?= (?:전|뒤|동안)|$)`, 'g');

export function koreanEvidence(text: string): string {
  const words = WORDS.reduce((said, [pattern, replacement]) => said.replace(pattern, replacement), text);
  return words === text ? text : words.replaceAll(SPOKEN, (duration) => inWords(duration));
}

/** Reasons that our own clients give; what another system said stays in its words. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^the API server does not answer$/, 'API 서버 응답 없음'],
  [/^connection refused$/, '연결 거부'],
  [/^the connection timed out$/, '연결 시간 초과'],
  [/^the connection broke before the answer was complete$/, '응답 도중 연결 끊김'],
  [/^host name not found$/, '호스트 이름을 찾을 수 없음'],
  [/^no route to the host$/, '호스트로 가는 경로 없음'],
  [/^no answer within (\d+) s$/, '$1초 안에 응답 없음'],
  [
    /^no token gets through the API server's proxy, which keeps the Authorization header for itself; set grafana\.url instead of grafana\.service$/,
    'API 서버의 프록시는 Authorization 헤더를 자신이 사용하고 전달하지 않으므로 grafana.service 대신 grafana.url을 설정하세요',
  ],
  [/^not finished after (\d+) s$/, '$1초 안에 끝나지 않음'],
  [/^no container of (\S+) runs that has it mounted$/, '$1에서 이 볼륨을 마운트한 컨테이너가 실행 중이 아님'],
  [/^df shows nothing mounted at (\S+)$/, 'df에 $1 마운트가 없음'],
  [/^the connection closed before the command had finished$/, '명령이 끝나기 전에 연결이 끊김'],
];

export function koreanReason(reason: string): string {
  return REASONS.reduce((said, [pattern, replacement]) => said.replace(pattern, replacement), reason);
}
