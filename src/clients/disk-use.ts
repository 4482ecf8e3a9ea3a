import type { FileSystemUse } from '../ports.ts';

/** Kept in memory, or read-only images that are always full: nothing an operator can free. */
const IRRELEVANT = /^(tmpfs|devtmpfs|overlay|shm|udev|none|efivarfs|squashfs|\/dev\/loop\d+)$/;

/**
 * Reads what `df -P` prints, one file system a line; its heading says how large the blocks are that it counts. File systems in memory
 * and mounted images are left out.
 *
 * @returns `null` when the text is not a table of `df`.
 */
export function parseDiskUse(text: string): readonly FileSystemUse[] | null {
  const [header = '', ...lines] = text.trim().split('\n');
  const heading = /^Filesystem\s+(\d+)(K?)B?-blocks\s/i.exec(header);
  if (heading === null) {
    return null;
  }
  const blockBytes = Number(heading[1]) * (heading[2] === '' ? 1 : 1_024);
  return lines.flatMap((line) => {
    const match = /^(.+?)\s+(\d+)\s+(\d+)\s+-?\d+\s+\S+\s+(\/.*)$/.exec(line.trim());
    const [, device = '', size, used, mount = ''] = match ?? [];
    return match === null || IRRELEVANT.test(device) || Number(size) === 0
      ? []
      : [{ mount, sizeBytes: Number(size) * blockBytes, usedBytes: Number(used) * blockBytes }];
  });
}
