import { describe, expect, it } from 'vitest';
import { formatDate } from '../../../../src/sandbox/slack/page/dates.ts';

/** 2026-11-21T18:12:05Z, which is the 22nd in Seoul. */
const AT = Date.UTC(2026, 10, 21, 18, 12, 5) / 1_000;
const seoul = { timezone: 'Asia/Seoul', locale: 'en-US', now: AT * 1_000 + 125_000 };

describe('sandbox/slack/page/dates', () => {
  it.each([
    ['{date_num} {time_secs}', '2026-11-22 3:12:05 AM'],
    ['{date_short}', 'Nov 22, 2026'],
    ['{date_long}', 'Sunday, November 22, 2026'],
    ['{date_pretty} at {time}', 'today at 3:12 AM'],
    ['{ago}', '2 minutes ago'],
    ['{moon}', 'fallback'],
  ])('shows %s in the zone of the viewer', (format, shown) => {
    expect(formatDate(AT, format, 'fallback', seoul).replace(/\u202f/g, ' ')).toBe(shown);
  });

  it('shows the language of the viewer', () => {
    expect(formatDate(AT, '{date_long}', '', { ...seoul, locale: 'ko-KR' })).toBe('2026년 11월 22일 일요일');
  });
});
