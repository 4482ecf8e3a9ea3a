import type { reasons as english } from '../en/reasons.ts';

export const reasons: typeof english = {
  'reason.api-server-silent': () => 'API 서버 응답 없음',
  'reason.refused': () => '연결 거부',
  'reason.timed-out': () => '연결 시간 초과',
  'reason.broken': () => '응답 도중 연결 끊김',
  'reason.no-such-host': () => '호스트 이름을 찾을 수 없음',
  'reason.no-route': () => '호스트로 가는 경로 없음',
  'reason.untrusted': () => '인증서를 신뢰할 수 없음',
  'reason.expired-certificate': () => '인증서가 만료됨',
  'reason.foreign-certificate': () => '다른 호스트 이름의 인증서',
  'reason.no-tls': () => 'TLS로 응답하지 않음',
  'reason.rejected-certificate': () => '클라이언트 인증서를 거부함',
  'reason.no-answer': (a) => `${a.withinMs / 1_000}초 안에 응답 없음`,
  'reason.given-up': () => '호출한 쪽의 제한 시간이 지나 중단함',
  'reason.grafana-proxied': () =>
    'API 서버의 프록시는 Authorization 헤더를 자신이 사용하고 전달하지 않으므로 grafana.service 대신 grafana.url을 설정하세요',
  'reason.unfinished': (a) => `${a.afterMs / 1_000}초 안에 끝나지 않음`,
  'reason.command-cut-off': () => '명령이 끝나기 전에 연결이 끊김',
  'reason.not-mounted': (a) => `${a.pod}에서 이 볼륨을 마운트한 컨테이너가 실행 중이 아님`,
  'reason.not-in-df': (a) => `df에 ${a.path} 마운트가 없음`,
  'reason.about': (a) => `${a.what}: ${a.reason}`,
  'reason.of': (a) => `${a.what} (${a.reason})`,
  'reason.each': (a) => a.reasons.join('; '),
};
