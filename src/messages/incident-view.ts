import type { Evidence } from '../escalation/evidence.ts';
import { endOf } from '../escalation/ladder.ts';
import type { Recipients } from '../escalation/roster.ts';
import type { Incident, IncidentAlert } from '../model/incident.ts';
import type { Phrase } from '../model/phrase.ts';
import type { RichText } from '../model/text.ts';
import { type EpochMs, localTime } from '../model/time.ts';
import { plainText } from './mrkdwn.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';

/** An incident with what its messages say beyond the record itself. */
export interface IncidentView {
  readonly incident: Incident;
  /** A few of its alerts, firing ones first. */
  readonly alerts: readonly IncidentAlert[];
  readonly counts: { readonly firing: number; readonly resolved: number };
  /** Alerts of the group that Alertmanager said it left out. */
  readonly truncatedAlerts: number;
  /** Who was paged last, and when; `null` when nobody has been. */
  readonly paged: { readonly recipients: Recipients; readonly at: EpochMs } | null;
  /** First acknowledgement. */
  readonly acknowledgedAt: EpochMs | null;
  /** Silence in Alertmanager that covers the alerts. */
  readonly silence: { readonly by: string; readonly until: EpochMs; readonly comment: string } | null;
  /** Incidents folded under this one; `children` may be the first few of `childCount`. */
  readonly children: readonly Incident[];
  readonly childCount: number;
  /** Whom each level above would call now; at the top of the ladder the last one again. Empty once it is over. */
  readonly callable: readonly CallableLevel[];
  /** What whoever resolved it said about it. */
  readonly resolution: { readonly cause: string; readonly note: string } | null;
  /** Address of the channel message, once it stands. */
  readonly permalink: string | null;
  /** The first alert's figure when it fired and now. */
  readonly evidence?: Evidence | null;
}

/** A level and those whom it would call, by names that need no mention. */
export interface CallableLevel {
  readonly level: number;
  readonly names: readonly string[];
}

/** What the incident looks like to people, which a silence or a snooze changes without changing its status. */
export type Appearance = 'triggered' | 'quiet' | 'exhausted' | 'acknowledged' | 'snoozed' | 'silenced' | 'resolved';

export function appearanceOf({ incident, silence }: Pick<IncidentView, 'incident' | 'silence'>): Appearance {
  const { escalation } = incident;
  if (escalation.status === 'resolved') {
    return 'resolved';
  }
  if (silence !== null) {
    return 'silenced';
  }
  if (escalation.status === 'acknowledged') {
    return escalation.snoozedUntil === null ? 'acknowledged' : 'snoozed';
  }
  if (escalation.isQuiet) {
    return 'quiet';
  }
  return escalation.nextEscalationAt === null ? 'exhausted' : 'triggered';
}

/** Number of a level as people say it. */
export function levelNumber(incident: Incident, levelIndex: number): number {
  return incident.levels[levelIndex]?.level ?? levelIndex + 1;
}

/** Number of the level that is paged next by itself: the one above, or again the one where the climb ends. */
export function nextLevelNumber(incident: Incident): number {
  const { escalation, levels } = incident;
  const isUnpaged = escalation.isQuiet;
  return levelNumber(
    incident,
    isUnpaged ? escalation.levelIndex : Math.min(escalation.levelIndex + 1, endOf(levels, escalation.levelIndex)),
  );
}

/** Those who are there, the owner first, when each answers for themselves; else `null`. */
export function presentPeople({ escalation, levels }: Incident): readonly string[] | null {
  return escalation.status === 'acknowledged' && levels[escalation.levelIndex]?.perPerson === true
    ? [escalation.by, ...(escalation.others ?? [])]
    : null;
}

/** Ids to mention, and roles where an id would be an address with a secret in it. */
export function namesOf({ users, usergroups, webhooks }: Recipients): readonly string[] {
  return [...users.map(({ id }) => id), ...usergroups.map(({ id }) => id), ...webhooks.flatMap(({ roles }) => roles)];
}

/** A phrase as plain words, for labels and headings. */
export function label(reader: View, phrase: Phrase): string {
  return plainText(translate(reader.locale, phrase), reader.timeZone);
}

export function sentence(reader: View, phrase: Phrase): RichText {
  return translate(reader.locale, phrase);
}

/** `03:22 KST`, with the date in front when it is not the day of `base`. For texts that no device converts to its own zone. */
export function wallClock(at: EpochMs, timeZone: string, base: EpochMs): string {
  const { date, time, zone } = localTime(at, timeZone);
  return `${date === localTime(base, timeZone).date ? '' : `${date} `}${time} ${zone}`;
}
