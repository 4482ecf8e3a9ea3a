import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../src/messages/block-kit.ts';
import { readOption, readReference, writeOption, writeReference } from '../../src/messages/reference.ts';
import type { Block, Message } from '../../src/model/message.ts';

const plain = { timeZone: 'Asia/Seoul', newBlocks: false };
const modern = { timeZone: 'Asia/Seoul', newBlocks: true };
const reference = { id: 'inc_7f3a', revision: 3 };

const message = (...blocks: Block[]): Message => ({ text: ['all fine'], blocks });

describe('messages/block-kit', () => {
  it('carries nothing in a button but id and revision', () => {
    const { blocks } = renderMessage(
      message({
        kind: 'controls',
        controls: [{ kind: 'button', interaction: 'acknowledge', label: 'Acknowledge', reference, style: 'primary' }],
      }),
      plain,
    );

    expect(blocks).toEqual([
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'acknowledge',
            style: 'primary',
            text: { type: 'plain_text', text: 'Acknowledge', emoji: false },
            value: '{"i":"inc_7f3a","v":3}',
          },
        ],
      },
    ]);
  });

  it('reads back its own references and no others', () => {
    expect(readReference(writeReference(reference))).toEqual(reference);
    expect(readOption(writeOption('30m', reference))).toEqual({ value: '30m', reference });
    expect(['', '{}', '{"i":1,"v":1}', '{"i":"x","v":-1}', 'null'].map(readReference)).toEqual([null, null, null, null, null]);
    expect(readOption('30m')).toBeNull();
  });

  it('leaves out a link that is not a web address', () => {
    const { blocks } = renderMessage(
      message({ kind: 'controls', controls: [{ kind: 'link', id: 'runbook', label: 'Runbook', url: 'file:///etc/passwd' }] }),
      plain,
    );

    expect(blocks).toEqual([]);
  });

  it('names each control of a row apart when an interaction stands in it twice', () => {
    const button = { kind: 'button', interaction: 'run_action', label: 'Run', reference } as const;
    const { blocks } = renderMessage(message({ kind: 'controls', controls: [button, button] }), plain);

    expect(JSON.stringify(blocks)).toMatch(/"action_id":"run_action".*"action_id":"run_action:2"/);
  });

  it('announces blocks beyond the limit', () => {
    const { blocks } = renderMessage(message(...Array.from({ length: 60 }, (): Block => ({ kind: 'divider' }))), plain);

    expect(blocks).toHaveLength(48);
    expect(JSON.stringify(blocks.at(-1))).toContain('+13');
  });

  it('says tables, folds and charts without the blocks of 2026', () => {
    const { blocks } = renderMessage(
      message(
        { kind: 'table', columns: ['Cluster', '상태'], rows: [['cluster-01', '정상']] },
        { kind: 'fold', title: 'OK: cluster-04', blocks: [{ kind: 'divider' }] },
        {
          kind: 'chart',
          chart: { title: 'Bucket', type: 'line', labels: ['a', 'b'], series: [{ name: 'size', values: [1, null] }], unit: 'GiB' },
        },
      ),
      plain,
    );

    expect(blocks.map(({ type }) => type)).toEqual(['rich_text', 'context', 'rich_text']);
    expect(JSON.stringify(blocks)).toContain('Cluster     상태\\ncluster-01  정상');
    expect(JSON.stringify(blocks)).toContain('Bucket (GiB)\\n   size\\na  1\\nb  –');
  });

  it('spreads a long table over as many blocks as it takes', () => {
    const rows = Array.from({ length: 60 }, (_, index) => [`row-${index}`, 'x'.repeat(80)]);

    const { blocks } = renderMessage(message({ kind: 'table', columns: ['name', 'text'], rows }), plain);

    expect(blocks.length).toBeGreaterThan(1);
    expect(JSON.stringify(blocks)).toContain('row-59');
  });

  it('uses them where the workspace takes them', () => {
    const { blocks } = renderMessage(
      message(
        { kind: 'table', columns: ['Cluster'], rows: [['cluster-01']] },
        { kind: 'fold', title: 'OK', blocks: [{ kind: 'divider' }] },
        {
          kind: 'chart',
          chart: { title: 'Bucket', type: 'line', labels: ['a', 'b'], series: [{ name: 'size', values: [1, null] }], unit: 'GiB' },
        },
      ),
      modern,
    );

    expect(blocks.map(({ type }) => type)).toEqual(['table', 'container', 'data_visualization']);
  });

  it('puts status and controls beside the colour bar', () => {
    const { attachments } = renderMessage(
      { ...message(), attachment: { tone: 'critical', blocks: [{ kind: 'text', text: ['Level 1 of 3'] }] } },
      plain,
    );

    expect(attachments).toMatchObject([{ color: '#a30200', blocks: [{ type: 'section' }] }]);
  });
});
