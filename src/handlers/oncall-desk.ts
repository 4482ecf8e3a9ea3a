import type { AuditLog } from '../actions/audit-log.ts';
import type { Config } from '../config/config.ts';
import type { Announcer } from '../digest/announcer.ts';
import { exportSchedule } from '../escalation/oncall-export.ts';
import { type OverrideRequest, overrideFor } from '../escalation/override-request.ts';
import type { OverrideStore, StoredOverride } from '../escalation/override-store.ts';
import type { Roster } from '../escalation/roster.ts';
import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import type { View } from '../messages/view.ts';
import { UserError } from '../model/errors.ts';
import type { CalendarProblem } from '../model/oncall-calendar.ts';
import type { Phrase } from '../model/phrase.ts';
import { days } from '../model/time.ts';
import type { Access, Clock, Messenger } from '../ports.ts';

/** What was read from the calendar of one schedule. */
export interface CalendarState {
  readonly schedule: string;
  readonly file: string;
  readonly shifts: number;
  /** Events that cannot be used, by summary or UID. */
  readonly unread: readonly string[];
  /** Why the file could not be used; then what was read before still counts. */
  readonly problem: CalendarProblem | null;
}

/** An iCalendar file of one schedule. */
export interface CalendarFile {
  readonly name: string;
  readonly text: string;
}

/** Who is on call, as people change and carry it away. */
export interface OncallDesk {
  /** @throws UserError */
  set(request: OverrideRequest, by: string): Promise<StoredOverride>;
  /** @throws UserError when there is none of that number. */
  remove(number: number, by: string): Promise<StoredOverride>;
  /** Sends the files by direct message; those that Slack did not take come back. */
  send(files: readonly CalendarFile[], to: string, view: View): Promise<readonly CalendarFile[]>;
  /** Reads the configured calendars again. */
  readCalendars(): Promise<readonly CalendarState[]>;
}

export interface OncallDeskDependencies {
  readonly config: Pick<Config, 'slack' | 'locale' | 'timezone'>;
  readonly overrides: OverrideStore;
  readonly roster: () => Promise<Roster>;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly announcer: Announcer;
  readonly messenger: Pick<Messenger, 'post' | 'upload'>;
  readonly readCalendars: () => Promise<readonly CalendarState[]>;
  readonly clock: Clock;
}

const EXPORTED_DAYS = 90;

export function createOncallDesk(dependencies: OncallDeskDependencies): OncallDesk {
  const { overrides, access, clock } = dependencies;
  return {
    set: async (request, by) => {
      const at = clock.now();
      const wanted = overrideFor(request, await dependencies.roster(), at, by);
      if ((await access.may(wanted.userId, 'responder')) === 'no') {
        throw new UserError(say('oncall.mayNotAcknowledge', { user: wanted.userId }));
      }
      const added = await overrides.add({ ...wanted, by }, at);
      await tell(dependencies, added, by, 'set', say('oncall.overrideSet', { ...facts(added), by }));
      return added;
    },
    remove: async (number, by) => {
      const removed = await overrides.remove(number, clock.now());
      if (removed === null) {
        throw new UserError(say('oncall.noSuchOverride', { number }));
      }
      await tell(dependencies, removed, by, 'removed', say('oncall.overrideRemoved', { ...facts(removed), by }));
      return removed;
    },
    send: (files, to, view) => sendFiles(dependencies.messenger, files, to, view),
    readCalendars: dependencies.readCalendars,
  };
}

/** The coming turns of one schedule, or of each, as files. */
export function calendarFiles(roster: Roster, schedules: readonly string[], now: number): readonly CalendarFile[] {
  const window = { from: now, until: now + days(EXPORTED_DAYS) };
  return schedules.map((schedule) => ({
    name: `oncall-${schedule.replaceAll(/[^A-Za-z0-9_-]/g, '_')}.ics`,
    text: exportSchedule(roster, schedule, window),
  }));
}

function facts({ number, subject, userId, from, until }: StoredOverride) {
  return { number, subject, user: userId, from, until };
}

/** On the record and in the channel where the calls will be seen. */
async function tell(
  { audit, announcer, config, clock }: OncallDeskDependencies,
  override: StoredOverride,
  actor: string,
  what: 'set' | 'removed',
  phrase: Phrase,
): Promise<void> {
  const { number, subject, userId, from, until } = override;
  await audit.append({
    at: clock.now(),
    actor,
    action: what === 'set' ? 'oncall override' : 'oncall override remove',
    subject,
    outcome: 'succeeded',
    details: { number, user: userId, start: from, end: until },
  });
  const channel = config.slack.channels.incidents;
  const view = { locale: config.slack.locales[channel] ?? config.locale, timeZone: config.timezone };
  await announcer.announce({ key: `override:${number}:${what}`, channel, message: sentenceMessage(phrase, view), thread: [] });
}

/** Slack takes files into a conversation only, and the first message is what opens it. */
async function sendFiles(
  messenger: OncallDeskDependencies['messenger'],
  files: readonly CalendarFile[],
  to: string,
  view: View,
): Promise<readonly CalendarFile[]> {
  const message = sentenceMessage(say('oncall.exported', { names: files.map(({ name }) => name), days: EXPORTED_DAYS }), view);
  const posted = await messenger.post({ channel: to, locale: view.locale }, message, 'bulk');
  if (posted.kind !== 'delivered') {
    return files;
  }
  const refused: CalendarFile[] = [];
  for (const file of files) {
    const content = { name: file.name, title: file.name, altText: file.name, bytes: new TextEncoder().encode(file.text) };
    const { kind } = await messenger.upload({ channel: posted.address.channel, threadTs: posted.address.ts }, content);
    if (kind !== 'delivered' && kind !== 'ambiguous') {
      refused.push(file);
    }
  }
  return refused;
}
