import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MrkdwnNode, parseMrkdwn, plainText } from '../../../../src/sandbox/slack/page/mrkdwn.ts';

const parse = (text: string) => parseMrkdwn(text, { verbatim: true });
const words = (nodes: readonly MrkdwnNode[]) => plainText(nodes, (node) => `[${node.kind}]`);
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('sandbox/slack/page/mrkdwn', () => {
  it.each([
    ['a broadcast', '&lt;!channel&gt;', '<!channel>'],
    ['a usergroup', '&lt;!subteam^S1&gt;', '<!subteam^S1>'],
    ['a person', '&lt;@U1&gt;', '<@U1>'],
    ['a link', '&lt;https://evil.test|Acknowledge&gt;', '<https://evil.test|Acknowledge>'],
    ['an entity that was escaped twice', '&amp;lt;!channel&amp;gt;', '&lt;!channel&gt;'],
  ])('keeps %s that was escaped as text', (_, markup, shown) => {
    expect(parse(markup)).toEqual([{ kind: 'text', text: shown }]);
  });

  it('shows any escaped text without live parts', () => {
    const live = (nodes: readonly MrkdwnNode[]): boolean =>
      nodes.some((node) =>
        'children' in node ? live(node.children) : ['link', 'user', 'channel', 'usergroup', 'broadcast', 'date'].includes(node.kind),
      );
    fc.assert(fc.property(fc.string(), (text) => !live(parse(escaped(text)))));
  });

  it.each<[string, string, MrkdwnNode]>([
    ['a mention', '<@U0PRIMARY>', { kind: 'user', id: 'U0PRIMARY', label: null }],
    ['a channel', '<#C0DIGEST|thanos-digest>', { kind: 'channel', id: 'C0DIGEST', label: 'thanos-digest' }],
    ['a usergroup', '<!subteam^S0OPS>', { kind: 'usergroup', id: 'S0OPS', label: null }],
    ['a broadcast', '<!here>', { kind: 'broadcast', range: 'here' }],
    ['a link', '<https://a.test/?a=1&amp;b=2|Graph>', { kind: 'link', url: 'https://a.test/?a=1&b=2', label: 'Graph' }],
    [
      'a date',
      '<!date^1700000000^{time}^https://a.test|03:12 KST>',
      { kind: 'date', atSeconds: 1_700_000_000, format: '{time}', url: 'https://a.test', fallback: '03:12 KST' },
    ],
    ['italic beside bold', '*b* _i_', { kind: 'italic', children: [{ kind: 'text', text: 'i' }] }],
    ['bold', '*b*', { kind: 'bold', children: [{ kind: 'text', text: 'b' }] }],
    ['code with markup in it', '`*a* &lt;b&gt;`', { kind: 'code', text: '*a* <b>' }],
    ['a code block', '```\na\nb\n```', { kind: 'preformatted', text: 'a\nb' }],
    ['a quote', '&gt; q', { kind: 'quote', children: [{ kind: 'text', text: 'q' }] }],
  ])('reads %s', (_, markup, node) => {
    expect(parse(markup)).toContainEqual(node);
  });

  it.each(['<javascript:alert(1)|x>', '<data:text/html,x>', '<file:///etc/passwd>', '<vbscript:x|y>'])('never links %s', (markup) => {
    expect(parse(markup)).toEqual([{ kind: 'text', text: markup }]);
  });

  it.each([
    ['2*3*4', '2*3*4'],
    ['snake_case_name', 'snake_case_name'],
    ['* not bold *', '* not bold *'],
  ])('leaves the marks inside words of %s', (markup, shown) => {
    expect(words(parse(markup))).toBe(shown);
  });

  it('links plain addresses and @here only where verbatim is not set', () => {
    const text = 'see https://a.test. @here';
    expect(parse(text)).toEqual([{ kind: 'text', text }]);
    expect(parseMrkdwn(text, { verbatim: false }).map((node) => node.kind)).toEqual(['text', 'link', 'text', 'broadcast']);
  });
});
