/** One file system, in bytes. */
export interface FileSystem {
  readonly mount: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
}

/** Kept in memory, or read-only images that are always full: nothing an operator can free. */
const IRRELEVANT = /^(tmpfs|devtmpfs|overlay|shm|udev|none|efivarfs|squashfs|\/dev\/loop\d+)$/;

/**
 * Reads what `df -P -B1` prints, one file system a line. File systems in memory and mounted images are left out.
 *
 * @returns `null` when the text is not a table of `df`.
 */
export function parseDiskUse(text: string): readonly FileSystem[] | null {
  const [header = '', ...lines] = text.trim().split('\n');
  if (!/^Filesystem\s/.test(header)) {
    return null;
  }
  return lines.flatMap((line) => {
    const match = /^(.+?)\s+(\d+)\s+(\d+)\s+-?\d+\s+\S+\s+(\/.*)$/.exec(line.trim());
    const [, device = '', size, used, mount = ''] = match ?? [];
    return match === null || IRRELEVANT.test(device) || Number(size) === 0
      ? []
      : [{ mount, sizeBytes: Number(size), usedBytes: Number(used) }];
  });
}
