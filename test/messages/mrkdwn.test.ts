import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, escapeMrkdwn } from '../../src/messages/escape.ts';
import { mrkdwn, plainText } from '../../src/messages/mrkdwn.ts';
import { bold, clockTime, code, link, mention, rich } from '../../src/model/text.ts';
import { type MrkdwnNode, parseMrkdwn } from '../../src/sandbox/slack/page/mrkdwn.ts';

/** What a person reads. */
function read(nodes: readonly MrkdwnNode[]): string {
  return nodes
    .map((node) => (node.kind === 'break' ? '\n' : 'children' in node ? read(node.children) : 'text' in node ? node.text : ''))
    .join('')
    .replaceAll('\u200b', '');
}

const AT = Date.UTC(2026, 10, 21, 18, 22);

describe('messages/mrkdwn', () => {
  it.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['<!subteam^S1>', '&lt;!subteam^S1&gt;'],
    ['<@U1>', '&lt;@U1&gt;'],
    ['<https://evil.example|Acknowledge>', '&lt;https://evil.example|Acknowledge&gt;'],
    ['&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
    ['a\u0000b\u202ec', 'abc'],
  ])('makes %j inert', (text, expected) => {
    expect(mrkdwn([text], 'UTC', 100)).toBe(expected);
  });

  it('lets no bare angle bracket of any string through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 60 }), (text, limit) => {
        const rendered = mrkdwn([text, code(text), bold(text)], 'UTC', limit);

        expect(rendered).not.toMatch(/[<>]/);
        expect(rendered.length).toBeLessThanOrEqual(limit);
        expect(rendered.isWellFormed()).toBe(true);
        expect(escapeMrkdwn(text)).not.toMatch(/&(?!amp;|lt;|gt;)/);
      }),
    );
  });

  it.each([
    '*bold* text',
    '_x_ and ~y~',
    'the `query` of *all* clusters',
    '> 90 % used',
    'one\n> two',
    ':fire: now',
    'rate(node_cpu{mode=~"idle"}[5m]) *_~a~_*',
    '**two** __two__',
  ])('shows %j as it was written', (text) => {
    const shown = parseMrkdwn(mrkdwn([text], 'UTC', 200), { verbatim: true });

    expect(shown.every(({ kind }) => kind === 'text' || kind === 'break')).toBe(true);
    expect(read(shown)).toBe(text.replaceAll('`', 'ˋ'));
    expect(read(parseMrkdwn(mrkdwn([bold('a'), text], 'UTC', 200), { verbatim: true }))).toBe(`a${text.replaceAll('`', 'ˋ')}`);
  });

  it('leaves names with marks inside of them untouched', () => {
    expect(mrkdwn(['thanos_objstore_bucket_operations_total at 12:30:45'], 'UTC', 100)).toBe(
      'thanos_objstore_bucket_operations_total at 12:30:45',
    );
  });

  it('keeps spans live and nested texts inline', () => {
    const text = rich`${bold('Target')} down, ${mention('U0KIM')} before ${clockTime(AT)}`;

    expect(mrkdwn(text, 'Asia/Seoul', 500)).toBe(`*Target* down, <@U0KIM> before <!date^${AT / 1_000}^{time}|03:22 KST>`);
    expect(plainText(text, 'Asia/Seoul')).toBe('Target down, @U0KIM before 03:22 KST');
  });

  it('keeps markup at the edge of a word where a Korean particle follows', () => {
    expect(mrkdwn(rich`${bold('1')}개에서 ${code('query')}로, ${bold('2')} 개`, 'UTC', 100)).toBe(
      '*1*\u200b개에서 `query`\u200b로, *2* 개',
    );
  });

  it('links web addresses only', () => {
    expect(mrkdwn([link('javascript:alert(1)', 'runbook')], 'UTC', 100)).toBe('runbook');
    expect(mrkdwn([link('https://a.example/x|y', 'a|b')], 'UTC', 100)).toBe('<https://a.example/x%7Cy|a¦b>');
  });

  it('turns only ids into mentions', () => {
    expect(mrkdwn([mention('U1|<!channel>')], 'UTC', 100)).toBe('U1|&lt;!channel&gt;');
  });

  it('never splits a character when it cuts', () => {
    expect(cut('👩‍👩‍👧‍👦가나', 9)).toBe('…');
    expect(cut('가나다라', 3)).toBe('가나…');
  });

  it('leaves a span out rather than breaking it', () => {
    expect(mrkdwn(['abc ', mention('U0123456789')], 'UTC', 10)).toBe('abc …');
  });
});
