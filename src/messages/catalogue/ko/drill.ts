import { bold, clockTime, code, dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import type { drill as english } from '../en/drill.ts';
import { durationWords } from './durations.ts';

const TITLES: Readonly<Record<string, string>> = {
  prometheus: 'Prometheus Pod 삭제',
  s3: 'S3 endpoint 연결 불가',
};

const STEPS: Readonly<Record<string, string>> = {
  'prometheus.deleted': 'Prometheus Pod 중단',
  'prometheus.recovery': '자동 복구 확인',
  'prometheus.data': '데이터 손실 여부 확인',
  's3.outage': 'S3 연결 중단',
  's3.sidecar': 'Thanos Sidecar 동작 확인',
  's3.catch-up': '복구 후 업로드 확인',
};

const EXPECTED: Readonly<Record<string, string>> = {
  'prometheus.deleted': '확인할 내용: Pod가 Ready가 아니고, Thanos Query에서 해당 클러스터의 Store가 사라집니다.',
  'prometheus.recovery':
    '확인할 내용: StatefulSet이 Pod를 다시 만들고, WAL 재생이 끝나면 Ready가 되며, Store도 돌아옵니다. 걸린 시간을 메모해 주십시오.',
  'prometheus.data':
    '확인할 내용: 장애 직전까지의 데이터는 볼륨과 WAL에 남아 있고, 중단된 시간만 비어 있으며, Sidecar 업로드는 이전처럼 계속됩니다.',
  's3.outage':
    '확인할 내용: 버킷을 읽을 수 없고, 업로드할 블록이 있는 Sidecar는 업로드에 실패합니다. 블록은 2시간마다 만들어지므로 시간이 걸릴 수 있습니다.',
  's3.sidecar': '확인할 내용: Prometheus는 계속 수집하고, Sidecar는 최신 데이터를 Thanos Query에 계속 제공하며, 블록은 볼륨에 쌓입니다.',
  's3.catch-up': '확인할 내용: 밀린 블록이 사람의 조치 없이 차례로 업로드되고, 빠진 구간이 없습니다.',
};

const OUTCOMES: Readonly<Record<string, string>> = { expected: '설명대로', different: '설명과 다름' };

const outcomeWord = (outcome: string): string => OUTCOMES[outcome] ?? outcome;
const titleOf = (scenario: string): string => TITLES[scenario] ?? scenario;
const stepName = (a: { scenario: string; step: string }): string => STEPS[`${a.scenario}.${a.step}`] ?? a.step;
const names = (ids: readonly string[]): RichText => rich`${join(ids.map(mention), ', ')} 님`;
const noted = (note: string): string => (note === '' ? '' : `: “${note}”`);

function task(a: { scenario: string; step: string; breaks: boolean; cluster: string; namespace: string; pod: string }): RichText {
  switch (`${a.scenario}.${a.step}`) {
    case 'prometheus.deleted':
      return a.breaks
        ? [`Sandbox가 방금 ${a.cluster}의 Prometheus를 중단시켰습니다.`]
        : rich`Prometheus Pod 하나를 직접 삭제해 주십시오. 예(${a.cluster}): ${code(`kubectl -n ${a.namespace} delete pod ${a.pod}`)}. 봇은 아무것도 삭제하지 않습니다.`;
    case 'prometheus.recovery':
      return a.breaks ? ['Sandbox가 더 이상 Pod를 중단시키지 않습니다.'] : ['조치하지 말고 지켜봐 주십시오.'];
    case 'prometheus.data':
      return [`${a.cluster}의 메트릭을 장애 전, 장애 중, 장애 후로 나누어 비교해 주십시오.`];
    case 's3.outage':
      return a.breaks
        ? ['Sandbox의 오브젝트 스토리지가 방금부터 모든 요청을 거부합니다.']
        : [
            '테스트용 클러스터 한 곳의 Sidecar 오브젝트 스토리지 설정에서 S3 endpoint를 응답하지 않는 주소로 바꿔 주십시오. 먼저 원래 값을 적어 두십시오. 봇은 아무것도 바꾸지 않습니다.',
          ];
    case 's3.sidecar':
      return ['잠시 그대로 두고 지켜봐 주십시오.'];
    case 's3.catch-up':
      return a.breaks ? ['Sandbox의 오브젝트 스토리지가 다시 응답합니다.'] : ['원래 endpoint로 되돌려 주십시오.'];
    default:
      return [];
  }
}

const CALLS: Readonly<Record<string, string>> = {
  'no-answer': '제시간에 답한 사람이 없음',
  'cut-short': '시간이 다 되기 전에 훈련 종료',
};

const ENDINGS: Readonly<Record<string, string>> = { resolved: '해결로 종료', stopped: '중지', 'timed-out': '제한 시간 종료' };

export const drill: typeof english = {
  'drill.mark': () => '훈련 DRILL',
  'drill.incidentTitle': (a) => titleOf(a.scenario),
  'drill.incidentSummary': () =>
    '실제 장애가 아닌 훈련입니다. 실제 호출을 받았을 때처럼 대응해 주십시오. 진행 순서는 스레드에 있습니다. 해결하거나 /thanos drill stop으로 끝냅니다.',

  'drill.stepTitle': (a) => `${a.number}/${a.count} 단계: ${stepName(a)}.`,
  'drill.stepTask': task,
  'drill.stepExpect': (a) => EXPECTED[`${a.scenario}.${a.step}`] ?? '',
  'drill.look': () => '확인 명령',
  'drill.seenButton': () => '설명대로 확인',
  'drill.noteButton': () => '다르거나 메모 남기기…',
  'drill.seen': (a) => rich`${bold('완료')} ${mention(a.by)} 님 · ${clockTime(a.at)} · ${outcomeWord(a.outcome)}${noted(a.note)}`,
  'drill.notSeen': () => '훈련이 먼저 끝나 완료하지 못했습니다.',
  'drill.outcome': (a) => (a.outcome === 'expected' ? '설명과 같았습니다' : '설명과 달랐습니다'),
  'drill.outcomeLabel': () => '무엇을 확인했습니까?',
  'drill.noteTitle': () => '훈련 DRILL 단계',
  'drill.noteSubmit': () => '단계 완료',
  'drill.noteLabel': () => '메모',
  'drill.noteHint': () => '보고서에 남습니다.',
  'drill.eventSeen': (a) => rich`훈련 DRILL 단계 “${stepName(a)}” 완료, ${mention(a.by)} 님: ${outcomeWord(a.outcome)}${noted(a.note)}`,
  'drill.ticked': (a) =>
    a.isLast ? '기록했습니다. 마지막 단계입니다. 인시던트를 해결하면 보고서가 나옵니다.' : '기록했습니다. 다음 단계는 스레드에 있습니다.',
  'drill.alreadySeen': (a) => rich`훈련 DRILL: ${mention(a.by)} 님이 ${clockTime(a.at)}에 이미 완료한 단계입니다.`,
  'drill.over': () => '훈련 DRILL: 끝난 훈련이므로 기록하지 않았습니다.',
  'drill.noSuchButton': () => '훈련 DRILL에서는 쓸 수 없는 버튼입니다.',
  'drill.closing': () =>
    rich`모든 단계를 마쳤습니다. 아직 담당자가 없으면 담당한 뒤 해결해 주십시오(또는 ${code('/thanos drill stop')}). 보고서는 채널에 올라옵니다.`,

  'drill.busy': (a) =>
    rich`훈련 DRILL: ${mention(a.by)} 님이 시작한 훈련이 ${clockTime(a.at)}부터 진행 중입니다. 훈련은 한 번에 하나만 할 수 있습니다. 먼저 ${code('/thanos drill stop')}으로 끝내십시오.`,
  'drill.noneRuns': () => '훈련 DRILL: 진행 중인 훈련이 없습니다.',
  'drill.noSuch': (a) => rich`훈련 DRILL: ${code(a.id)} 훈련이 없습니다. ${code('/thanos drill list')}로 목록을 확인하십시오.`,
  'drill.noSuchScenario': (a) => rich`${code(a.word)}은(는) 훈련할 수 있는 장애가 아닙니다. 선택: ${join(a.known.map(code), ', ')}.`,
  'drill.stoppedNow': () => '훈련을 끝냈습니다. 보고서는 인시던트 채널에 올라옵니다.',

  'drill.planTitle': (a) => rich`${bold('훈련 DRILL')} · “${titleOf(a.scenario)}” 훈련`,
  'drill.planConfirm': () => '훈련 DRILL 시작',
  'drill.planIncident': () =>
    '인시던트 채널에 모든 문장에 훈련 DRILL 표시가 붙은 시험용 인시던트를 엽니다. 실제 장애와 같이 아래 담당자를 실제로 호출합니다.',
  'drill.planCall': (a) =>
    rich`Level ${a.level} ${a.afterMs === 0 ? '즉시' : `${durationWords(a.afterMs)} 후`}: ${a.who.length === 0 ? 'Slack에 담당자 없음' : names(a.who)}`,
  'drill.planQuiet': () => '설정상 이 장애 유형에는 아무도 호출하지 않으므로 훈련에서도 호출하지 않습니다.',
  'drill.planOutside': () => 'Slack 밖의 연락처는 호출하지 않으며, Alertmanager와 무관하고, 팀의 대응 지표에 포함하지 않습니다.',
  'drill.planBreaks': () => 'Sandbox의 모의 환경을 실제로 고장 냅니다. 그래서 모의 환경의 알럿도 표시 없이 함께 발생합니다.',
  'drill.planBreaksNothing': () => '봇은 아무것도 고장 내지 않습니다. 직접 할 일은 스레드에서 안내합니다.',
  'drill.planEnd': (a) =>
    rich`인시던트를 해결하거나 ${code('/thanos drill stop')}을 실행하거나 ${durationWords(a.durationMs)}이 지나면 끝납니다.`,
  'drill.actionOpen': () => '훈련 DRILL 인시던트 열기',
  'drill.started': () => '훈련 DRILL을 시작했습니다. 인시던트 채널을 확인해 주십시오.',
  'drill.notStarted': () => '훈련 DRILL이 시작되지 않았습니다.',
  'drill.stopTitle': () => rich`${bold('훈련 DRILL')} · 훈련 중지`,
  'drill.stopConfirm': () => '훈련 DRILL 중지',
  'drill.stopDone': () => '훈련 DRILL을 끝냈습니다. 보고서는 인시던트 채널에 있습니다.',
  'drill.stopPending': () => '훈련 DRILL이 아직 진행 중입니다.',

  'drill.reportTitle': (a) => `결과 보고서: ${titleOf(a.scenario)}`,
  'drill.ended': (a) =>
    rich`“${titleOf(a.scenario)}” ${dateTime(a.startedAt)} 시작, ${durationWords(a.tookMs)} 후 ${ENDINGS[a.how] ?? a.how}${
      a.by === 'system' ? '' : rich` (${mention(a.by)} 님)`
    }.`,
  'drill.runs': (a) =>
    rich`“${titleOf(a.scenario)}” ${dateTime(a.at)}부터 진행 중(${mention(a.by)} 님 시작), 늦어도 ${clockTime(a.until)}에 종료.`,
  'drill.reportLadder': () => [bold('호출과 응답')],
  'drill.reportCall': (a) => {
    const level = `Level ${a.level} (${durationWords(a.limitMs)} 내)`;
    if (a.calledAfterMs === null) {
      return [`${level}: 호출하지 않음`];
    }
    const called = rich`${level}: ${a.calledAfterMs === 0 ? '즉시' : `${durationWords(a.calledAfterMs)} 후`} ${a.who.length === 0 ? '호출할 사람 없음' : rich`${names(a.who)} 호출`}`;
    if (a.result !== 'acknowledged') {
      return rich`${called}, ${CALLS[a.result] ?? a.result}`;
    }
    return rich`${called}, ${mention(a.by)} 님이 ${durationWords(a.answeredAfterMs)} 후 담당(${a.answeredAfterMs <= a.limitMs ? '제시간' : '지연'})`;
  },
  'drill.reportSteps': () => [bold('단계')],
  'drill.reportSeen': (a) => rich`${mention(a.by)} 님, ${durationWords(a.afterMs)} 후, ${outcomeWord(a.outcome)}${noted(a.note)}`,
  'drill.reportUnseen': () => '완료하지 않음',
  'drill.reportQuestions': () => [bold('확인이 필요한 사항')],
  'drill.noQuestions': () => '없습니다. 모두 제시간에 응답했고 모든 단계가 설명대로 진행되었습니다.',
  'drill.reportFoot': (a) =>
    rich`${code(a.id)}(으)로 보관했습니다. 전체 목록은 ${code('/thanos drill list')}. 훈련은 실제 인시던트 지표에 포함되지 않습니다.`,
  'drill.questionNobody': (a) => `${durationWords(a.durationMs)} 동안 담당한 사람이 없었습니다. 이유는 무엇입니까?`,
  'drill.questionLate': (a) =>
    `Level ${a.level} 담당까지 ${durationWords(a.afterMs)} 걸렸습니다(기준 ${durationWords(a.limitMs)}). 이유는 무엇입니까?`,
  'drill.questionNoAnswer': (a) =>
    rich`Level ${a.level}에서 제시간에 응답하지 않았습니다${a.who.length === 0 ? '' : rich`(${names(a.who)})`}. 이유는 무엇입니까?`,
  'drill.questionStep': (a) => `“${stepName(a)}” 단계를 완료하지 않았습니다.`,
  'drill.questionDifferent': (a) => rich`“${stepName(a)}” 단계에서 ${mention(a.by)} 님이 본 것이 설명과 달랐습니다${noted(a.note)}`,
  'drill.questionBotLate': (a) => `Level ${a.level} 호출이 예정보다 ${durationWords(a.lateMs)} 늦었습니다. 봇이 멈춰 있었습니까?`,
  'drill.questionOutside': (a) =>
    rich`훈련이므로 ${join(a.members.map(code), ', ')}은(는) 호출하지 않았습니다. 이 연락 경로가 지금도 유효합니까?`,

  'drill.listText': (a) => `최근 훈련 ${a.count}건입니다. 최신순입니다.`,
  'drill.noneYet': () =>
    rich`아직 실시한 훈련이 없습니다. ${code('/thanos drill prometheus')} 또는 ${code('/thanos drill s3')}로 시작하십시오.`,
  'drill.listResult': (a) =>
    rich`${a.ackMs === null ? '담당자 없음' : `담당까지 ${durationWords(a.ackMs)}`}, 단계 ${a.done}/${a.count}${
      a.questions === null ? '' : `, 확인 필요 ${a.questions}건`
    }. ${code(`/thanos drill list ${a.id}`)}`,

  'command.summary.drill': () => '훈련 DRILL: 시험용 인시던트와 실제 호출 순서로 장애를 연습합니다',
  'command.summary.drillStop': () => '훈련 DRILL: 진행 중인 훈련을 끝냅니다',
  'command.summary.drillList': () => '훈련 DRILL: 지난 훈련 목록 또는 보고서 하나',
};
