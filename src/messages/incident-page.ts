import type { Effect } from '../escalation/step.ts';
import type { Block, Message } from '../model/message.ts';
import { link, type RichText } from '../model/text.ts';
import { cut } from './escape.ts';
import { acknowledging, incidentControls, openInChannel, pageControls } from './incident-controls.ts';
import { headline } from './incident-headline.ts';
import { type IncidentView, label, levelNumber, namesOf, sentence } from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

/** One page as the machine decided it. */
export type Page = Omit<Extract<Effect, { kind: 'page' }>, 'kind'>;

/** Whom a page really goes to when the level it was meant for has nobody now. */
export interface PageDetour {
  readonly emptyLevelIndex: number;
  readonly levelIndex: number | null;
}

/** Calls the people of a level in the channel or in the incident's thread; `view.paged` names them. */
export function pageMessage(view: IncidentView, page: Page, reader: View, detour: PageDetour | null = null): Message {
  const { incident } = view;
  const call = sentence(
    reader,
    say('incident.call', {
      who: view.paged === null ? [] : namesOf(view.paged.recipients),
      level: levelNumber(incident, page.levelIndex),
      levels: incident.levels.at(-1)?.level ?? 0,
      reason: page.reason,
    }),
  );
  return {
    text: headline(view, reader),
    blocks: [
      { kind: 'text', text: [...call, '\n', ...subject(view, reader)] },
      ...notes(view, page, reader, detour),
      ...pageControls(view, reader),
    ],
    metadata: pageMetadata(view, page),
  };
}

/** The same call as a direct message: channels can be muted on a phone, and this one cannot be overlooked. */
export function directPage(
  view: IncidentView,
  page: Page,
  reader: View,
  options: { readonly roles: readonly string[]; readonly detour?: PageDetour | null; readonly userId?: string },
): Message {
  const { incident, permalink } = view;
  const call = sentence(
    reader,
    say('incident.directCall', { level: levelNumber(incident, page.levelIndex), roles: options.roles, reason: page.reason }),
  );
  const controls: Block = {
    kind: 'controls',
    controls: [...acknowledging(view, reader, options.userId ?? null), ...openInChannel(permalink, reader)],
  };
  return {
    text: headline(view, reader),
    blocks: [
      { kind: 'text', text: [...call, '\n', ...subject(view, reader)] },
      ...notes(view, page, reader, options.detour ?? null),
      ...(controls.controls.length === 0 ? [] : [controls]),
    ],
    metadata: pageMetadata(view, page),
  };
}

/** Asks the owner of an acknowledged incident whether it is still in hand. */
export function reminderMessage(view: IncidentView, reader: View): Message {
  const { escalation } = view.incident;
  const question =
    escalation.status === 'acknowledged'
      ? sentence(reader, say('incident.reminder', { at: escalation.at, handBackAt: escalation.handBackAt }))
      : sentence(reader, say('incident.reminderOver'));
  return {
    text: [...headline(view, reader), ' ', ...question],
    blocks: [
      { kind: 'text', text: [...question, '\n', ...subject(view, reader), ...threadLink(view.permalink, reader)] },
      ...incidentControls(view, reader),
    ],
    metadata: reminderMetadata(view),
  };
}

/** What is called for, and until when. */
export function subject(view: IncidentView, reader: View): RichText {
  const { incident } = view;
  const { escalation } = incident;
  const deadline = escalation.status === 'triggered' ? escalation.nextEscalationAt : null;
  const summary = cut(incident.summary, 600);
  return sentence(
    reader,
    say('incident.pageSubject', { severity: incident.severity, cluster: incident.cluster, title: incident.title, summary, deadline }),
  );
}

function notes({ incident }: IncidentView, page: Page, reader: View, detour: PageDetour | null): readonly Block[] {
  const late =
    page.lateMs === null
      ? []
      : [
          sentence(
            reader,
            say('incident.late', {
              lateMs: page.lateMs,
              skipped: page.skipped.map((index) => String(levelNumber(incident, index))),
            }),
          ),
        ];
  const empty =
    detour === null
      ? []
      : [
          sentence(
            reader,
            say('incident.emptyLevel', {
              empty: levelNumber(incident, detour.emptyLevelIndex),
              level: detour.levelIndex === null ? null : levelNumber(incident, detour.levelIndex),
            }),
          ),
        ];
  const items = [...late, ...empty];
  return items.length === 0 ? [] : [{ kind: 'context', items }];
}

function threadLink(permalink: string | null, reader: View): RichText {
  return permalink === null ? [] : ['\n', link(permalink, label(reader, say('incident.openThread')))];
}

export function reminderMetadata({ incident }: IncidentView): NonNullable<Message['metadata']> {
  return { type: 'thanos_reminder', payload: { incident: incident.id, revision: incident.revision } };
}

export function pageMetadata({ incident }: IncidentView, page: Page): NonNullable<Message['metadata']> {
  return {
    type: 'thanos_page',
    payload: { incident: incident.id, revision: incident.revision, level: levelNumber(incident, page.levelIndex), repeats: page.repeats },
  };
}
