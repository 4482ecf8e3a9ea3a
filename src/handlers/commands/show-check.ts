import { checkById } from '../../checks/registry.ts';
import { pagedDetails } from '../../messages/paged-details.ts';
import type { Block } from '../../model/message.ts';
import { knownCluster } from './arguments.ts';
import type { CommandContext, Reply } from './command.ts';

/** Runs one check now and shows it with its evidence. */
export async function showCheck(
  checkId: string,
  clusterWord: string | null,
  { config, sources, view, signal }: CommandContext,
  extraBlocks: readonly Block[] = [],
): Promise<Reply> {
  const cluster = knownCluster(clusterWord, config.clusters);
  const { reports } = await sources.runChecks([checkId], cluster, signal);
  const [message, ...pages] = pagedDetails(reports, view, checkById(checkId)?.remedy);
  return { kind: 'show', message: { ...message, blocks: [...message.blocks, ...extraBlocks] }, isShareable: true, pages };
}
