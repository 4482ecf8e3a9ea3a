import { say } from '../../messages/say.ts';
import { endpointBlocks } from '../../messages/stores.ts';
import { UpstreamError } from '../../model/errors.ts';
import type { StoreEndpoint } from '../../model/metrics.ts';
import { atMost } from './arguments.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { showCheck } from './show-check.ts';

export const stores = defineCommand({
  id: 'stores',
  usage: '',
  summary: say('command.summary.stores'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 0, 'stores'),
  run: async (_args, ctx) => showCheck('stores', null, ctx, endpointBlocks(await endpoints(ctx), ctx.view)),
});

/** Nothing when Query does not answer: the check beside it says so. */
async function endpoints({ sources, signal }: CommandContext): Promise<readonly StoreEndpoint[]> {
  try {
    return await sources.storeEndpoints(signal);
  } catch (error) {
    if (error instanceof UpstreamError) {
      return [];
    }
    throw error;
  }
}
