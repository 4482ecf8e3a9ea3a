import { formatBytes, formatChange, formatRatio } from '../../../model/size.ts';
import { listed } from '../../listed.ts';
import type { checks as english } from '../en/checks.ts';
import { titles } from './check-titles.ts';
import { durationWords } from './durations.ts';
import { metricChecks } from './metric-checks.ts';
import { reviewChecks } from './review-checks.ts';

const REASONS: Readonly<Record<string, string>> = {
  timeout: '제시간에 응답하지 않았습니다',
  unreachable: '연결할 수 없습니다',
  unauthorized: '인증 정보를 받아들이지 않습니다',
  forbidden: '권한이 없습니다',
  'not-found': '요청한 대상이 없습니다',
  'rate-limited': '요청이 너무 많다고 합니다',
  unavailable: '일시적으로 서비스되지 않습니다',
  'bad-response': '읽을 수 없는 응답을 보냈습니다',
};

const SYSTEMS: Readonly<Record<string, string>> = {
  kubernetes: 'Kubernetes API',
  prometheus: 'Prometheus',
  thanos: 'Thanos Query',
  alertmanager: 'Alertmanager',
  s3: 'S3',
  grafana: 'Grafana',
};

/** `kubernetes (cluster-03)` with the name that people call it. */
function placeWords(place: string): string {
  return place.replace(/^\w+/, (system) => SYSTEMS[system] ?? system);
}

const UPLOAD: Readonly<Record<string, string>> = {
  failing: '업로드에 실패하고 있습니다',
  late: '업로드가 너무 오래 없습니다',
  never: '시작한 뒤 업로드가 한 번도 없습니다',
  unmeasured: '마지막 업로드 시각을 알 수 없습니다',
};

function growth({ growthBytes, growthMs }: Parameters<(typeof english)['checks.bucket']>[0]): string {
  return typeof growthBytes !== 'number' || typeof growthMs !== 'number'
    ? ''
    : `, ${durationWords(growthMs)} 동안 ${formatChange(growthBytes)}`;
}

/** Where the figures of a node's disks can come from. */
const GET_DISKS = 'Prometheus가 그 노드의 node-exporter를 수집하게 하거나 설정에서 노드에 `ssh`를 지정하세요';

export const checks: typeof english = {
  'checks.title': (a) => new Map<string, string>(Object.entries(titles)).get(a.checkId) ?? a.checkId,
  'checks.could-not-look': (a) => `${placeWords(a.place)}: ${REASONS[a.code] ?? '쓸 수 있는 응답이 없습니다'} (${a.reason})`,
  'checks.timed-out': (a) => `${durationWords(a.afterMs)} 안에 끝나지 않았습니다`,
  'checks.broke': (a) => `봇 내부 오류입니다 (${a.id})`,

  'checks.pods-none': (a) => `네임스페이스 ${a.namespace}에 Pod가 하나도 없습니다`,
  'checks.pods-ok': (a) => `Pod ${a.count}개 모두 정상입니다`,
  'checks.pods-bad': (a) => `Pod ${a.count}개 중 ${a.bad}개에 문제가 있습니다: ${listed(a.problems)}`,

  'checks.upload-no-sidecar': () => 'Sidecar가 있는 Pod가 없어 아무것도 업로드되지 않습니다',
  'checks.upload-ok': (a) =>
    a.ageMs === null
      ? `Sidecar ${a.sidecars}개가 시작한 지 얼마 되지 않아 아직 첫 업로드 전입니다`
      : `마지막 업로드는 ${durationWords(a.ageMs)} 전입니다`,
  'checks.upload-bad': (a) =>
    [
      `${a.pod}: ${UPLOAD[a.kind] ?? a.kind}`,
      ...(a.ageMs === null ? [] : [`마지막 업로드 ${durationWords(a.ageMs)} 전`]),
      ...(a.error === null ? [] : [a.error]),
    ].join(' · '),

  'checks.stores-nothing-expected': () => '설정에 기대하는 Store가 없어 빠진 Store를 알아챌 수 없습니다',
  'checks.stores-ok': (a) => `기대한 Store ${a.healthy}개가 모두 연결되어 있습니다`,
  'checks.stores-missing': (a) =>
    [
      `Store ${a.expected}개 중 ${a.healthy}개만 연결되어 있습니다. 빠진 Store: ${listed(a.missing)}`,
      ...(a.twins.length === 0 ? [] : [`라벨 중복: ${listed(a.twins)}`]),
    ].join(' · '),
  'checks.stores-twins': (a) => `external label이 같은 Store가 있어 블록이 겹치게 됩니다: ${listed(a.twins)}`,
  'checks.stores-gap': (a) => `Store Gateway의 블록과 Sidecar의 데이터 사이에 조회되지 않는 구간이 있습니다: ${listed(a.gaps)}`,
  'checks.stores-no-blocks': (a) => `Store Gateway에 ${listed(a.clusters)}의 블록이 없어 Prometheus가 아직 보존 중인 데이터만 조회됩니다`,
  'checks.stores-unstated': (a) =>
    `Store는 모두 연결되어 있지만 ${listed(a.clusters)}의 Sidecar가 데이터 시작 시각을 알려 주지 않아 Store Gateway와의 공백 여부를 알 수 없습니다`,

  'checks.alerts-ok': (a) => (a.quiet === 0 ? '활성 알럿이 없습니다' : `활성 알럿이 없습니다. 사일런스되거나 억제된 알럿 ${a.quiet}건`),
  'checks.alerts-active': (a) =>
    `활성 알럿 ${a.active}건: ${listed(a.names)}${a.quiet === 0 ? '' : `, 사일런스되거나 억제된 알럿 ${a.quiet}건`}`,
  'checks.alerts-no-watchdog': (a) =>
    `Watchdog이 오지 않아 알럿이 유실될 수 있습니다${a.active === 0 ? '' : ` · 활성 알럿 ${a.active}건: ${listed(a.names)}`}`,

  'checks.silences-none': () => '활성 사일런스가 없습니다',
  'checks.silences': (a) =>
    [
      `활성 사일런스 ${a.active}건`,
      ...(a.ending === 0 ? [] : [`하루 안에 ${a.ending}건 종료`]),
      ...(a.long.length === 0 ? [] : [`일주일 넘게 설정됨: ${listed(a.long)}`]),
      ...(a.forgotten.length === 0 ? [] : [`하루 넘게 소유자 없음: ${listed(a.forgotten)}`]),
    ].join(' · '),

  'checks.disk': (a) =>
    `가장 많이 찬 디스크 ${formatRatio(a.ratio)} (${a.node} ${a.mount})${a.over > 1 ? `, ${a.fileSystems}개 중 ${a.over}개가 기준을 넘었습니다` : ''}`,
  'checks.disk-silent': (a) =>
    `${listed(a.nodes)}의 디스크 수치가 없습니다. ${GET_DISKS}. 나머지 중 최대 ${formatRatio(a.ratio)} (${a.node} ${a.mount})`,
  'checks.disk-none': (a) => `디스크 수치가 없습니다${a.nodes.length === 0 ? '' : ` (${listed(a.nodes)})`}. ${GET_DISKS}`,

  'checks.bucket-none': () => '버킷이 설정되지 않았습니다',
  'checks.bucket': (a) =>
    [
      a.capacityBytes === null
        ? `${formatBytes(a.sizeBytes)}, 블록 ${a.blocks}개 (용량이 설정되지 않았습니다)${growth(a)}`
        : `${formatBytes(a.capacityBytes)} 중 ${formatBytes(a.sizeBytes)} (${formatRatio(a.sizeBytes / a.capacityBytes)}), 블록 ${a.blocks}개${growth(a)}`,
      ...(a.otherBytes > 0 ? [`블록이 아닌 것 ${formatBytes(a.otherBytes)}`] : []),
    ].join(' · '),
  'checks.bucket-partial': (a) => `최소 ${formatBytes(a.sizeBytes)}, 블록 ${a.blocks}개. 목록을 끝까지 읽지 못했습니다`,

  ...metricChecks,
  ...reviewChecks,
};
