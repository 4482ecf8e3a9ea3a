import { formatBytes, formatRatio } from '../../../model/size.ts';
import { days } from '../../../model/time.ts';
import { listed } from '../../listed.ts';
import type { reviewChecks as english } from '../en/review-checks.ts';
import { durationWords } from './durations.ts';
import { securityItems } from './security-items.ts';

export const reviewChecks: typeof english = {
  'checks.bucket-cut-off': () => '버킷 목록을 끝까지 읽지 못해 블록을 판단할 수 없습니다',
  'checks.freshness-ok': (a) => `업로드된 최신 데이터는 길어야 ${durationWords(a.ageMs)} 전의 것입니다`,
  'checks.freshness-late': (a) => `업로드된 최신 데이터가 너무 오래되었습니다: ${listed(a.clusters)}`,
  'checks.retention-ok': () => '모든 해상도가 설정한 기간만큼만 보존되고 있습니다',
  'checks.retention-bad': (a) =>
    [
      ...(a.missing.length === 0 ? [] : [`블록 없음: ${listed(a.missing)}`]),
      ...(a.overdue === 0 ? [] : [`보존 기간이 지난 블록 ${a.overdue}개`]),
      ...(a.stuck === 0 ? [] : [`삭제 표시 후 지워지지 않은 블록 ${a.stuck}개`]),
    ].join(' · '),
  'checks.integrity-ok': (a) => `블록 ${a.blocks}개 모두 온전하며 겹치거나 빠진 구간이 없습니다`,
  'checks.integrity-bad': (a) => `문제가 있는 블록: ${listed(a.flaws, 6)}`,

  'checks.errors-no-logs': () => 'Thanos 컨테이너가 없어 검토할 로그가 없습니다',
  'checks.errors-none': (a) => `로그 ${a.logs}개에 에러가 없습니다${a.reach === '' ? '' : ` (최근 ${a.reach} 분량)`}`,
  'checks.errors': (a) =>
    [
      ...(a.total === 0 ? [] : [`에러 ${a.total}건: ${listed(a.pods)}`]),
      ...(a.unread.length === 0 ? [] : [`읽을 수 없음: ${listed(a.unread)}`]),
      ...(a.reach === '' ? [] : [`로그는 최근 ${a.reach} 분량입니다`]),
    ].join(' · '),

  'checks.trends-none': (a) => `${listed(a.resources)}의 이력이 부족합니다. node-exporter가 수집되고 있는지 확인하세요`,
  'checks.trends': (a) =>
    `CPU ${formatRatio(a.cpu)}, 메모리 ${formatRatio(a.memory)}, 디스크 ${formatRatio(a.disk)}${a.bad.length === 0 ? '' : `; 부족해지는 자원: ${listed(a.bad)}`}`,

  'checks.capacity-none': () => '버킷도 볼륨 수치도 없어 예측할 수 없습니다',
  'checks.capacity-volumes': (a) => `버킷은 예측할 수 없습니다${a.volumes.length === 0 ? '' : `; 차오르는 볼륨: ${listed(a.volumes)}`}`,
  'checks.capacity': (a) =>
    [
      `버킷 ${formatBytes(a.sizeBytes)}, 3개월 뒤 약 ${formatBytes(a.laterBytes)}, 6개월 뒤 약 ${formatBytes(a.halfYearBytes)}${a.capacityBytes === null ? '' : ` (용량 ${formatBytes(a.capacityBytes)})`}`,
      ...(a.warningMs === null ? [] : [`${durationWords(a.warningMs)} 뒤 80 %`]),
      ...(a.untilMs === null ? [] : [`${durationWords(a.untilMs)} 뒤 90 %`]),
      ...(a.volumes.length === 0 ? [] : [`차오르는 볼륨과 디스크: ${listed(a.volumes)}`]),
    ].join(' · '),

  'checks.local-retention-none': (a) => `Prometheus ${a.name}의 보존 기간을 알 수 없습니다`,
  'checks.local-retention-ok': (a) => `Prometheus가 자체적으로 ${a.retention} 분량을 보존합니다`,
  'checks.local-retention-short': (a) =>
    `Prometheus가 ${a.retention} 분량만 보존합니다. 버킷 장애가 그보다 길면 데이터를 잃습니다 (최소 ${a.least})`,

  'checks.benchmark': (a) =>
    `대규모 쿼리 ${a.queries}개 중 가장 느린 것은 ${(a.slowestMs / 1_000).toFixed(1)}초 걸렸습니다${a.partial.length === 0 ? '' : `; 온전하지 않은 응답: ${listed(a.partial)}`}`,

  'checks.accounts-ok': (a) => `ServiceAccount ${a.count}개가 모두 사용되고 있습니다`,
  'checks.accounts-unused': (a) => `사용하는 Pod가 없는 ServiceAccount: ${listed(a.names)}`,
  'checks.policies-none': () => '모니터링 스택 접근을 제한하는 NetworkPolicy가 없습니다',
  'checks.policies-ok': (a) => `NetworkPolicy ${a.count}개가 있습니다`,
  'checks.standards-unreadable': () => '네임스페이스를 읽을 수 없습니다',
  'checks.standards-none': (a) => `네임스페이스 ${a.namespace}에 Pod Security 수준이 설정되지 않았습니다`,
  'checks.standards-ok': (a) => `Pod Security: ${a.value}`,
  'checks.images-none': () => '이미지를 찾지 못했습니다',
  'checks.images-ok': (a) => `이미지 ${a.count}개 모두 버전이 고정되어 있습니다. trivy로 취약점을 스캔하세요`,
  'checks.images-floating': (a) => `버전이 고정되지 않은 이미지: ${listed(a.images)}`,
  'checks.grafana-none': () => 'Grafana가 설정되지 않았습니다 (grafana.url과 GRAFANA_TOKEN)',
  'checks.grafana-proxied': () =>
    'Grafana에 토큰을 전달할 수 없습니다. grafana.service는 API server 프록시를 거치는데, 프록시가 Authorization 헤더를 자신이 사용하고 넘기지 않습니다. 봇이 직접 접속할 수 있는 주소를 grafana.url로 설정하세요',
  'checks.grafana-ok': (a) => `Grafana 사용자 ${a.count}명 모두 90일 안에 접속했습니다. Admin: ${listed(a.admins) || '없음'}`,
  'checks.grafana-unused': (a) =>
    `Grafana 사용자 ${a.count}명 중 ${a.unused.length}명이 90일 넘게 접속하지 않았습니다: ${listed(a.unused)} · Admin: ${listed(a.admins) || '없음'}`,
  'checks.scans-no-scanner': () =>
    '이 클러스터에 Trivy operator가 없고 봇이 실행되는 곳에도 trivy가 없습니다. 둘 중 하나를 설치하거나(helm install trivy-operator aqua/trivy-operator 또는 trivy.binary), 직접 스캔한 뒤 /thanos security done vulnerabilities <메모>로 기록하세요',
  'checks.scans-none': () => 'Trivy operator가 이 네임스페이스의 보고서를 아직 만들지 않았습니다',
  'checks.scans': (a) =>
    `이미지 ${a.images}개에서 심각(critical) 취약점 ${a.critical}건, 높음(high) ${a.high}건을 찾았습니다${a.stale === 0 ? '' : ` · 한 달 넘은 스캔 ${a.stale}건`}`,
  'checks.scans-nothing': (a) =>
    a.failed.length === 0
      ? `이미지 ${a.pending}개를 스캔하고 있습니다. 몇 분 뒤에 다시 확인하세요`
      : `이미지를 하나도 스캔하지 못했습니다 (${a.reason})${a.pending === 0 ? '' : `. ${a.pending}개는 스캔 중입니다`}`,
  'checks.scans-partly': (a) =>
    [
      `지금까지 이미지 ${a.images}개에서 심각(critical) 취약점 ${a.critical}건, 높음(high) ${a.high}건을 찾았습니다`,
      ...(a.pending === 0 ? [] : [`${a.pending}개는 스캔 중이니 몇 분 뒤에 다시 확인하세요`]),
      ...(a.failed.length === 0 ? [] : [`스캔하지 못함: ${listed(a.failed)} (${a.reason})`]),
    ].join(' · '),
  'checks.checklist-ok': (a) => `항목 ${a.count}개를 모두 한 달 안에 확인했습니다`,
  'checks.checklist-open': (a) =>
    `이번 달에 확인하지 않은 항목: ${listed(
      a.open.map((item) => securityItems[item] ?? item),
      6,
    )}`,
  'checks.s3-key-none': () => 'S3용 액세스 키가 설정되지 않았습니다',
  'checks.s3-key': (a) =>
    a.ageMs < days(1)
      ? 'S3 액세스 키의 사용 기간을 오늘부터 기록합니다'
      : `S3 액세스 키를 최소 ${durationWords(a.ageMs)} 동안 사용했습니다${a.isOld ? '. 교체하세요' : ''}`,
};
