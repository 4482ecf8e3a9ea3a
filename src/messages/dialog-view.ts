import type { InputBlock, ModalView } from '@slack/types';
import type { Dialog, DialogInput } from '../model/message.ts';
import { plain, type RenderOptions, renderBlocks } from './block-kit.ts';
import { writeReference } from './reference.ts';

/** A dialog as Slack's `views.open` takes it. Its inputs come back under the block id equal to their name. */
export function renderDialog(dialog: Dialog, options: RenderOptions): ModalView {
  return {
    type: 'modal',
    callback_id: dialog.id,
    private_metadata: writeReference(dialog.reference),
    title: plain(dialog.title, 24),
    submit: plain(dialog.submit, 24),
    close: plain(dialog.close, 24),
    blocks: dialog.blocks.flatMap((block) =>
      block.kind === 'input' ? [renderInput(block)] : renderBlocks([block], options),
    ) as ModalView['blocks'],
  };
}

function renderInput(input: DialogInput): InputBlock {
  const options = input.options?.map(({ label, value }) => ({ text: plain(label, 72), value }));
  return {
    type: 'input',
    block_id: input.name,
    label: plain(input.label, 2_000),
    optional: input.optional ?? false,
    ...(input.hint === undefined ? {} : { hint: plain(input.hint, 2_000) }),
    element:
      options === undefined
        ? {
            type: 'plain_text_input',
            action_id: 'value',
            multiline: input.multiline ?? false,
            ...(input.initial === undefined ? {} : { initial_value: input.initial }),
          }
        : { type: 'static_select', action_id: 'value', options, ...initialOption(options, input.initial) },
  };
}

function initialOption<T extends { readonly value: string }>(options: readonly T[], initial: string | undefined): { initial_option?: T } {
  const option = options.find(({ value }) => value === initial);
  return option === undefined ? {} : { initial_option: option };
}
