import type { Drill, DrillCall } from '../model/drill.ts';
import type { Block, Message } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { join, type RichText, rich } from '../model/text.ts';
import { markDrill } from './drill-mark.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

/** What a drill showed: its end, who was called and answered when, its steps and what stays open. */
export function drillReportMessage(drill: Drill, view: View): Message {
  const words = (phrase: Phrase): RichText => translate(view.locale, phrase);
  const summary = summaryOf(drill, view);
  const message: Message = {
    text: summary,
    blocks: [
      { kind: 'heading', text: plain(view.locale, say('drill.reportTitle', { scenario: drill.scenario })) },
      { kind: 'text', text: summary },
      ...section(say('drill.reportLadder'), callLines(drill, view), view),
      ...section(say('drill.reportSteps'), stepLines(drill, view), view),
      ...section(say('drill.reportQuestions'), questionLines(drill, view), view),
      { kind: 'context', items: [words(say('drill.reportFoot', { id: drill.id }))] },
    ],
    metadata: { type: 'thanos_drill', payload: { drill: drill.id } },
  };
  return markDrill(message, view);
}

/** Drills, newest first. */
export function drillListMessage(drills: readonly Drill[], view: View): Message {
  const text = translate(view.locale, drills.length === 0 ? say('drill.noneYet') : say('drill.listText', { count: drills.length }));
  const lines = drills.map((drill) => listLine(drill, view));
  const message: Message = {
    text: join([text, ...lines], ' '),
    blocks: [{ kind: 'text', text }, ...lines.map((line) => ({ kind: 'text' as const, text: line }))],
  };
  return markDrill(message, view);
}

function summaryOf({ scenario, startedBy, startedAt, endsAt, end }: Drill, { locale }: View): RichText {
  return end === null
    ? translate(locale, say('drill.runs', { scenario, by: startedBy, at: startedAt, until: endsAt }))
    : translate(locale, say('drill.ended', { scenario, how: end.how, by: end.by, startedAt, tookMs: end.at - startedAt }));
}

function section(title: Phrase, lines: readonly RichText[], { locale }: View): readonly Block[] {
  return lines.length === 0 ? [] : [{ kind: 'text', text: [...translate(locale, title), '\n', ...join(lines, '\n')] }];
}

function callLines({ end }: Drill, { locale }: View): readonly RichText[] {
  if (end === null) {
    return [];
  }
  const { calls, acknowledgement } = end.report;
  const answer = (call: DrillCall) => (acknowledgement?.level === call.level ? acknowledgement : { by: '', afterMs: 0 });
  return calls.map((call) => {
    const { by, afterMs: answeredAfterMs } = answer(call);
    return rich`• ${translate(locale, say('drill.reportCall', { ...call, by, answeredAfterMs }))}`;
  });
}

function stepLines({ scenario, startedAt, steps }: Drill, { locale }: View): readonly RichText[] {
  return steps.map(({ id: step, seen }, index) => {
    const title = translate(locale, say('drill.stepTitle', { scenario, step, number: index + 1, count: steps.length }));
    const state = seen === null ? say('drill.reportUnseen') : say('drill.reportSeen', { ...seen, afterMs: seen.at - startedAt });
    return rich`• ${title} ${translate(locale, state)}`;
  });
}

function questionLines({ end }: Drill, { locale }: View): readonly RichText[] {
  if (end === null) {
    return [];
  }
  const { questions } = end.report;
  return questions.length === 0
    ? [translate(locale, say('drill.noQuestions'))]
    : questions.map((question) => rich`• ${translate(locale, question)}`);
}

function listLine(drill: Drill, view: View): RichText {
  const { id, steps, end } = drill;
  const done = steps.filter(({ seen }) => seen !== null).length;
  const result = say('drill.listResult', {
    id,
    done,
    count: steps.length,
    ackMs: end?.report.acknowledgement?.afterMs ?? null,
    questions: end?.report.questions.length ?? null,
  });
  return rich`${summaryOf(drill, view)} ${translate(view.locale, result)}`;
}
