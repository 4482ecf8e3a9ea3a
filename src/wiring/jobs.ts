import type { ActionWorld } from '../actions/action.ts';
import type { AuditLog } from '../actions/audit-log.ts';
import { runScheduledBackup } from '../actions/backup-job.ts';
import type { Config } from '../config/config.ts';
import type { Announcer } from '../digest/announcer.ts';
import type { DigestDependencies } from '../digest/job.ts';
import { digestJobs } from '../digest/jobs.ts';
import type { Job } from '../handlers/schedules.ts';
import { backupJobMessage } from '../messages/backup-job.ts';
import type { Clock, Logger } from '../ports.ts';

interface Parts {
  readonly config: Config;
  readonly digest: DigestDependencies;
  readonly world: ActionWorld;
  readonly audit: AuditLog;
  readonly announcer: Announcer;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Everything that runs at set times. */
export function scheduledJobs(parts: Parts): readonly Job[] {
  return [...digestJobs(parts.digest), ...backupJobs(parts)];
}

function backupJobs({ config, world, audit, announcer, clock, logger }: Parts): readonly Job[] {
  const { backup: cron } = config.schedules;
  if (cron === undefined || config.backup === undefined) {
    return [];
  }
  const channel = config.slack.channels.audit ?? config.slack.channels.digest;
  const view = { locale: config.slack.locales[channel] ?? config.locale, timeZone: config.timezone };
  return [
    {
      id: 'backup',
      cron,
      run: async (slot) => {
        const result = await runScheduledBackup({ world, audit, clock, logger }, slot);
        await announcer.announce({ key: `backup:${slot}`, channel, message: backupJobMessage(result, view), thread: [] });
      },
    },
  ];
}
