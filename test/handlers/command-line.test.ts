import { describe, expect, it } from 'vitest';
import { splitWords } from '../../src/handlers/command-line.ts';

describe('handlers/command-line', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    ['   ', []],
    ['scale  query\t2', ['scale', 'query', '2']],
    ['silence "a long reason" 2h', ['silence', 'a long reason', '2h']],
    ["note 'one two'", ['note', 'one two']],
    ['note “curly quotes”', ['note', 'curly quotes']],
    ['oncall <@U0LEAD|park>', ['oncall', 'U0LEAD']],
    ['oncall <@U0LEAD>', ['oncall', 'U0LEAD']],
    ['to <!subteam^S0OPS|@ops> <#C0OPS|ops>', ['to', 'S0OPS', 'C0OPS']],
    [
      'cluster add cluster-05 <http://192.168.101.214:10901|192.168.101.214:10901>',
      ['cluster', 'add', 'cluster-05', '192.168.101.214:10901'],
    ],
    ['see <https://example.com/a>', ['see', 'https://example.com/a']],
    ['drop-metric a&amp;b &lt;c&gt;', ['drop-metric', 'a&b', '<c>']],
    ['retention set raw=7d', ['retention', 'set', 'raw=7d']],
    ['an "unclosed quote', ['an', '"unclosed', 'quote']],
  ])('splits %j', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });
});
