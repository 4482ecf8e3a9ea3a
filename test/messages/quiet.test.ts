import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../src/messages/block-kit.ts';
import { mentionedIn, withoutMentions } from '../../src/messages/quiet.ts';
import type { Message } from '../../src/model/message.ts';
import { mention, rich } from '../../src/model/text.ts';

const message: Message = {
  text: rich`On call: ${mention('U0PRIMARY')}`,
  blocks: [
    { kind: 'text', text: rich`${mention('U0PRIMARY')} and ${mention('S0TEAM')}` },
    { kind: 'context', items: [rich`${mention('U0SECOND')}`] },
    { kind: 'fold', title: 'more', blocks: [{ kind: 'fields', fields: [{ label: ['who'], value: rich`${mention('U0LEAD')}` }] }] },
  ],
  attachment: { tone: 'muted', blocks: [{ kind: 'text', text: rich`${mention('U0ADMIN')}` }] },
};

describe('messages/quiet', () => {
  it('finds everybody whom a message would notify, each once', () => {
    expect(mentionedIn(message)).toEqual(['U0PRIMARY', 'U0SECOND', 'U0LEAD', 'U0ADMIN']);
  });

  it.each([true, false])('leaves no live mention, whatever blocks Slack takes (new ones: %s)', (newBlocks) => {
    const quiet = withoutMentions(message, new Map([['U0PRIMARY', '김하나 <!channel>']]));
    const sent = JSON.stringify(renderMessage(quiet, { timeZone: 'Asia/Seoul', newBlocks }));

    expect(sent).not.toMatch(/<@|<!|user_id|usergroup_id/);
    expect(sent).toContain('김하나 &lt;!channel&gt; and S0TEAM');
    expect(sent).toContain('U0ADMIN');
  });
});
