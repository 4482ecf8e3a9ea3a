import { describe, expect, it } from 'vitest';
import { parseDiskUse } from '../../src/clients/disk-use.ts';

/** Printed by GNU coreutils 9.1 `df -P -B1` on Debian 12, with a Longhorn volume and a snap added. */
const TABLE = `Filesystem          1-blocks        Used   Available Capacity Mounted on
udev              4096000000           0  4096000000       0% /dev
tmpfs              819200000     1048576   818151424       1% /run
/dev/vda1       105226698752 84181359002 15652089856      85% /
/dev/loop3          58195968    58195968           0     100% /snap/core18/2846
/dev/longhorn/pvc-1  10464022528  5232011264  5215233024      51% /var/lib/my volume
192.168.101.10:/export 1000000000 500000000 500000000 50% /mnt/nfs
overlay         105226698752 84181359002 15652089856      85% /run/containerd/rootfs
`;

describe('clients/disk-use', () => {
  it('keeps file systems that can fill up', () => {
    expect(parseDiskUse(TABLE)).toEqual([
      { mount: '/', sizeBytes: 105_226_698_752, usedBytes: 84_181_359_002 },
      { mount: '/var/lib/my volume', sizeBytes: 10_464_022_528, usedBytes: 5_232_011_264 },
      { mount: '/mnt/nfs', sizeBytes: 1_000_000_000, usedBytes: 500_000_000 },
    ]);
  });

  it('counts in the blocks that the heading names', () => {
    // In the form of busybox, coreutils/df.c with -P -k, which the images of Prometheus and Thanos are built on.
    const table = `Filesystem           1024-blocks    Used Available Capacity Mounted on
/dev/longhorn/pvc-1     51290592  14361366  36912842  28% /prometheus
`;

    expect(parseDiskUse(table)).toEqual([{ mount: '/prometheus', sizeBytes: 51_290_592 * 1_024, usedBytes: 14_361_366 * 1_024 }]);
  });

  it('is null for anything that is not a table of df', () => {
    expect(parseDiskUse('bash: df: command not found')).toBeNull();
    expect(parseDiskUse('')).toBeNull();
  });
});
