import type { AuditLog } from '../actions/audit-log.ts';
import type { Drills } from '../drill/drills.ts';
import { DRILL_NOTE_DIALOG, drillAnswer, keptNote, noteDialog, readStepReference } from '../messages/drill.ts';
import { markDrill, NOT_IN_DRILLS } from '../messages/drill-mark.ts';
import { say } from '../messages/say.ts';
import type { View } from '../messages/view.ts';
import { DRILL_OUTCOMES, type DrillOutcome, isDrill } from '../model/drill.ts';
import { UserError } from '../model/errors.ts';
import type { Incident } from '../model/incident.ts';
import type { Reference } from '../model/message.ts';
import type { Access, Clock, Dialogs } from '../ports.ts';
import type { Answer } from './answer.ts';
import type { ClickHandler, ClickHandlers } from './interaction-router.ts';
import type { SubmissionHandler } from './submission-router.ts';

export interface DrillButtonsDependencies {
  readonly drills: Pick<Drills, 'tick'>;
  readonly dialogs: Dialogs;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly clock: Pick<Clock, 'now'>;
}

/** The buttons of a drill's steps. */
export function drillButtons(dependencies: DrillButtonsDependencies): ClickHandlers {
  return {
    drill_seen: async ({ reference, userId }, answer, view) => {
      const isLast = await tick(dependencies, reference, userId, 'expected', '');
      await answer.show(drillAnswer(say('drill.ticked', { isLast }), view));
    },
    drill_note: async ({ reference, triggerId }, _answer, view) => dependencies.dialogs.open(triggerId, noteDialog(reference, view)),
  };
}

/** The dialog that ticks a step with a note. */
export function drillSubmissions(dependencies: DrillButtonsDependencies): Readonly<Record<string, SubmissionHandler>> {
  return {
    [DRILL_NOTE_DIALOG]: async ({ reference, userId, values }) => {
      const outcome = DRILL_OUTCOMES.find((known) => known === values['outcome']) ?? 'different';
      await tick(dependencies, reference, userId, outcome, keptNote(values['note'] ?? ''));
      return { kind: 'close' };
    },
  };
}

/** Answers about a drill's incident carry its mark, and what makes no sense for one is refused. */
export function markedInDrills(handlers: ClickHandlers, incidents: { get(id: string): Promise<Incident | null> }): ClickHandlers {
  const wrap =
    (handler: ClickHandler): ClickHandler =>
    async (click, answer, view) => {
      const incident = await incidents.get(click.reference.id);
      if (incident === null || !isDrill(incident)) {
        return handler(click, answer, view);
      }
      if (NOT_IN_DRILLS.includes(click.interaction)) {
        throw new UserError(say('drill.noSuchButton'));
      }
      return handler(click, markedAnswer(answer, view), view);
    };
  return Object.fromEntries(Object.entries(handlers).map(([word, handler]) => [word, wrap(handler)]));
}

function markedAnswer(answer: Answer, view: View): Answer {
  return {
    ...answer,
    show: (message) => answer.show(markDrill(message, view)),
    replace: (message) => answer.replace(markDrill(message, view)),
  };
}

/** Whether that was the last step. @throws UserError */
async function tick(
  { drills, access, audit, clock }: DrillButtonsDependencies,
  reference: Reference,
  by: string,
  outcome: DrillOutcome,
  note: string,
): Promise<boolean> {
  const { drillId, stepId } = readStepReference(reference);
  const line = { at: clock.now(), actor: by, action: 'drill-step', subject: drillId };
  if ((await access.may(by, 'responder')) === 'no') {
    await audit.append({ ...line, outcome: 'refused', details: { step: stepId } });
    throw new UserError(say('action.forbidden', { who: access.whoMay('responder') }));
  }
  const drill = await drills.tick({ drillId, stepId, by, outcome, note });
  await audit.append({ ...line, outcome: 'succeeded', details: { step: stepId, outcome } });
  return drill.steps.every(({ seen }) => seen !== null);
}
