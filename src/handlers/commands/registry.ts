import { alerts } from './alerts.ts';
import { audit } from './audit.ts';
import { backup } from './backup.ts';
import { backupList } from './backup-list.ts';
import { bucket } from './bucket.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { disk } from './disk.ts';
import { help } from './help.ts';
import { incidents } from './incidents.ts';
import { oncall } from './oncall.ts';
import { pods } from './pods.ts';
import { scale } from './scale.ts';
import { status } from './status.ts';
import { stores } from './stores.ts';
import { undo } from './undo.ts';

/** Every subcommand, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [
  status,
  check,
  pods,
  stores,
  alerts,
  disk,
  bucket,
  oncall,
  incidents,
  audit,
  backupList,
  help,
  scale,
  backup,
  undo,
];
