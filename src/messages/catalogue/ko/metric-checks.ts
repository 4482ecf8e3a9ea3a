import { listed } from '../../listed.ts';
import { formatMeasure } from '../../measures.ts';
import type { metricChecks as english } from '../en/metric-checks.ts';

type Figures = Parameters<(typeof english)['checks.metric-ok']>[0];

function shown({ value, unit }: Figures): string {
  return formatMeasure(unit === 'count' ? Math.round(value * 10) / 10 : value, unit, { locale: 'ko', timeZone: 'UTC' });
}

export const metricChecks: typeof english = {
  'checks.metric-ok': (a) => `${shown(a)} (정상 범위 ${a.normal})`,
  'checks.metric-bad': (a) =>
    `${a.subject}: ${shown(a)} (정상 범위 ${a.normal})${a.over > 1 ? `, 시계열 ${a.series}개 중 ${a.over}개` : ''}`,
  'checks.metric-absent': (a) => `${a.metric} 시계열이 없습니다. 필요한 설정: ${a.scrape}`,
  'checks.metric-unread': (a) =>
    `읽지 못함: ${listed(a.unread)}. 나머지 중 가장 나쁜 값은 ${a.subject} ${shown(a)} (정상 범위 ${a.normal})`,
  'checks.metric-unread-all': (a) =>
    `${a.metric} 시계열이 없고 Pod 안의 df로도 확인하지 못했습니다 (${a.reason}). 둘 중 하나면 됩니다: ${a.scrape}, 또는 kubectl apply -k manifests/rbac/disk-use`,
  'checks.metric-gone': () => '아무것도 보고하지 않습니다. 중단되었거나 연결이 끊겼습니다',
  'checks.metric-short': (a) => `${a.expected}개 중 ${a.found}개만 보고하고 있습니다`,
  'checks.metric-quiet': () => '지금은 측정할 것이 없습니다',
  'checks.metric-not-due': () => '아직 기대할 시점이 아닙니다',
};
