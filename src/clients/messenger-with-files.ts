import { plainText } from '../messages/mrkdwn.ts';
import type { Block, Chart, Message, MessageAddress } from '../model/message.ts';
import type { ChartRenderer, Logger, Messenger } from '../ports.ts';

interface Options {
  /** Where Slack draws charts itself, no picture is uploaded. */
  readonly newBlocks: boolean;
  readonly timeZone: string;
}

type File = Parameters<Messenger['upload']>[1];

/**
 * A messenger that also uploads what a message has besides words: its files, and pictures of its charts where Slack draws none. They
 * follow once the message stands; one that is refused costs nothing else, because the message says the same in words.
 */
export function withFiles(messenger: Messenger, charts: ChartRenderer, logger: Logger, options: Options): Messenger {
  const upload = async (address: MessageAddress, threadTs: string, make: () => Promise<File> | File): Promise<void> => {
    const thread = address.channel.startsWith('D') ? {} : { threadTs };
    try {
      const outcome = await messenger.upload({ channel: address.channel, ...thread }, await make());
      if (outcome.kind !== 'delivered') {
        logger.warn({ channel: address.channel, outcome }, 'slack did not take a file');
      }
    } catch (error) {
      logger.warn({ channel: address.channel, err: error }, 'a file could not be made');
    }
  };
  return {
    ...messenger,
    async post(target, message, urgency) {
      const outcome = await messenger.post(target, message, urgency);
      if (outcome.kind === 'delivered') {
        const threadTs = target.threadTs ?? outcome.address.ts;
        for (const make of filesOf(message, charts, options)) {
          await upload(outcome.address, threadTs, make);
        }
      }
      return outcome;
    },
  };
}

function filesOf(message: Message, charts: ChartRenderer, { newBlocks, timeZone }: Options): readonly (() => Promise<File> | File)[] {
  const words = plainText(message.text, timeZone).slice(0, 1_900);
  const pictures = newBlocks ? [] : message.blocks.flatMap(chartsOf);
  return [
    ...pictures.map((chart) => async () => ({
      name: `${chart.title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60) || 'chart'}.png`,
      bytes: await charts.render(chart, 'light'),
      altText: words,
      title: chart.title,
    })),
    ...(message.files ?? []).map(({ name, title, text }) => () => ({ name, title, altText: title, bytes: new TextEncoder().encode(text) })),
  ];
}

function chartsOf(block: Block): readonly Chart[] {
  return block.kind === 'chart' ? [block.chart] : block.kind === 'fold' ? block.blocks.flatMap(chartsOf) : [];
}
