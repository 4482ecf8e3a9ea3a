import { describe, expect, it } from 'vitest';
import { say } from '../../src/messages/say.ts';
import { worded } from '../../src/messages/translate.ts';
import { plain } from '../../src/messages/wording.ts';

const late = say('checks.freshness-late', {
  clusters: ['cluster-01 –', say('evidence.subject', { subject: 'cluster-02', what: say('evidence.duration', { durationMs: 5_400_000 }) })],
});

describe('messages/translate', () => {
  it.each([
    ['en', 'Newest uploaded data is too old: cluster-01 –, cluster-02 1h30m'],
    ['ko', '업로드된 최신 데이터가 너무 오래되었습니다: cluster-01 –, cluster-02 1시간 30분'],
  ] as const)('words phrases within a phrase for a reader of %s', (locale, text) => {
    expect(plain(locale, late)).toBe(text);
  });

  it.each(['en', 'ko'] as const)('leaves names as they are for a reader of %s', (locale) => {
    expect(worded(locale, 'no blocks')).toBe('no blocks');
  });

  it('says a phrase that it does not know by its id and values', () => {
    expect(worded('en', { id: 'evidence.of-another-version', args: { count: 2 } })).toBe('evidence.of-another-version {"count":2}');
  });
});
