import { describe, expect, it } from 'vitest';
import { readClick } from '../../src/handlers/slack-payload.ts';

/** Source: docs.slack.dev, block_actions payload of a static select. */
const chosen = (actionId: string, value: string) => ({
  trigger_id: 't1',
  user: { id: 'U1' },
  channel: { id: 'C1' },
  container: { message_ts: '1.0' },
  actions: [{ action_id: actionId, selected_option: { value } }],
});

describe('handlers/slack-payload', () => {
  it.each([
    ['a word', 'note~inc_1~4', { interaction: 'note', choice: null }],
    ['a word and what was chosen of it', 'run_action check stores~inc_1~4', { interaction: 'run_action', choice: 'check stores' }],
  ])('reads an option of the menu as %s', (_, value, expected) => {
    expect(readClick(chosen('menu', value))).toMatchObject({ ...expected, reference: { id: 'inc_1', revision: 4 } });
  });

  it.each(['launch~inc_1~4', 'menu note~inc_1~4', '~inc_1~4', 'note', ''])(
    'ignores an option of the menu that is none of ours: %j',
    (value) => {
      expect(readClick(chosen('menu', value))).toBeNull();
    },
  );

  it('still reads what older messages offer', () => {
    expect(readClick(chosen('run_action:2', 'stores~inc_1~4'))).toMatchObject({ interaction: 'run_action', choice: 'stores' });
    expect(readClick(chosen('escalate', '3~inc_1~4'))).toMatchObject({ interaction: 'escalate', choice: '3' });
  });
});
