import { type BackupReader, backupIds, inspectBackup, madeAt } from '../actions/backup-catalogue.ts';
import type { Config } from '../config/config.ts';
import { type DigestNote, type DigestNotes, fact, type NoteSource, warning } from '../digest/notes.ts';
import type { ScheduleHistory } from '../digest/schedule-runs.ts';
import { gaps, onCallNow } from '../escalation/coverage.ts';
import { groupsOf, withoutGroups } from '../escalation/empty-groups.ts';
import type { IncidentStore } from '../escalation/incident-store.ts';
import { levelsOf } from '../escalation/policy.ts';
import type { Roster } from '../escalation/roster.ts';
import { latestSlot } from '../handlers/cron-slots.ts';
import { say } from '../messages/say.ts';
import type { Matcher, Silence } from '../model/metrics.ts';
import { days, type EpochMs, hours, localTime, seconds } from '../model/time.ts';
import type { ClusterAccess, Directory, Logger } from '../ports.ts';

const DEADLINE_MS = seconds(20);
const COVERED_DAYS = 7;
const INCIDENTS = 200;
const NAMED = 5;

/** A backup is begun at its time; by then after it, it is made or it is missing. */
const BACKUP_GRACE_MS = hours(1);

export interface DigestNotesParts {
  readonly config: Pick<Config, 'timezone' | 'escalation' | 'schedules'> & {
    readonly backup?: { readonly destination: { readonly s3: { readonly prefix: string } } } | undefined;
  };
  readonly incidents: Pick<IncidentStore, 'listOpen'>;
  readonly clusters: readonly Pick<ClusterAccess, 'name' | 'alertmanager'>[];
  readonly roster: () => Promise<Roster>;
  readonly directory: Pick<Directory, 'membersOf'>;
  readonly backups: BackupReader | null;
  readonly runs: ScheduleHistory;
  readonly logger: Logger;
}

/** What the digest says besides the checks. Each part stands for itself: one that fails is told, the others are not lost. */
export function createDigestNotes(parts: DigestNotesParts): DigestNotes {
  const sources = [openIncidents(parts), onCall(parts), coverage(parts), silences(parts), newestBackup(parts), lastNight(parts)];
  return {
    notes: async (now) => {
      const found = await Promise.all(sources.map((source) => read(source, now, parts.logger)));
      return found.flat();
    },
  };
}

async function read(source: NoteSource, now: EpochMs, logger: Logger): Promise<readonly DigestNote[]> {
  try {
    return await source.notes(now);
  } catch (error) {
    logger.warn({ subject: source.subject, err: error }, 'note of the digest could not be looked up');
    return [warning(say('notes.unknown', { subject: source.subject }))];
  }
}

function openIncidents({ incidents }: DigestNotesParts): NoteSource {
  return {
    subject: 'incidents',
    notes: async () => {
      const open = (await incidents.listOpen({ limit: INCIDENTS })).filter(({ parentId }) => parentId === null);
      const alone = open.filter(({ escalation }) => escalation.status === 'triggered').length;
      const names = open.slice(0, NAMED).map(({ cluster, title }) => `${cluster} ${title}`);
      return [open.length === 0 ? fact(say('notes.noIncidents')) : warning(say('notes.incidents', { count: open.length, alone, names }))];
    },
  };
}

function onCall({ roster }: DigestNotesParts): NoteSource {
  return {
    subject: 'oncall',
    notes: async (now) =>
      onCallNow(await roster(), now).map(({ schedule, userId: user, isOverride, next }) =>
        fact(say('notes.onCall', { schedule, user, isOverride, nextAt: next?.at ?? null, nextUser: next?.userId ?? '' })),
      ),
  };
}

function coverage({ roster, config, directory }: DigestNotesParts): NoteSource {
  return {
    subject: 'coverage',
    notes: async (now) => {
      const levels = levelsOf(config.escalation);
      const present = await roster();
      const groups = await groupsOf(present, directory);
      const found = gaps(withoutGroups(present, groups.empty), now, COVERED_DAYS);
      const shown = found
        .slice(0, NAMED)
        .map(({ levelIndex, from, until }) =>
          warning(say('oncall.gap', { level: levels[levelIndex]?.level ?? levelIndex + 1, from, until })),
        );
      const more = found.length - shown.length;
      return [
        ...shown,
        ...(more > 0 ? [warning(say('oncall.moreGaps', { count: more }))] : []),
        ...(groups.unknown.size > 0 ? [warning(say('oncall.groupsUnknown', { groups: [...groups.unknown] }))] : []),
      ];
    },
  };
}

function silences({ clusters, config }: DigestNotesParts): NoteSource {
  return {
    subject: 'silences',
    notes: async (now) => {
      const answers = await Promise.all(clusters.map((cluster) => endingToday(cluster, now, config.timezone)));
      return answers.flat();
    },
  };
}

async function endingToday(
  { name: cluster, alertmanager }: Pick<ClusterAccess, 'name' | 'alertmanager'>,
  now: EpochMs,
  timeZone: string,
): Promise<readonly DigestNote[]> {
  try {
    const all = await alertmanager.silences(AbortSignal.timeout(DEADLINE_MS));
    const today = localTime(now, timeZone).date;
    return all
      .filter((silence) => silence.state === 'active' && localTime(silence.endsAt, timeZone).date === today)
      .map((silence) => fact(say('notes.silenceEnds', { cluster, what: matchersOf(silence), by: silence.createdBy, at: silence.endsAt })));
  } catch {
    return [warning(say('notes.silencesUnknown', { cluster }))];
  }
}

function matchersOf({ matchers }: Silence): string {
  const text = ({ name, value, isRegex, isEqual }: Matcher): string =>
    `${name}${isEqual ? '=' : '!'}${isRegex ? '~' : isEqual ? '' : '='}${value}`;
  return matchers.map(text).join(', ');
}

function newestBackup({ backups, config }: DigestNotesParts): NoteSource {
  return {
    subject: 'backup',
    notes: async (now) => {
      if (backups === null || config.backup === undefined) {
        return [];
      }
      const { prefix } = config.backup.destination.s3;
      const [id] = await backupIds(backups, prefix, AbortSignal.timeout(DEADLINE_MS));
      if (id === undefined) {
        return [warning(say('notes.noBackup'))];
      }
      const listing = await inspectBackup(backups, prefix, id, AbortSignal.timeout(DEADLINE_MS));
      const ageMs = Math.max(0, now - madeAt(listing));
      const missed = missedBackup(config, madeAt(listing), now);
      return [
        ...(missed === null ? [] : [warning(say('notes.backupMissed', { at: missed }))]),
        (listing.state === 'verified' ? fact : warning)(say('notes.backup', { id, state: listing.state, ageMs })),
      ];
    },
  };
}

/** The newest time at which a backup was due and from which there is none. */
function missedBackup({ schedules, timezone }: DigestNotesParts['config'], newestAt: EpochMs, now: EpochMs): EpochMs | null {
  if (schedules.backup === undefined) {
    return null;
  }
  const due = latestSlot(schedules.backup, timezone, now - BACKUP_GRACE_MS);
  return newestAt < due ? due : null;
}

function lastNight({ runs }: DigestNotesParts): NoteSource {
  return {
    subject: 'jobs',
    notes: async (now) => {
      const recent = await runs.since(now - days(1));
      const failed = recent.filter(({ status }) => status === 'failed').map(({ schedule }) => schedule);
      const done = recent.filter(({ status }) => status === 'done').map(({ schedule }) => schedule);
      return [
        ...(failed.length === 0 ? [] : [warning(say('notes.jobsFailed', { names: [...new Set(failed)] }))]),
        ...(done.length === 0 ? [] : [fact(say('notes.jobsDone', { names: [...new Set(done)] }))]),
      ];
    },
  };
}
