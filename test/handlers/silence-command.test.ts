import { describe, expect, it } from 'vitest';
import { splitWords } from '../../src/handlers/command-line.ts';
import { readSilence } from '../../src/handlers/commands/silence.ts';
import { UserError } from '../../src/model/errors.ts';
import { matchersText } from '../../src/model/matcher.ts';
import { hours, minutes } from '../../src/model/time.ts';

function read(text: string): readonly [what: string, durationMs: number, words: string] {
  const { matchers, durationMs, words } = readSilence(splitWords(text));
  return [matchersText(matchers), durationMs, words.join(' ')];
}

function refusal(text: string): string {
  try {
    readSilence(splitWords(text));
    return '';
  } catch (error) {
    return error instanceof UserError ? error.phrase.id : String(error);
  }
}

describe('handlers/commands/silence', () => {
  it.each<[string, ReturnType<typeof read>]>([
    ['alertname=NodeDown for 2h', ['alertname="NodeDown"', hours(2), '']],
    ['alertname=NodeDown for 2h cluster-02 disk swap', ['alertname="NodeDown"', hours(2), 'cluster-02 disk swap']],
    ['{alertname="NodeDown", severity=~"warning|info"} for 1h30m', ['alertname="NodeDown", severity=~"warning|info"', minutes(90), '']],
    ['NodeDown for 2h', ['alertname="NodeDown"', hours(2), '']],
    ['NodeDown 2h cluster-02', ['alertname="NodeDown"', hours(2), 'cluster-02']],
    ['NodeDown severity=warning 2 hours disk swap', ['alertname="NodeDown", severity="warning"', hours(2), 'disk swap']],
    ['NodeDown 2시간 cluster-02 디스크 교체', ['alertname="NodeDown"', hours(2), 'cluster-02 디스크 교체']],
    ['NodeDown 1시간 30분 동안', ['alertname="NodeDown"', minutes(90), '']],
    ['NodeDown for 2h 1d is too long', ['alertname="NodeDown"', hours(2), '1d is too long']],
    ['alertname=X for 2h as ordered for 3h', ['alertname="X"', hours(2), 'as ordered for 3h']],
    ['summary="gone for 5m or so" for 2h', ['summary="gone for 5m or so"', hours(2), '']],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['', 'command.usage'],
    ['NodeDown', 'silence.noDuration'],
    ['alertname=NodeDown for', 'silence.noDuration'],
    ['cluster-02 for 2h', 'silence.badMatcher'],
    ['alertname=NodeDown cluster-02 2h', 'silence.badMatcher'],
    ['2h alertname=NodeDown', 'silence.badMatcher'],
  ])('refuses "%s"', (text, phrase) => {
    expect(refusal(text)).toBe(phrase);
  });
});
