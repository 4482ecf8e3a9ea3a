import type { TimelineEvent } from '../model/incident.ts';
import type { Message } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { clockTime, type RichText } from '../model/text.ts';
import { sentence } from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

/** One line of the incident's thread: when, who, what. */
export function threadLine(event: TimelineEvent, reader: View): Message {
  const text: RichText = [clockTime(event.at), '  ', ...eventSentence(event, reader)];
  return { text, blocks: [{ kind: 'text', text }] };
}

/** What happened, without the time. */
export function eventSentence(event: TimelineEvent, reader: View): RichText {
  return sentence(reader, eventPhrase(event));
}

/**
 * The phrase of an event. Details by kind: `paged` level, reason, who (ids and roles) · `escalated` to · `taken-over` from ·
 * `snoozed`, `silenced` until · `reminded`, `unacknowledged`, `handed-back` user · `alerts-changed` firing, resolved ·
 * `resolved` cause, note · `note` text · `action` text, outcome · `delivery` text, channel · `late` level, lateMs, skipped · `exhausted` level. All are optional.
 */
function eventPhrase({ kind, actor, details }: TimelineEvent): Phrase {
  const number = (name: string): number | null => {
    const value = details[name];
    return typeof value === 'number' ? value : null;
  };
  const text = (name: string): string => {
    const value = details[name];
    return typeof value === 'string' ? value : '';
  };
  const list = (name: string): readonly string[] => {
    const value = details[name];
    return Array.isArray(value) ? value : [];
  };
  switch (kind) {
    case 'opened':
      return say('incident.eventOpened');
    case 'paged':
      return say('incident.eventPaged', { level: number('level'), reason: text('reason'), who: list('who') });
    case 'escalated':
      return say('incident.eventEscalated', { actor, to: number('to') });
    case 'acknowledged':
      return say('incident.eventAcknowledged', { actor });
    case 'unacknowledged':
      return say('incident.eventUnacknowledged', { actor, owner: text('user') });
    case 'taken-over':
      return say('incident.eventTakenOver', { actor, from: text('from') });
    case 'joined':
      return say('incident.eventJoined', { actor });
    case 'snoozed':
      return say('incident.eventSnoozed', { actor, until: number('until') });
    case 'reminded':
      return say('incident.eventReminded', { user: text('user') });
    case 'handed-back':
      return say('incident.eventHandedBack', { user: text('user'), isSnoozeOver: text('reason') === 'snooze-ended' });
    case 'resolved':
      return say('incident.eventResolved', { actor, cause: text('cause'), note: text('note') });
    case 'reopened':
      return say('incident.eventReopened', { actor });
    case 'alerts-changed':
      return say('incident.eventAlertsChanged', { firing: number('firing'), resolved: number('resolved') });
    case 'silenced':
      return say('incident.eventSilenced', { actor, until: number('until') });
    case 'silence-ended':
      return say('incident.eventSilenceEnded', { actor });
    case 'folded':
      return say('incident.eventFolded');
    case 'note':
      return say('incident.eventNote', { actor, text: text('text') });
    case 'action':
      return say('incident.eventAction', { actor, text: text('text'), outcome: text('outcome') });
    case 'delivery':
      return deliveryPhrase(details) ?? say('incident.eventDelivery', { text: text('text') || text('reason') });
    case 'late':
      return say('incident.eventLate', { level: number('level'), lateMs: number('lateMs') });
    case 'exhausted':
      return say('incident.eventExhausted', { level: number('level') });
  }
}

/** What the delivery worker tells is stored as the id of a sentence with its values beside it. */
function deliveryPhrase({ sentence: id, ...args }: TimelineEvent['details']): Phrase | null {
  return typeof id === 'string' ? { id, args } : null;
}
