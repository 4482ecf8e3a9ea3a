import { code, dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import { formatDuration } from '../../../model/time.ts';

const PAGE_REASONS: Readonly<Record<string, string>> = {
  'ack-timeout': ' because nobody acknowledged in time',
  escalated: ' on request',
  repeat: ' again',
  'handed-back': ' because the time of its owner is over',
  'snooze-ended': ' after the snooze',
  'silence-ended': ' because the silence is over and it still fires',
  unacknowledged: ' after the hand-back',
  reopened: ' because it fires again',
};

const OUTCOMES: Readonly<Record<string, string>> = {
  succeeded: ': it worked',
  failed: ': it failed',
  unknown: ': it is not known whether it worked',
};

const by = (actor: string): RichText => [actor === 'alertmanager' ? 'Alertmanager' : actor === 'system' ? 'the bot' : mention(actor)];
const level = (number: number | null): string => (number === null ? 'a level' : `Level ${number}`);

/** Lines of an incident's thread and of its report; the time stands before them. */
export const incidentEvents = {
  'incident.eventOpened': (): string => 'Opened',
  'incident.eventPaged': (a: { level: number | null; reason: string; who: readonly string[] }): RichText =>
    rich`Called ${level(a.level)}${a.who.length === 0 ? '' : rich` (${join(a.who.map(mention), ', ')})`}${PAGE_REASONS[a.reason] ?? ''}`,
  'incident.eventEscalated': (a: { actor: string; to: number | null }): RichText =>
    rich`Escalated by ${by(a.actor)}${a.to === null ? '' : ` to Level ${a.to}`}`,
  'incident.eventAcknowledged': (a: { actor: string }): RichText => rich`Acknowledged by ${by(a.actor)}`,
  'incident.eventUnacknowledged': (a: { actor: string; owner: string }): RichText =>
    rich`Handed back by ${by(a.actor)}${a.owner === '' || a.owner === a.actor ? '' : rich` in place of ${mention(a.owner)}`}`,
  'incident.eventTakenOver': (a: { actor: string; from: string }): RichText =>
    rich`Taken over by ${by(a.actor)}${a.from === '' ? '' : rich` from ${mention(a.from)}`}`,
  'incident.eventJoined': (a: { actor: string }): RichText => rich`${by(a.actor)} is here too`,
  'incident.eventSnoozed': (a: { actor: string; until: number | null }): RichText =>
    rich`Snoozed by ${by(a.actor)}${a.until === null ? '' : rich` until ${dateTime(a.until)}`}`,
  'incident.eventReminded': (a: { user: string }): RichText => rich`Reminded ${a.user === '' ? 'the owner' : mention(a.user)}`,
  'incident.eventHandedBack': (a: { user: string; isSnoozeOver: boolean }): RichText =>
    a.isSnoozeOver
      ? rich`The snooze of ${a.user === '' ? 'the owner' : mention(a.user)} is over`
      : rich`${a.user === '' ? 'The owner' : mention(a.user)} has had it for long enough; it is open again`,
  'incident.eventResolved': (a: { actor: string; cause: string; note: string }): RichText =>
    a.actor === 'alertmanager'
      ? ['Resolved: no alert fires any more']
      : rich`Resolved by ${by(a.actor)}${a.cause === '' ? '' : `: ${a.cause}`}${a.note === '' ? '' : ` (${a.note})`}`,
  'incident.eventReopened': (a: { actor: string }): RichText =>
    a.actor === 'alertmanager' ? ['Opened again: an alert fires again'] : rich`Opened again by ${by(a.actor)}`,
  'incident.eventAlertsChanged': (a: { firing: number | null; resolved: number | null }): string =>
    `Alerts changed: ${a.firing?.toLocaleString('en') ?? '?'} firing, ${a.resolved?.toLocaleString('en') ?? '?'} resolved`,
  'incident.eventSilenced': (a: { actor: string; until: number | null }): RichText =>
    rich`Silenced by ${by(a.actor)}${a.until === null ? '' : rich` until ${dateTime(a.until)}`}`,
  'incident.eventSilenceEnded': (a: { actor: string }): RichText =>
    a.actor === 'alertmanager'
      ? ['No longer silenced: Alertmanager lets something of it through']
      : rich`The silence is over and it still fires`,
  'incident.eventFolded': (): string => 'Folded into a larger incident; nobody is called for this one',
  'incident.eventNote': (a: { actor: string; text: string }): RichText => rich`${by(a.actor)}: ${a.text}`,
  'incident.eventAction': (a: { actor: string; text: string; outcome: string }): RichText =>
    rich`${by(a.actor)} ran ${code(a.text)}${OUTCOMES[a.outcome] ?? ''}`,
  'incident.eventDelivery': (a: { text: string }): RichText => rich`Delivery: ${a.text}`,
  'incident.eventLate': (a: { level: number | null; lateMs: number | null }): string =>
    `The call of ${level(a.level)} was ${a.lateMs === null ? '' : `${formatDuration(Math.round(a.lateMs / 1_000) * 1_000)} `}late`,
  'incident.eventExhausted': (a: { level: number | null }): string =>
    `Nobody acknowledged${a.level === null ? '' : ` up to Level ${a.level}`}; no level is left`,
};
