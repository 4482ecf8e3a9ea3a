import type { IncidentStore } from '../escalation/incident-store.ts';
import { cut } from '../messages/escape.ts';
import { type CallableLevel, label, sentence } from '../messages/incident-view.ts';
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
export const CALL_LEVEL = 'call_level';

export interface IncidentLevelDependencies extends IncidentActsDependencies {
  readonly incidents: Pick<IncidentStore, 'get'>;
  readonly dialogs: Dialogs;
  /** Whom each level that can be asked for would call now. */
  readonly callable: (incident: Incident) => Promise<readonly CallableLevel[]>;
}

/** Shows whom each level would call before one of them is. */
export function callLevelMenu(dependencies: IncidentLevelDependencies): ClickHandlers {
  return {
    call_level: async (click, answer, view) => {
      await demand(dependencies, click, 'responder');
      const incident = await dependencies.incidents.get(click.reference.id);
      if (incident === null) {
        throw new UserError(say('response.gone'));
      }
      const levels = await dependencies.callable(incident);
      if (levels.length === 0) {
        return answer.show(sentenceMessage(standingOf(incident), view));
      }
      await dependencies.dialogs.open(click.triggerId, dialogFor(incident, levels, view));
    },
  };
}

/** The filled-in dialog. More people are only called for the incident that the person saw. */
export function callLevelSubmission(dependencies: IncidentLevelDependencies): Readonly<Record<string, SubmissionHandler>> {
  return {
    [CALL_LEVEL]: async ({ reference, userId, values }) => {
      const act = { interaction: 'escalate', reference, userId } as const;
      await demand(dependencies, act, 'responder');
      const toLevel = Number(values['level']);
      const event = { kind: 'escalated', at: dependencies.clock.now(), by: userId, toLevel } as const;
      const isAsSeen = ({ revision, levels }: Incident): boolean =>
        revision === reference.revision && levels.some(({ level }) => level === toLevel);
      const applied = await apply(dependencies, act, event, isAsSeen);
      if (applied.kind !== 'changed') {
        throw new UserError(applied.incident.escalation.status === 'resolved' ? standingOf(applied.incident) : say('response.changed'));
      }
      return { kind: 'close' };
    },
  };
}

function dialogFor({ id, revision, cluster, title }: Incident, levels: readonly CallableLevel[], view: View): Dialog {
  const options = levels.map((each) => ({ label: label(view, say('incident.levelOption', { ...each })), value: String(each.level) }));
  const [first] = options;
  return {
    id: CALL_LEVEL,
    title: label(view, say('incident.escalate')),
    submit: label(view, say('incident.callLevelSubmit')),
    close: label(view, say('incident.cancel')),
    reference: { id, revision },
    blocks: [
      { kind: 'text', text: sentence(view, say('incident.callLevelIntro', { cluster, title: cut(title, 200) })) },
      {
        kind: 'input',
        name: 'level',
        label: label(view, say('incident.callLevelLabel')),
        options,
        ...(first === undefined ? {} : { initial: first.value }),
      },
    ],
  };
}
