import { describe, expect, it } from 'vitest';
import { fileSchema } from '../../src/config/schema.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import { oncallMessage } from '../../src/messages/oncall.ts';
import type { Message } from '../../src/model/message.ts';
import { escalationConfig } from '../escalation/policies.ts';

const EN = { locale: 'en', timeZone: 'Asia/Seoul' } as const;
const NIGHT = Date.parse('2026-11-22T03:12+09:00');

const ALL_KNOWN = { empty: new Set<string>(), unknown: new Set<string>() };

function textOf(message: Message): string {
  const texts = message.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : block.kind === 'context' ? block.items : []));
  return texts.map((text) => plainText(text, EN.timeZone)).join('\n');
}

function shown(changes: Readonly<Record<string, unknown>> = {}): Message {
  return oncallMessage({ timezone: 'Asia/Seoul', escalation: escalationConfig(changes), overrides: [] }, NIGHT, EN, ALL_KNOWN);
}

describe('messages/oncall', () => {
  it('names who is called at each level and who takes over', () => {
    expect(textOf(shown())).toBe(
      [
        'Level 1 · at once · waits 5m: @U0SECOND',
        'Level 2 · after 5m · waits 10m: @U0SECOND',
        'Level 3 · after 15m · waits 15m, then calls again: @U0PRIMARY, @U0SECOND, @U0LEAD, external',
        'primary: @U0SECOND, hands over to @U0PRIMARY at 2026-11-23 09:00 KST',
        'Every level has somebody for the next 14 days.',
      ].join('\n'),
    );
  });

  it('warns of the nights in which a level has nobody', () => {
    const text = textOf(
      shown({
        levels: [
          { level: 1, notify: ['primary'], ackTimeout: '5m' },
          { level: 2, notify: ['lead'], ackTimeout: '10m' },
        ],
        classes: [],
      }),
    );

    expect(text).toContain('Level 2 · after 5m · waits 10m: nobody now');
    expect(text).toContain('Level 2 has nobody to call from 2026-11-22 03:12 KST until 2026-11-23 09:00 KST');
    expect(text).toContain('… and 3 more gaps');
  });

  it('says in one sentence when nobody can be called at all', () => {
    const escalation = fileSchema.shape.escalation.parse({
      team: { lead: { users: ['U0LEAD'], hours: 'Mon 09:00-10:00' } },
      levels: [{ level: 1, notify: ['lead'], ackTimeout: '5m' }],
    });
    const message = oncallMessage({ timezone: 'Asia/Seoul', escalation, overrides: [] }, NIGHT, EN, ALL_KNOWN);

    expect(plainText(message.text, EN.timeZone)).toBe('On call now: nobody. No level has anybody to call.');
  });
});
