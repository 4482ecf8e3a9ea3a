import type { IncidentNotes } from '../escalation/notes.ts';
import { label } from '../messages/incident-view.ts';
import { say } from '../messages/say.ts';
import type { View } from '../messages/view.ts';
import { UserError } from '../model/errors.ts';
import type { Dialog, Reference } from '../model/message.ts';
import type { Dialogs } from '../ports.ts';
import type { ClickHandlers } from './interaction-router.ts';
import type { SubmissionHandler } from './submission-router.ts';

/** Names the dialog in what Slack sends back. */
const INCIDENT_NOTE = 'incident_note';

/** Anybody who sees an incident may write to its history, as anybody may answer in its thread. */
export function noteButton(dialogs: Dialogs): ClickHandlers {
  return {
    note: async ({ triggerId, reference }, _answer, view) => dialogs.open(triggerId, noteDialog(reference, view)),
  };
}

export function noteSubmission(notes: Pick<IncidentNotes, 'add'>): Readonly<Record<string, SubmissionHandler>> {
  return {
    [INCIDENT_NOTE]: async ({ reference, userId, values }) => {
      if ((await notes.add(reference.id, userId, values['note'] ?? '')) === 'gone') {
        throw new UserError(say('response.gone'));
      }
      return { kind: 'close' };
    },
  };
}

function noteDialog(reference: Reference, view: View): Dialog {
  return {
    id: INCIDENT_NOTE,
    title: label(view, say('response.noteTitle')),
    submit: label(view, say('response.noteSubmit')),
    close: label(view, say('incident.cancel')),
    reference,
    blocks: [
      {
        kind: 'input',
        name: 'note',
        label: label(view, say('response.noteLabel')),
        hint: label(view, say('response.noteHint')),
        multiline: true,
      },
    ],
  };
}
