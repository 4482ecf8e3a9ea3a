import { bold, code, dateTime, mention, type RichText, rich } from '../../../model/text.ts';
import { roughDuration } from '../../../model/time.ts';

const SUBJECTS: Readonly<Record<string, string>> = {
  incidents: 'The open incidents',
  oncall: 'Who is on call',
  coverage: 'The gaps of the on-call schedule',
  silences: 'The silences',
  backup: 'The newest backup',
  jobs: 'The scheduled jobs',
};

const STATES: Readonly<Record<string, string>> = {
  verified: 'complete and read back',
  damaged: 'damaged',
  failed: 'finished with a part missing',
  incomplete: 'incomplete',
};

const JOBS: Readonly<Record<string, string>> = {
  'digest-daily': 'daily health',
  'digest-weekly': 'weekly review',
  'digest-monthly': 'monthly review',
  'digest-quarterly': 'quarterly review',
  'incident-review': 'weekly incident review',
  'document-review': 'document review',
  backup: 'backup',
};

const jobs = (names: readonly string[]): string => names.map((name) => JOBS[name] ?? name).join(', ');

/** What the daily digest says besides its checks. */
export const notes = {
  'notes.title': (): RichText => [bold('Today')],
  'notes.unknown': (a: { subject: string }): string => `${SUBJECTS[a.subject] ?? a.subject} could not be looked up.`,
  'notes.noIncidents': (): string => 'No open incidents',
  'notes.incidents': (a: { count: number; alone: number; names: readonly string[] }): string =>
    `${a.count} open incident${a.count === 1 ? '' : 's'}, ${a.alone} with nobody on it: ${a.names.join(', ')}${a.count > a.names.length ? ', …' : ''}`,
  'notes.onCall': (a: { schedule: string; user: string; isOverride: boolean; nextAt: number | null; nextUser: string }): RichText =>
    rich`On call for ${a.schedule}: ${mention(a.user)}${a.isOverride ? ' (stands in)' : ''}${
      a.nextAt === null ? '' : rich`, hands over to ${mention(a.nextUser)} at ${dateTime(a.nextAt)}`
    }`,
  'notes.silenceEnds': (a: { cluster: string; what: string; by: string; at: number }): RichText =>
    rich`${a.cluster}: the silence of ${code(a.what)} by ${mention(a.by)} ends at ${dateTime(a.at)}`,
  'notes.silencesUnknown': (a: { cluster: string }): string => `${a.cluster}: Alertmanager did not say which silences end today.`,
  'notes.noBackup': (): string => 'There is no backup yet.',
  'notes.backup': (a: { id: string; state: string; ageMs: number }): RichText =>
    rich`Newest backup ${code(a.id)}: ${roughDuration(a.ageMs)} old, ${STATES[a.state] ?? a.state}`,
  'notes.backupMissed': (a: { at: number }): RichText =>
    rich`The backup that was due at ${dateTime(a.at)} is missing; the audit channel says why`,
  'notes.jobsFailed': (a: { names: readonly string[] }): string => `Failed in the last day: ${jobs(a.names)}. The log says why.`,
  'notes.jobsDone': (a: { names: readonly string[] }): string => `Ran in the last day: ${jobs(a.names)}`,
};
