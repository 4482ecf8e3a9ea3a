import { describe, expect, it } from 'vitest';
import { drillTitle, markDrill } from '../../src/messages/drill-mark.ts';
import type { Control, Message } from '../../src/model/message.ts';

const reference = { id: 'inc_1', revision: 3 };
const control = (interaction: 'resolve' | 'reopen'): Control => ({ kind: 'button', interaction, label: interaction, reference });
const silence: Control = { kind: 'select', interaction: 'silence', placeholder: 'Silence', reference, options: [] };

const message: Message = {
  text: ['Something is down.'],
  blocks: [
    { kind: 'heading', text: 'CRITICAL' },
    { kind: 'context', items: [['one'], ['two']] },
    { kind: 'controls', controls: [control('reopen')] },
  ],
  attachment: {
    tone: 'critical',
    blocks: [
      { kind: 'text', text: ['body'] },
      { kind: 'controls', controls: [control('resolve'), silence] },
    ],
  },
};

describe('messages/drill-mark', () => {
  it('marks the notification and every block that says something', () => {
    const { text, blocks, attachment } = markDrill(message, { locale: 'en', timeZone: 'UTC' });
    const sign = { kind: 'bold', text: 'DRILL' };

    expect(text).toEqual(['DRILL · ', 'Something is down.']);
    expect(blocks.slice(0, 2)).toEqual([
      { kind: 'heading', text: 'DRILL · CRITICAL' },
      {
        kind: 'context',
        items: [
          [sign, ' · ', 'one'],
          [sign, ' · ', 'two'],
        ],
      },
    ]);
    expect(attachment?.blocks[0]).toEqual({ kind: 'text', text: [sign, ' · ', 'body'] });
  });

  it('takes away what makes no sense in a drill, with the row when nothing is left in it', () => {
    const { blocks, attachment } = markDrill(message, { locale: 'ko', timeZone: 'UTC' });

    expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'context']);
    expect(attachment?.blocks[1]).toEqual({ kind: 'controls', controls: [control('resolve')] });
  });

  it('marks the stored title, for lists that know nothing of drills', () => {
    expect(drillTitle('s3', 'en')).toBe('DRILL · S3 endpoint unreachable');
    expect(drillTitle('prometheus', 'ko')).toBe('훈련 DRILL · Prometheus Pod 삭제');
  });
});
