import type { metricRanges as english } from '../en/metric-ranges.ts';
import { durationWords } from './durations.ts';

export const metricRanges: typeof english = {
  'range.under': (a) => `${a.bound} 미만`,
  'range.over': (a) => `${a.bound} 초과`,
  'range.at-least': (a) => `${a.bound} 이상`,
  'range.within': (a) => `${durationWords(a.windowMs)} 동안 ${a.range}`,
  'range.per-request': (a) => `요청당 ${a.range}`,
  'range.share-of': (a) => `${a.setting}의 ${a.range}`,
  'range.then-critical': (a) => `${a.warning}, 심각 ${a.critical}`,
  'range.every-store': () => '기대한 Store 전부',
  'range.missing': (a) => `${a.count}개 넘게 빠짐`,
};
