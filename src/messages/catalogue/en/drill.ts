import { bold, clockTime, code, dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import { roughDuration } from '../../../model/time.ts';

const TITLES: Readonly<Record<string, string>> = {
  prometheus: 'Prometheus pod deleted',
  s3: 'S3 endpoint unreachable',
};

const STEPS: Readonly<Record<string, string>> = {
  'prometheus.deleted': 'A Prometheus pod is gone',
  'prometheus.recovery': 'Does it come back by itself?',
  'prometheus.data': 'Was data lost?',
  's3.outage': 'S3 cannot be reached',
  's3.sidecar': 'What does Thanos Sidecar do meanwhile?',
  's3.catch-up': 'Do the uploads catch up?',
};

const EXPECTED: Readonly<Record<string, string>> = {
  'prometheus.deleted': 'To be seen: the pod is not ready, and Thanos Query loses the store of that cluster.',
  'prometheus.recovery':
    'To be seen: the StatefulSet starts the pod again, it becomes ready after the WAL was replayed, and the store is back. Note how long it took.',
  'prometheus.data':
    'To be seen: everything up to the failure is there (volume and WAL), only the time of the failure is missing, and the Sidecar uploads as before.',
  's3.outage':
    'To be seen: the bucket cannot be read, and a Sidecar whose next block is due fails to upload it. Blocks are cut every two hours, so that can take a while.',
  's3.sidecar':
    'To be seen: Prometheus goes on scraping, Sidecar still serves the newest data to Thanos Query, and blocks wait on its volume.',
  's3.catch-up': 'To be seen: blocks that had to wait are uploaded one after the other, without anybody doing anything and without a gap.',
};

const OUTCOMES: Readonly<Record<string, string>> = { expected: 'as described', different: 'something else' };

const outcomeWord = (outcome: string): string => OUTCOMES[outcome] ?? outcome;
const stepName = (a: { scenario: string; step: string }): string => STEPS[`${a.scenario}.${a.step}`] ?? a.step;
const names = (ids: readonly string[]): RichText => join(ids.map(mention), ', ');
const by = (actor: string): RichText => [actor === 'system' ? 'the bot' : mention(actor)];
const noted = (note: string): string => (note === '' ? '' : `: “${note}”`);

function task(a: { scenario: string; step: string; breaks: boolean; cluster: string; namespace: string; pod: string }): RichText {
  switch (`${a.scenario}.${a.step}`) {
    case 'prometheus.deleted':
      return a.breaks
        ? rich`The sandbox has just made Prometheus of ${a.cluster} crash.`
        : rich`Delete one Prometheus pod by hand, on ${a.cluster} for example: ${code(`kubectl -n ${a.namespace} delete pod ${a.pod}`)}. The bot deletes nothing.`;
    case 'prometheus.recovery':
      return a.breaks ? ['The sandbox no longer keeps it down.'] : ['Do nothing and watch.'];
    case 'prometheus.data':
      return [`Compare the metrics of ${a.cluster} before, during and after the failure.`];
    case 's3.outage':
      return a.breaks
        ? ['The sandbox’s object storage has just begun to refuse every request.']
        : [
            'Change the S3 endpoint in the object storage configuration of one test cluster’s Sidecar to an address that does not answer. Note the old value first. The bot changes nothing.',
          ];
    case 's3.sidecar':
      return ['Leave it broken for a while and watch.'];
    case 's3.catch-up':
      return a.breaks ? ['The sandbox’s object storage answers again.'] : ['Put the old endpoint back.'];
    default:
      return [];
  }
}

const CALLS: Readonly<Record<string, string>> = {
  'no-answer': 'nobody answered in its time',
  'cut-short': 'the drill ended before its time did',
};

const ENDINGS: Readonly<Record<string, string>> = { resolved: 'resolved', stopped: 'stopped', 'timed-out': 'ended by its time limit' };

/** Practices of outages. The mark is put before every message; sentences that stand in others’ messages carry it themselves. */
export const drill = {
  'drill.mark': (): string => 'DRILL',
  'drill.incidentTitle': (a: { scenario: string }): string => TITLES[a.scenario] ?? a.scenario,
  'drill.incidentSummary': (_: { scenario: string }): string =>
    'This is an exercise, no real outage. Answer as you would answer a real call; the thread leads through it. It ends when it is resolved or with /thanos drill stop.',

  'drill.stepTitle': (a: { scenario: string; step: string; number: number; count: number }): string =>
    `Step ${a.number} of ${a.count}: ${stepName(a)}${stepName(a).endsWith('?') ? '' : '.'}`,
  'drill.stepTask': task,
  'drill.stepExpect': (a: { scenario: string; step: string }): string => EXPECTED[`${a.scenario}.${a.step}`] ?? '',
  'drill.look': (): string => 'Look with',
  'drill.seenButton': (): string => 'Seen as described',
  'drill.noteButton': (): string => 'Something else, or a note…',
  'drill.seen': (a: { by: string; at: number; outcome: string; note: string }): RichText =>
    rich`${bold('Done')} ${mention(a.by)} at ${clockTime(a.at)} · ${outcomeWord(a.outcome)}${noted(a.note)}`,
  'drill.notSeen': (): string => 'Not done: the drill ended before.',
  'drill.outcome': (a: { outcome: string }): string => (a.outcome === 'expected' ? 'It was as described' : 'I saw something else'),
  'drill.outcomeLabel': (): string => 'What did you see?',
  'drill.noteTitle': (): string => 'DRILL step',
  'drill.noteSubmit': (): string => 'Tick the step',
  'drill.noteLabel': (): string => 'Note',
  'drill.noteHint': (): string => 'Stands in the report.',
  'drill.eventSeen': (a: { scenario: string; step: string; by: string; outcome: string; note: string }): RichText =>
    rich`DRILL step “${stepName(a)}” ticked by ${mention(a.by)}: ${outcomeWord(a.outcome)}${noted(a.note)}`,
  'drill.ticked': (a: { isLast: boolean }): string =>
    a.isLast
      ? 'Written down. That was the last step; resolve the incident to get the report.'
      : 'Written down. The next step is in the thread.',
  'drill.alreadySeen': (a: { by: string; at: number }): RichText =>
    rich`DRILL: ${mention(a.by)} ticked this step already at ${clockTime(a.at)}.`,
  'drill.over': (): string => 'DRILL: This drill is over, so nothing was written down.',
  'drill.noSuchButton': (): string => 'This button does nothing in a DRILL.',
  'drill.closing': (): RichText =>
    rich`All steps are done. Acknowledge the incident if nobody has yet, then resolve it (or ${code('/thanos drill stop')}); the report follows in the channel.`,

  'drill.busy': (a: { by: string; at: number }): RichText =>
    rich`DRILL: A drill of ${mention(a.by)} has been running since ${clockTime(a.at)}. One at a time: end it with ${code('/thanos drill stop')} first.`,
  'drill.noneRuns': (): string => 'DRILL: No drill is running.',
  'drill.noSuch': (a: { id: string }): RichText =>
    rich`DRILL: There is no drill ${code(a.id)}. ${code('/thanos drill list')} shows those that there are.`,
  'drill.noSuchScenario': (a: { word: string; known: readonly string[] }): RichText =>
    rich`${code(a.word)} is no outage that can be practised. Choose ${join(a.known.map(code), ' or ')}.`,
  'drill.stoppedNow': (): string => 'The drill is over. Its report comes in the incidents channel.',

  'drill.planTitle': (a: { scenario: string }): RichText => rich`${bold('DRILL')} · Practise “${TITLES[a.scenario] ?? a.scenario}”`,
  'drill.planConfirm': (): string => 'Start the DRILL',
  'drill.planIncident': (): string =>
    'A test incident is opened in the incidents channel, marked DRILL in every line. The people below are really called, as in a real outage:',
  'drill.planCall': (a: { level: number; afterMs: number; who: readonly string[] }): RichText =>
    rich`Level ${a.level} ${a.afterMs === 0 ? 'at once' : `after ${roughDuration(a.afterMs)}`}: ${a.who.length === 0 ? 'nobody in Slack' : names(a.who)}`,
  'drill.planQuiet': (): string => 'The configuration calls nobody for an outage of this kind, so nobody will be called.',
  'drill.planOutside': (): string =>
    'Nobody outside of Slack is called, Alertmanager is not involved, and no figure of the team counts it.',
  'drill.planBreaks': (): string => 'The sandbox really breaks its simulated estate, so its own alerts fire as well, without the mark.',
  'drill.planBreaksNothing': (): string => 'The bot breaks nothing. The thread says what to break by hand.',
  'drill.planEnd': (a: { durationMs: number }): RichText =>
    rich`It ends when its incident is resolved, with ${code('/thanos drill stop')}, or after ${roughDuration(a.durationMs)}.`,
  'drill.actionOpen': (): string => 'DRILL incident opened',
  'drill.started': (): string => 'The DRILL is running; see the incidents channel.',
  'drill.notStarted': (): string => 'The DRILL has not been started.',
  'drill.stopTitle': (): RichText => rich`${bold('DRILL')} · Stop the drill`,
  'drill.stopConfirm': (): string => 'Stop the DRILL',
  'drill.stopDone': (): string => 'The DRILL is over; its report is in the incidents channel.',
  'drill.stopPending': (): string => 'The DRILL is still running.',

  'drill.reportTitle': (a: { scenario: string }): string => `Report: ${TITLES[a.scenario] ?? a.scenario}`,
  'drill.ended': (a: { scenario: string; how: string; by: string; startedAt: number; tookMs: number }): RichText =>
    rich`“${TITLES[a.scenario] ?? a.scenario}” of ${dateTime(a.startedAt)}, ${ENDINGS[a.how] ?? a.how}${
      a.by === 'system' ? '' : rich` by ${by(a.by)}`
    } after ${roughDuration(a.tookMs)}.`,
  'drill.runs': (a: { scenario: string; by: string; at: number; until: number }): RichText =>
    rich`“${TITLES[a.scenario] ?? a.scenario}” has been running since ${dateTime(a.at)} (${mention(a.by)}), until ${clockTime(a.until)} at the latest.`,
  'drill.reportLadder': (): RichText => [bold('Who was called, and who answered')],
  'drill.reportCall': (a: {
    level: number;
    limitMs: number;
    calledAfterMs: number | null;
    who: readonly string[];
    result: string;
    by: string;
    answeredAfterMs: number;
  }): RichText => {
    const level = `Level ${a.level} (within ${roughDuration(a.limitMs)})`;
    if (a.calledAfterMs === null) {
      return [`${level}: not called`];
    }
    const called = rich`${level}: ${a.who.length === 0 ? 'nobody' : names(a.who)} called ${a.calledAfterMs === 0 ? 'at once' : `after ${roughDuration(a.calledAfterMs)}`}`;
    if (a.result !== 'acknowledged') {
      return rich`${called}; ${CALLS[a.result] ?? a.result}`;
    }
    return rich`${called}; ${by(a.by)} acknowledged after ${roughDuration(a.answeredAfterMs)}, ${a.answeredAfterMs <= a.limitMs ? 'in time' : 'too late'}`;
  },
  'drill.reportSteps': (): RichText => [bold('Steps')],
  'drill.reportSeen': (a: { by: string; outcome: string; note: string; afterMs: number }): RichText =>
    rich`${mention(a.by)} after ${roughDuration(a.afterMs)}, ${outcomeWord(a.outcome)}${noted(a.note)}`,
  'drill.reportUnseen': (): string => 'Not done',
  'drill.reportQuestions': (): RichText => [bold('Open questions')],
  'drill.noQuestions': (): string => 'None: everybody answered in time and every step went as described.',
  'drill.reportFoot': (a: { id: string }): RichText =>
    rich`Kept as ${code(a.id)}; ${code('/thanos drill list')} shows all. Drills count in no figure of real incidents.`,
  'drill.questionNobody': (a: { durationMs: number }): string => `Why did nobody acknowledge in ${roughDuration(a.durationMs)}?`,
  'drill.questionLate': (a: { level: number; by: string; afterMs: number; limitMs: number }): string =>
    `Why did Level ${a.level} take ${roughDuration(a.afterMs)} and not ${roughDuration(a.limitMs)}?`,
  'drill.questionNoAnswer': (a: { level: number; who: readonly string[] }): RichText =>
    rich`Why did Level ${a.level} not answer${a.who.length === 0 ? '' : rich` (${names(a.who)})`}?`,
  'drill.questionStep': (a: { scenario: string; step: string }): string => `Step “${stepName(a)}” was not done.`,
  'drill.questionDifferent': (a: { scenario: string; step: string; by: string; note: string }): RichText =>
    rich`${mention(a.by)} saw something else at “${stepName(a)}”${noted(a.note)}`,
  'drill.questionBotLate': (a: { level: number; lateMs: number }): string =>
    `Why did the call of Level ${a.level} leave ${roughDuration(a.lateMs)} late? Was the bot away?`,
  'drill.questionOutside': (a: { members: readonly string[] }): RichText =>
    rich`${join(a.members.map(code), ', ')} was not called because this was a drill. Does that way still work?`,

  'drill.listText': (a: { count: number }): string => `${a.count === 1 ? 'One drill' : `${a.count} drills`}, newest first.`,
  'drill.noneYet': (): RichText =>
    rich`There has been no drill yet. Start one with ${code('/thanos drill prometheus')} or ${code('/thanos drill s3')}.`,
  'drill.listResult': (a: { id: string; done: number; count: number; ackMs: number | null; questions: number | null }): RichText =>
    rich`${a.ackMs === null ? 'Not acknowledged' : `Acknowledged after ${roughDuration(a.ackMs)}`}, ${a.done} of ${a.count} steps${
      a.questions === null ? '' : `, ${a.questions === 1 ? 'one open question' : `${a.questions} open questions`}`
    }. ${code(`/thanos drill list ${a.id}`)}`,

  'command.summary.drill': (): string => 'DRILL: practises an outage with the real ladder and a test incident',
  'command.summary.drillStop': (): string => 'DRILL: ends the running drill',
  'command.summary.drillList': (): string => 'DRILL: drills so far, or the report of one',
};
