import { bold, clockTime, code, dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import { formatDuration, roughDuration } from '../../../model/time.ts';
import { incidentEvents } from './incident-events.ts';
import { incidentHeadlines } from './incident-headlines.ts';
import { oncall } from './oncall.ts';

const CALL_REASONS: Readonly<Record<string, string>> = {
  opened: 'Please acknowledge.',
  'ack-timeout': 'The level before did not acknowledge in time.',
  escalated: 'Somebody asked for this level.',
  repeat: 'Still nobody has acknowledged.',
  'handed-back': 'It was acknowledged and has not been solved in time.',
  'snooze-ended': 'The snooze is over and it still fires.',
  'silence-ended': 'The silence is over and it still fires.',
  unacknowledged: 'It was handed back.',
  reopened: 'It fires again.',
};

const STATUSES: Readonly<Record<string, string>> = {
  triggered: 'Firing',
  exhausted: 'Firing, nobody acknowledged',
  quiet: 'Firing, nobody is called',
  acknowledged: 'Acknowledged',
  snoozed: 'Snoozed',
  silenced: 'Silenced',
  resolved: 'Resolved',
};

interface CallableLevel {
  level: number;
  names: readonly string[];
}

const who = (ids: readonly string[]): RichText => join(ids.map(mention), ', ');
const by = (actor: string): RichText => [actor === 'alertmanager' ? 'Alertmanager' : actor === 'system' ? 'the bot' : mention(actor)];

/** What became of a call or a reminder. */
type Outcome = { readonly kind: string; readonly by: string; readonly at: number | null; readonly until: number | null };

function outcome({ kind, by: actor, at, until }: Outcome): RichText {
  if (at !== null) {
    return rich`${kind === 'resolved' ? 'resolved' : 'acknowledged'} by ${by(actor)} at ${clockTime(at)}.`;
  }
  return until === null ? ['part of a larger incident now.'] : rich`silenced until ${dateTime(until)}.`;
}

export const incident = {
  ...incidentEvents,
  ...incidentHeadlines,
  ...oncall,
  'incident.payloadNotObject': (): string => 'The body is not a JSON object of the Alertmanager webhook, version 4.',
  'incident.payloadVersion': (a: { path: string }): RichText =>
    rich`${code(a.path)} must be "4", the version of the Alertmanager webhook that is understood.`,
  'incident.payloadField': (a: { path: string }): RichText =>
    rich`${code(a.path)} is missing or not what version 4 of the Alertmanager webhook has there.`,

  'incident.critical': (): string => 'CRITICAL',
  'incident.warning': (): string => 'WARNING',
  'incident.info': (): string => 'INFO',
  'incident.acknowledged': (): string => 'ACKNOWLEDGED',
  'incident.snoozed': (): string => 'SNOOZED',
  'incident.silenced': (): string => 'SILENCED',
  'incident.resolved': (): string => 'RESOLVED',
  'incident.allClusters': (): string => 'all clusters',

  'incident.acknowledge': (): string => 'Acknowledge',
  'incident.escalate': (): string => 'Escalate',
  'incident.callLevel': (): string => 'Call a level…',
  'incident.callLevelLabel': (): string => 'Level',
  'incident.callLevelIntro': (a: { cluster: string; title: string }): RichText =>
    rich`${bold(`${a.cluster === '*' ? 'all clusters' : a.cluster} · ${a.title}`)}\nEverybody of the level is called at once.`,
  'incident.callLevelSubmit': (): string => 'Call',
  'incident.escalateConfirm': (a: { level: number }): string => `Call Level ${a.level}`,
  'incident.escalateText': (a: { levels: readonly string[]; cluster: string; title: string }): string =>
    `Called at once for ${a.title} on ${a.cluster === '*' ? 'all clusters' : a.cluster}:\n${a.levels.join('\n')}`,
  'incident.levelOption': (a: CallableLevel): string => `Level ${a.level}: ${a.names.length === 0 ? 'nobody' : a.names.join(', ')}`,
  'incident.menu': (): string => 'More…',
  'incident.untilClock': (a: { time: string }): string => `until ${a.time}`,
  'incident.join': (): string => 'I am here too',
  'incident.cancel': (): string => 'Cancel',
  'incident.resolve': (): string => 'Resolve',
  'incident.reopen': (): string => 'Reopen',
  'incident.reopenText': (a: { level: number }): string => `It opens again and Level ${a.level} is called.`,
  'incident.handBack': (): string => 'Hand back',
  'incident.handBackText': (a: { level: number }): string => `Level ${a.level} is called again at once.`,
  'incident.takeOver': (): string => 'Take it over from its owner',
  'incident.note': (): string => 'Note…',
  'incident.snooze': (): string => 'Snooze for…',
  'incident.silence': (): string => 'Silence for…',
  'incident.forDuration': (a: { duration: string }): string => a.duration,
  'incident.runbook': (): string => 'Runbook',
  'incident.dashboard': (): string => 'Dashboard',
  'incident.alertSource': (): string => 'Alert rule',
  'incident.openThread': (): string => 'Open the thread',

  'incident.thenAndNow': (a: { atFire: string | null; now: string | null; nowAt: number }): RichText =>
    rich`When it fired: ${bold(a.atFire ?? '?')} · now (${clockTime(a.nowAt)}): ${
      a.now === null ? 'cannot be read' : a.now === 'gone' ? 'the condition no longer holds' : bold(a.now)
    }`,
  'incident.statusLabel': (): string => 'Status',
  'incident.startedLabel': (): string => 'Started',
  'incident.alertsLabel': (): string => 'Alerts',
  'incident.ladderLabel': (): string => 'Escalation',
  'incident.escalatesLabel': (a: { level: number }): string => `Escalates to Level ${a.level}`,
  'incident.repeatsLabel': (a: { level: number }): string => `Level ${a.level} is called again`,
  'incident.ladderEndsLabel': (a: { level: number }): string => `Level ${a.level} waits until`,
  'incident.status': (a: { appearance: string; level: number | null; levels: number }): string =>
    `${STATUSES[a.appearance] ?? a.appearance}${a.level === null ? '' : ` · Level ${a.level} of ${a.levels}`}`,
  'incident.alertCounts': (a: { firing: number; resolved: number }): string =>
    `${a.firing.toLocaleString('en')} firing · ${a.resolved.toLocaleString('en')} resolved`,
  'incident.moreAlerts': (a: { count: number }): string => `… and ${a.count.toLocaleString('en')} more`,
  'incident.truncated': (a: { count: number }): string =>
    `Alertmanager left out ${a.count.toLocaleString('en')} more ${a.count === 1 ? 'alert' : 'alerts'} of this group.`,
  'incident.children': (a: { count: number; names: readonly string[] }): RichText =>
    rich`Folded in here, not called separately: ${a.count.toLocaleString('en')} (${a.names.join(', ')}${a.count > a.names.length ? ', …' : ''})`,
  'incident.class': (a: { classId: string }): RichText => rich`Class ${code(a.classId)}`,

  'incident.pagedLine': (a: { who: readonly string[]; at: number | null; level: number; levels: number; isFirst: boolean }): RichText => {
    if (a.who.length === 0) {
      return rich`${bold(`Level ${a.level} of ${a.levels}`)} · nobody could be called, please acknowledge if you can help`;
    }
    return a.isFirst || a.at === null
      ? rich`${who(a.who)} please acknowledge`
      : rich`${bold(`Level ${a.level} of ${a.levels}`)} · ${who(a.who)} called ${clockTime(a.at)}, please acknowledge`;
  },
  'incident.acknowledgedLine': (a: { by: string; at: number; afterMs: number; handBackAt: number | null }): RichText =>
    rich`${bold('Acknowledged')} by ${by(a.by)} · ${clockTime(a.at)} · ${roughDuration(a.afterMs)} after the start${
      a.handBackAt === null ? '' : rich` · opens again at ${clockTime(a.handBackAt)} if it still fires`
    }`,
  'incident.snoozedLine': (a: { by: string; at: number; until: number }): RichText =>
    rich`${bold('Snoozed')} until ${dateTime(a.until)} · acknowledged by ${by(a.by)} at ${clockTime(a.at)}`,
  'incident.silencedLine': (a: { by: string; until: number; comment: string }): RichText =>
    rich`${bold('Silenced')} by ${by(a.by)} until ${dateTime(a.until)}${a.comment === '' ? '' : ` · ${a.comment}`}`,
  'incident.resolvedLine': (a: { by: string; openMs: number; ackMs: number | null; level: number | null }): RichText =>
    rich`${bold('Resolved')} by ${by(a.by)} · open ${roughDuration(a.openMs)} · ${
      a.ackMs === null ? 'never acknowledged' : `acknowledged after ${roughDuration(a.ackMs)}`
    }${a.level === null ? '' : ` · Level ${a.level}`}`,
  'incident.presence': (a: { present: readonly string[]; missing: readonly string[] }): RichText =>
    rich`${bold('Here')}: ${who(a.present)}${a.missing.length === 0 ? '' : rich` · no answer yet: ${who(a.missing)}`}`,
  'incident.cause': (a: { cause: string; note: string }): RichText =>
    rich`${bold('Cause')}: ${a.cause}${a.note === '' ? '' : `\n${a.note}`}`,
  'incident.quietLine': (): string => 'For information. Nobody is called unless somebody escalates.',
  'incident.foldedLine': (): string => 'Part of a larger incident that is already being handled. Nobody is called for this one.',
  'incident.exhaustedLine': (): string => 'Every level has been called and nobody acknowledged',

  'incident.call': (a: { who: readonly string[]; level: number; levels: number; reason: string }): RichText =>
    rich`${a.who.length === 0 ? 'Nobody could be found' : who(a.who)} · ${bold(`Level ${a.level} of ${a.levels}`)}. ${CALL_REASONS[a.reason] ?? ''}`,
  'incident.directCall': (a: { level: number; roles: readonly string[]; reason: string }): RichText =>
    rich`You are called at ${bold(`Level ${a.level}`)}${a.roles.length === 0 ? '' : ` as ${a.roles.join(', ')}`}. ${CALL_REASONS[a.reason] ?? ''}`,
  'incident.callSettled': (a: Outcome & { level: number; levels: number }): RichText =>
    rich`Call of ${bold(`Level ${a.level} of ${a.levels}`)}: ${outcome(a)}`,
  'incident.reminderSettled': (a: Outcome): RichText => rich`Reminder: ${outcome(a)}`,
  'incident.pageSubject': (a: { severity: string; cluster: string; title: string; summary: string; deadline: number | null }): RichText =>
    rich`${bold(`${a.severity.toUpperCase()} · ${a.cluster === '*' ? 'all clusters' : a.cluster} · ${a.title}`)}${
      a.summary === '' ? '' : `\n${a.summary}`
    }${a.deadline === null ? '' : rich`\nAcknowledge before ${clockTime(a.deadline)}`}`,
  'incident.late': (a: { lateMs: number; skipped: readonly string[] }): RichText =>
    rich`This call is ${formatDuration(Math.round(a.lateMs / 1_000) * 1_000)} late.${
      a.skipped.length === 0 ? '' : ` Not called in that time: Level ${a.skipped.join(', Level ')}.`
    }`,
  'incident.emptyLevel': (a: { empty: number; level: number | null }): string =>
    a.level === null
      ? `Level ${a.empty} has nobody to call now, and no other level has either.`
      : `Level ${a.empty} has nobody to call now, so Level ${a.level} is called instead.`,
  'incident.reminder': (a: { at: number; handBackAt: number | null }): RichText =>
    rich`Still in hand? You acknowledged this at ${clockTime(a.at)}${
      a.handBackAt === null ? '' : rich`; at ${clockTime(a.handBackAt)} it calls again`
    }.`,
  'incident.reminderOver': (): string => 'This reminder was delayed; the incident has moved on.',

  'incident.mailSubject': (a: { severity: string; cluster: string; title: string; level: number }): string =>
    `[${a.severity}] ${a.cluster} ${a.title} · Level ${a.level}`,
  'incident.mailCalled': (a: { level: number }): string => `You are called at Level ${a.level}. Nobody has acknowledged this incident yet.`,
  'incident.mailStarted': (a: { at: string; incident: string }): string =>
    `Started ${a.at} · incident ${a.incident}. Answer in Slack; a reply to this mail reaches nobody.`,
  'incident.resolveTitle': (): string => 'Resolve the incident',
  'incident.resolveIntro': (a: { cluster: string; title: string }): RichText =>
    rich`${bold(`${a.cluster === '*' ? 'all clusters' : a.cluster} · ${a.title}`)}\nNobody is called for it any more. If its alerts start again, it opens again.`,
  'incident.causeLabel': (): string => 'Cause',
  'incident.causeHint': (): string => 'One line: shown in the channel and in the report.',
  'incident.noteLabel': (): string => 'What was done, what is left to do',
  'incident.reportCause': (): string => 'Cause',
  'incident.reportNote': (): string => 'Note',
  'incident.reportTimeline': (): string => 'Timeline',
  'incident.reportAlerts': (a: { count: number }): string => `Alerts (${a.count.toLocaleString('en')})`,
  'incident.reportId': (): string => 'Incident',
  'incident.reportSeverity': (): string => 'Severity',
  'incident.reportDuration': (): string => 'Open for',
  'incident.duration': (a: { durationMs: number }): string => roughDuration(a.durationMs),
};
