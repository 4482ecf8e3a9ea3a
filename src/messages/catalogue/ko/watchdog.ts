import type { watchdog as english } from '../en/watchdog.ts';
import { durationWords } from './durations.ts';

const CAUSES: Readonly<Record<string, string>> = {
  network: '추정 원인: 네트워크. 이곳과 클러스터 사이가 끊겼거나 클러스터 전체가 멈췄습니다.',
  'api-server': '추정 원인: API 서버 또는 그 경로. Thanos Query는 Store에 연결되어 있으므로 클러스터 자체는 살아 있습니다.',
  prometheus: '추정 원인: Prometheus. 클러스터에는 연결되지만 Prometheus가 응답하지 않습니다.',
  alertmanager: '추정 원인: Alertmanager. Prometheus는 응답하지만 Alertmanager가 응답하지 않습니다.',
  rule: '추정 원인: Prometheus에서 Alertmanager로 알럿이 전달되지 않습니다. Prometheus는 응답하지만 Alertmanager에 Watchdog이 없습니다.',
  gateway:
    '추정 원인: 클러스터에서 나오는 경로(게이트웨이, DNS, 방화벽). 내부는 정상이지만 알림과 Store 연결이 모두 이곳에 도달하지 않습니다.',
  receiver: '추정 원인: Alertmanager에서 봇으로 보내는 설정(주소, 토큰, NetworkPolicy). 클러스터의 나머지는 정상입니다.',
};

const API_SERVERS: Readonly<Record<string, string>> = { answers: '응답', refuses: '접근 거부', 'no-answer': '응답 없음' };
const ANSWERS: Readonly<Record<string, string>> = { answers: '응답', 'no-answer': '응답 없음' };
const ALERTMANAGERS: Readonly<Record<string, string>> = {
  fires: 'Watchdog 있음',
  'lacks-it': 'Watchdog 없음',
  silenced: 'Watchdog 사일런스 중',
  'no-answer': '응답 없음',
};
const STORES: Readonly<Record<string, string>> = {
  healthy: '정상',
  failing: '오류',
  missing: '목록에 없음',
  unknown: '확인 불가(Query 응답 없음)',
};

export const watchdog: typeof english = {
  'watchdog.silent': (a) =>
    [
      `${a.cluster}의 Watchdog이 ${durationWords(a.silentMs)} 동안 도착하지 않았습니다. 이 클러스터의 알럿이 전달되지 않을 수 있습니다.`,
      CAUSES[a.cause] ?? '',
      `API 서버: ${API_SERVERS[a.apiServer]} · Prometheus: ${ANSWERS[a.prometheus]} · Alertmanager: ${ALERTMANAGERS[a.alertmanager]} · Thanos Query의 Store: ${STORES[a.stores]}`,
    ].join('\n'),
  'watchdog.returned': () => 'Watchdog이 다시 도착합니다.',
};
