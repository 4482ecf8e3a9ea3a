import { dateTime, join, mention, rich } from '../../../model/text.ts';
import type { oncall as english } from '../en/oncall.ts';
import { durationWords } from './durations.ts';

export const oncall: typeof english = {
  'oncall.title': () => '현재 당직',
  'oncall.headline': (a) =>
    a.level === null
      ? ['현재 당직: 없음. 모든 Level에 호출할 사람이 없습니다.']
      : rich`현재 당직: ${join(a.who.map(mention), ', ')} 님 (Level ${a.level}).`,
  'oncall.level': (a) =>
    rich`Level ${a.level} · ${a.afterMs === 0 ? '즉시' : `${durationWords(a.afterMs)} 후`} · 대기 ${durationWords(a.ackTimeoutMs)}${
      a.repeat ? ' 후 재호출' : ''
    }: ${a.who.length === 0 ? '현재 없음' : join(a.who.map(mention), ', ')}`,
  'oncall.schedule': (a) => rich`${a.schedule}: ${mention(a.user)} 님${a.isOverride ? ' (대리)' : ''}`,
  'oncall.handOver': (a) => rich`${dateTime(a.at)}에 ${mention(a.to)} 님에게 교대`,
  'oncall.alone': () => '교대할 사람 없음',
  'oncall.gap': (a) => rich`Level ${a.level}: ${dateTime(a.from)}부터 ${dateTime(a.until)}까지 호출할 사람이 없습니다.`,
  'oncall.noGaps': (a) => `앞으로 ${a.days}일 동안 모든 Level에 호출할 사람이 있습니다.`,
  'oncall.moreGaps': (a) => `… 외 ${a.count}건`,
};
