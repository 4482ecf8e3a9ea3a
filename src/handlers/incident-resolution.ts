import type { IncidentStore } from '../escalation/incident-store.ts';
import { cleanText } from '../escalation/untrusted-text.ts';
import { cut } from '../messages/escape.ts';
import { label, sentence } from '../messages/incident-view.ts';
import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import type { View } from '../messages/view.ts';
import { UserError } from '../model/errors.ts';
import type { Incident } from '../model/incident.ts';
import type { Dialog } from '../model/message.ts';
import type { Dialogs } from '../ports.ts';
import { apply, demand, type IncidentActsDependencies, standingOf } from './incident-acts.ts';
import type { ClickHandlers } from './interaction-router.ts';
import type { SubmissionHandler } from './submission-router.ts';

/** Names the dialog in what Slack sends back. */
export const RESOLVE_INCIDENT = 'resolve_incident';

const LONGEST_CAUSE = 300;
const LONGEST_NOTE = 2_000;

export interface IncidentResolutionDependencies extends IncidentActsDependencies {
  readonly incidents: Pick<IncidentStore, 'get'>;
  readonly dialogs: Dialogs;
}

/** Whoever resolves an incident says what it was: the next one at night wants to know. */
export function resolveButton(dependencies: IncidentResolutionDependencies): ClickHandlers {
  return {
    resolve: async (click, answer, view) => {
      await demand(dependencies, click, 'responder');
      const incident = await dependencies.incidents.get(click.reference.id);
      if (incident === null) {
        throw new UserError(say('response.gone'));
      }
      if (incident.escalation.status === 'resolved') {
        return answer.show(sentenceMessage(standingOf(incident), view));
      }
      await dependencies.dialogs.open(click.triggerId, dialogFor(incident, view));
    },
  };
}

/** The filled-in dialog; the incident may have been resolved while it was open. */
export function resolveSubmission(dependencies: IncidentResolutionDependencies): Readonly<Record<string, SubmissionHandler>> {
  return {
    [RESOLVE_INCIDENT]: async ({ reference, userId, values }) => {
      const act = { interaction: 'resolve', reference, userId } as const;
      await demand(dependencies, act, 'responder');
      const cause = cut(oneLine(cleanText(values['cause'] ?? '')), LONGEST_CAUSE);
      const note = cut(cleanText(values['note'] ?? '').trim(), LONGEST_NOTE);
      if (cause === '') {
        throw new UserError(say('response.causeMissing'));
      }
      const event = { kind: 'resolved', at: dependencies.clock.now(), by: userId, cause, ...(note === '' ? {} : { note }) } as const;
      const applied = await apply(dependencies, act, event);
      if (applied.kind !== 'changed') {
        throw new UserError(standingOf(applied.incident));
      }
      return { kind: 'close' };
    },
  };
}

function dialogFor({ id, revision, cluster, title }: Incident, view: View): Dialog {
  return {
    id: RESOLVE_INCIDENT,
    title: label(view, say('incident.resolveTitle')),
    submit: label(view, say('incident.resolve')),
    close: label(view, say('incident.cancel')),
    reference: { id, revision },
    blocks: [
      { kind: 'text', text: sentence(view, say('incident.resolveIntro', { cluster, title })) },
      { kind: 'input', name: 'cause', label: label(view, say('incident.causeLabel')), hint: label(view, say('incident.causeHint')) },
      { kind: 'input', name: 'note', label: label(view, say('incident.noteLabel')), multiline: true, optional: true },
    ],
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
