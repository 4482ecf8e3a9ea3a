import type { BackupWorld } from '../actions/action.ts';
import type { AuditLog } from '../actions/audit-log.ts';
import { runScheduledBackup } from '../actions/backup-job.ts';
import type { Config } from '../config/config.ts';
import type { Announcer } from '../digest/announcer.ts';
import { type DocumentReviewDependencies, postDocumentReview } from '../digest/document-review.ts';
import type { DigestDependencies } from '../digest/job.ts';
import { digestJobs } from '../digest/jobs.ts';
import type { IncidentHistory } from '../escalation/incident-history.ts';
import { reviewOf } from '../escalation/weekly-review.ts';
import type { Job } from '../handlers/schedules.ts';
import { backupJobMessage } from '../messages/backup-job.ts';
import { weeklyReviewMessage } from '../messages/weekly-review.ts';
import { days } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';

interface Parts {
  readonly config: Config;
  readonly digest: DigestDependencies;
  readonly world: BackupWorld;
  readonly audit: AuditLog;
  readonly announcer: Announcer;
  readonly history: IncidentHistory;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly review: Omit<DocumentReviewDependencies, 'config' | 'announcer'>;
}

/** Everything that runs at set times. */
export function scheduledJobs(parts: Parts): readonly Job[] {
  return [...digestJobs(parts.digest), ...backupJobs(parts), ...documentReviewJobs(parts), ...incidentReviewJobs(parts)];
}

function documentReviewJobs({ config, announcer, review }: Parts): readonly Job[] {
  const { quarterly: cron } = config.schedules;
  return cron === undefined
    ? []
    : [{ id: 'document-review', cron, run: (slot) => postDocumentReview({ ...review, config, announcer }, slot) }];
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

/** Incidents of one review; more than these in a week, and the figures of the oldest say enough. */
const REVIEWED = 5_000;

/** The week's incidents, beside the weekly checks. */
function incidentReviewJobs({ config, announcer, history }: Parts): readonly Job[] {
  const { weekly: cron } = config.schedules;
  const channel = config.slack.channels.digest;
  const view = { locale: config.slack.locales[channel] ?? config.locale, timeZone: config.timezone };
  const job = (schedule: string): Job => ({
    id: 'incident-review',
    cron: schedule,
    run: async (slot) => {
      const window = { from: slot - days(7), until: slot };
      const review = reviewOf(await history.opened(window, REVIEWED), { ...window, timeZone: config.timezone });
      await announcer.announce({ key: `incident-review:${slot}`, channel, message: weeklyReviewMessage(review, view), thread: [] });
    },
  });
  return cron === undefined ? [] : [job(cron)];
}
