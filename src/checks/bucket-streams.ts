import type { Resolution } from '../model/cluster.ts';
import type { BlockMeta } from './block-meta.ts';
import type { Block, BucketInventory } from './bucket-inventory.ts';

/** A block whose metadata is known. */
export interface KnownBlock extends Block {
  readonly meta: BlockMeta;
}

/** Blocks of one producer at one resolution, oldest first. */
export interface Stream {
  readonly cluster: string;
  readonly resolution: Resolution;
  /** External labels, for people. */
  readonly labels: string;
  readonly blocks: readonly KnownBlock[];
}

export function isKnown(block: Block): block is KnownBlock {
  return block.meta !== null;
}

export function isMarkedForDeletion(block: Block): boolean {
  return block.marks.deletion !== undefined;
}

/** Divides blocks by external labels and resolution: within a stream no two blocks may cover the same time. */
export function streamsOf(inventory: BucketInventory): readonly Stream[] {
  const groups = Map.groupBy(inventory.blocks.filter(isKnown), ({ meta }) => `${meta.resolution} ${labelText(meta)}`);
  return [...groups.values()].flatMap((blocks): readonly Stream[] => {
    const [first] = blocks;
    return first === undefined ? [] : [toStream(first.meta, blocks)];
  });
}

function toStream(meta: BlockMeta, blocks: readonly KnownBlock[]): Stream {
  return {
    cluster: meta.labels['cluster'] ?? 'no cluster label',
    resolution: meta.resolution,
    labels: labelText(meta),
    blocks: blocks.toSorted((a, b) => a.meta.minTime - b.meta.minTime || a.meta.maxTime - b.meta.maxTime),
  };
}

function labelText({ labels }: BlockMeta): string {
  const pairs = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([name, value]) => `${name}=${value}`).join(', ')}}`;
}
