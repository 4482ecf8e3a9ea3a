import type { Block, Control, Message } from '../model/message.ts';
import { acknowledging, openInChannel } from './incident-controls.ts';
import { headline } from './incident-headline.ts';
import { type Page, pageMetadata, reminderMetadata, subject } from './incident-page.ts';
import { type IncidentView, levelNumber, sentence } from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

/**
 * What is left of a call or reminder that nobody has to answer any more: who took it and when, as it will still be true when more happens.
 *
 * @param page - `null` for a reminder.
 * @param userId - Whose direct message it is; `null` in the channel.
 */
export function settledCallMessage(view: IncidentView, page: Page | null, reader: View, userId: string | null): Message {
  const { incident } = view;
  const { escalation, levels } = incident;
  const outcome =
    escalation.status === 'triggered'
      ? { kind: 'paused', by: '', at: null, until: escalation.silencedUntil }
      : { kind: escalation.status, by: escalation.by, at: escalation.at, until: null };
  const phrase =
    page === null
      ? say('incident.reminderSettled', outcome)
      : say('incident.callSettled', { level: levelNumber(incident, page.levelIndex), levels: levels.at(-1)?.level ?? 0, ...outcome });
  const line = sentence(reader, phrase);
  return {
    text: [...line, ' ', ...headline(view, reader)],
    blocks: [{ kind: 'text', text: [...line, '\n', ...subject(view, reader)] }, ...controlsOf(view, page, reader, userId)],
    metadata: page === null ? reminderMetadata(view) : pageMetadata(view, page),
  };
}

/** Where each answers for themselves, those who were called at this level may still say that they are there. */
function controlsOf(view: IncidentView, page: Page | null, reader: View, userId: string | null): readonly Block[] {
  if (userId === null) {
    return [];
  }
  const isTheirs = page?.levelIndex === view.incident.escalation.levelIndex;
  const controls: readonly Control[] = [
    ...(isTheirs ? acknowledging(view, reader, userId) : []).filter(() => view.incident.escalation.status === 'acknowledged'),
    ...openInChannel(view.permalink, reader),
  ];
  return controls.length === 0 ? [] : [{ kind: 'controls', controls }];
}
