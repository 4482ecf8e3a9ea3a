import { chartMessages } from '../../messages/charts.ts';
import { say } from '../../messages/say.ts';
import { translate } from '../../messages/translate.ts';
import type { Chart, Message } from '../../model/message.ts';
import type { CommandContext, Reply } from './command.ts';
import { showPages } from './show-pages.ts';

/**
 * An answer with charts: the first ones go along with the first message, the others follow as pages. A private answer cannot carry a
 * picture file, so where Slack draws no charts itself they also go to the direct message.
 */
export async function withPictures([first, ...rest]: readonly Message[], charts: readonly Chart[], ctx: CommandContext): Promise<Reply> {
  const { config, sources, userId, view } = ctx;
  const drawn = chartMessages(charts, view);
  const [lead, ...further] = drawn;
  if (first === undefined || lead === undefined) {
    return showPages(first === undefined ? [] : [first, ...rest]);
  }
  const message = { ...first, text: [...first.text, ' ', ...lead.text], blocks: [...first.blocks, ...lead.blocks] };
  if (config.slack.newBlocks) {
    return showPages([message, ...further, ...rest]);
  }
  const refusals = await Promise.all(drawn.map((one) => sources.health.send(userId, one, view.locale)));
  const note = { kind: 'context' as const, items: [translate(view.locale, say('command.picturesSent'))] };
  const blocks = refusals.every((refusal) => refusal === null) ? [...message.blocks, note] : message.blocks;
  return showPages([{ ...message, blocks }, ...further, ...rest]);
}
