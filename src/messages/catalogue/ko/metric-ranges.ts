/** Normal ranges and thresholds of the metric list are written once, in English; these are their words in Korean. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^every expected store$/, '기대한 Store 전부'],
  [/^more than (\d+) missing$/, '$1개 넘게 빠짐'],
  [/^(.+) of (retentionSize|query\.\S+(?: x query\.\S+)?)$/, '$2의 $1'],
  [/critical /g, '심각 '],
  [/^(.+) per request$/, '요청당 $1'],
  [/^(>=?) (\S+) per (\d+)h$/, '$3시간에 $2 이상'],
  [/^(.+) in (\d+)h(\d+)m$/, '$2시간 $3분 동안 $1'],
  [/^(.+) (?:in|over|for) (\d+)h$/, '$2시간 동안 $1'],
  [/^(.+) (?:in|over|for) (\d+)m$/, '$2분 동안 $1'],
  [/(\d) s\b/g, '$1초'],
  [/>= (\d\S*(?: %)?)/g, '$1 이상'],
  [/< (\d\S*(?: %)?)/g, '$1 미만'],
  [/> (\d\S*(?: %)?)/g, '$1 초과'],
];

export function koreanRange(text: string): string {
  return WORDS.reduce((words, [pattern, replacement]) => words.replace(pattern, replacement), text);
}
