import { dateTime, rich } from '../../../model/text.ts';
import type { weekly as english } from '../en/weekly.ts';
import { durationWords } from './durations.ts';

const times = (name: string, a: { meanMs: number | null; medianMs: number | null; count: number }): string =>
  a.meanMs === null || a.medianMs === null
    ? `${name}: 없음`
    : `${name}: 평균 ${durationWords(a.meanMs)}, 중앙값 ${durationWords(a.medianMs)} (${a.count}건)`;

export const weekly: typeof english = {
  'weekly.title': () => '주간 인시던트 대응',
  'weekly.headline': (a) =>
    a.incidents === 0
      ? rich`${dateTime(a.from)}부터 ${dateTime(a.until)}까지 호출한 인시던트가 없습니다.`
      : rich`${dateTime(a.from)}부터 ${dateTime(a.until)}까지 호출한 인시던트: ${a.incidents}건${
          a.stillOpen === 0 ? '' : ` (미해결 ${a.stillOpen}건)`
        }`,
  'weekly.acknowledge': (a) => times('담당까지 걸린 시간', a),
  'weekly.resolve': (a) => times('해결까지 걸린 시간', a),
  'weekly.noise': (a) => `담당 전에 저절로 끝난 인시던트 ${a.endedAlone}건 · 밤에 호출이 있었던 날 ${a.nightsDisturbed}일`,
  'weekly.column.level': () => 'Level',
  'weekly.column.reached': () => '인시던트',
  'weekly.column.calls': () => '호출',
  'weekly.column.alert': () => '가장 많이 발생한 알럿',
  'weekly.column.incidents': () => '인시던트',
};
