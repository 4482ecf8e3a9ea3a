import { benchmarkMessage } from '../../messages/benchmark.ts';
import { say } from '../../messages/say.ts';
import { sentenceMessage } from '../../messages/sentence.ts';
import { minutes } from '../../model/time.ts';
import { BENCHMARK_DEADLINE_MS } from '../health-desk.ts';
import { atMost } from './arguments.ts';
import { type CommandContext, defineCommand, type Reply } from './command.ts';

export const benchmark = defineCommand({
  id: 'benchmark',
  usage: '',
  summary: say('command.summary.benchmark'),
  access: 'operator',
  parse: (argv) => atMost(argv, 0, 'benchmark'),
  run: async (_args, ctx) => ({
    kind: 'later',
    message: sentenceMessage(say('benchmark.started', { minutes: BENCHMARK_DEADLINE_MS / minutes(1) }), ctx.view),
    // The check gives up by itself before this and says so.
    deadlineMs: BENCHMARK_DEADLINE_MS + minutes(1),
    work: (signal) => measure(ctx, signal),
  }),
});

async function measure({ config, sources, userId, view }: CommandContext, signal: AbortSignal): Promise<Reply> {
  const { report, before } = await sources.health.benchmark(signal);
  const [now] = report.reports;
  const earlier = before?.reports.find(({ checkId }) => checkId === 'benchmark') ?? null;
  if (now === undefined) {
    return { kind: 'show', message: sentenceMessage(say('command.tookTooLong'), view), isShareable: false };
  }
  const message = benchmarkMessage(now, earlier, view);
  if (!config.slack.newBlocks) {
    // A private answer cannot carry a picture file.
    await sources.health.send(userId, message, view.locale);
  }
  return { kind: 'show', message, isShareable: true };
}
