import { alerts } from './alerts.ts';
import { audit } from './audit.ts';
import { backup } from './backup.ts';
import { backupList } from './backup-list.ts';
import { benchmark } from './benchmark.ts';
import { bucket } from './bucket.ts';
import { capacity } from './capacity.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { disk } from './disk.ts';
import { drill } from './drill.ts';
import { drillList } from './drill-list.ts';
import { drillStop } from './drill-stop.ts';
import { help } from './help.ts';
import { incidents } from './incidents.ts';
import { logs } from './logs.ts';
import { metrics } from './metrics.ts';
import { oncall } from './oncall.ts';
import { oncallExport } from './oncall-export.ts';
import { oncallImport } from './oncall-import.ts';
import { oncallOverride } from './oncall-override.ts';
import { oncallOverrideRemove } from './oncall-override-remove.ts';
import { pods } from './pods.ts';
import { report } from './report.ts';
import { retention } from './retention.ts';
import { scale } from './scale.ts';
import { security } from './security.ts';
import { securityDone } from './security-done.ts';
import { silence } from './silence.ts';
import { silenceExpire } from './silence-expire.ts';
import { silenceList } from './silence-list.ts';
import { status } from './status.ts';
import { stores } from './stores.ts';
import { trends } from './trends.ts';
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
  metrics,
  retention,
  logs,
  trends,
  capacity,
  security,
  report,
  oncall,
  oncallExport,
  oncallImport,
  oncallOverride,
  oncallOverrideRemove,
  incidents,
  silenceList,
  audit,
  backupList,
  drillList,
  help,
  benchmark,
  securityDone,
  scale,
  silence,
  silenceExpire,
  backup,
  drill,
  drillStop,
  undo,
];
