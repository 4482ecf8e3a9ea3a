import { bold, clockTime, code, join, mention, type RichText, rich } from '../../../model/text.ts';
import type { actions as english } from '../en/actions.ts';
import { inWords } from './durations.ts';

const people = (ids: readonly string[]): RichText => (ids.length === 0 ? ['설정된 사람이 없습니다'] : join(ids.map(mention), ', '));
const codes = (words: readonly string[]): RichText => join(words.map(code), ', ');

const STATES: Readonly<Record<string, string>> = {
  planned: '시작 전',
  running: '실행 중',
  succeeded: '완료',
  failed: '실패',
  unknown: '결과 알 수 없음',
  cancelled: '취소됨',
  expired: '만료됨',
};

/** What a change is of, where Korean has a word for it. */
const FIELDS: Readonly<Record<string, string>> = { silence: '사일런스', replicas: '레플리카' };

export const actions: typeof english = {
  'action.noSuchCluster': (a) =>
    a.cluster === ''
      ? rich`클러스터를 지정하세요: ${codes(a.known)}`
      : rich`${code(a.cluster)} 클러스터는 없습니다. 설정된 클러스터: ${codes(a.known)}`,
  'action.readOnlyCluster': (a) => rich`${code(a.cluster)}에는 쓰기 권한이 없어 조회만 할 수 있습니다.`,
  'action.forbidden': (a) => rich`이 작업을 할 권한이 없습니다. 가능한 사람: ${people(a.who)}`,
  'action.unverified': (a) =>
    rich`권한 그룹에 속해 있는지 Slack에서 확인하지 못해 아무것도 바꾸지 않았습니다. 잠시 후 다시 시도하거나 다음 사람에게 요청하세요: ${people(a.who)}`,
  'action.noteManaged': (a) =>
    rich`${code(a.managedBy)}(으)로 관리되는 대상입니다. 아래 패치를 git에 커밋하지 않으면 다음 배포 때 되돌아갑니다.`,

  'operation.noSuch': (a) => rich`${code(a.id)} 작업은 없습니다. 최근 작업: ${code('/thanos audit')}`,
  'operation.busy': (a) => rich`${mention(a.by)} 님이 같은 대상을 변경하고 있습니다(${code(a.id)}). 끝난 뒤 다시 시도하세요.`,
  'operation.notYours': (a) => rich`${mention(a.by)} 님을 위한 계획이므로 본인만 승인할 수 있습니다.`,
  'operation.notConfirmed': (a) => rich`${mention(a.by)} 님이 아직 이 계획을 확인하지 않았습니다.`,
  'operation.selfApproval': () => '두 번째 사람의 승인이 필요합니다. 본인의 요청은 승인할 수 없습니다.',
  'operation.stale': () => '이전 상태의 계획에 있던 버튼입니다. 명령을 다시 실행하세요.',
  'operation.expired': () => '5분이 지나 계획이 만료되었습니다. 아무것도 바꾸지 않았습니다. 명령을 다시 실행하세요.',
  'operation.wasCancelled': () => '취소된 계획입니다. 아무것도 바꾸지 않았습니다. 명령을 다시 실행하세요.',
  'operation.alreadyConfirmed': (a) => rich`${mention(a.by)} 님이 이미 확인했습니다. 현재 상태: ${STATES[a.status] ?? a.status}`,
  'operation.drifted': () => '계획을 세운 뒤 대상이 바뀌어 아무것도 바꾸지 않았습니다. 새 계획을 확인하세요.',
  'operation.refusedUpstream': (a) => rich`${a.place}에서 변경을 거부했습니다: ${a.reason}. 아무것도 바뀌지 않았습니다.`,
  'operation.cannotTell': (a) =>
    rich`${a.place}을(를) 읽지 못해 목표에 도달했는지 알 수 없습니다: ${a.reason}. 다시 실행하기 전에 직접 확인하세요.`,
  'operation.stoppedHalfWay': (a) =>
    rich`내부 오류로 작업이 중간에 멈췄습니다. 일부가 바뀌었을 수 있습니다. 운영자에게 이 번호를 알려 주세요: ${code(a.id)}`,
  'operation.cannotUndo': (a) => rich`${code(a.id)} 작업은 되돌릴 수 없습니다. 상태: ${STATES[a.status] ?? a.status}`,
  'operation.alreadyUndone': (a) => rich`${code(a.id)} 작업은 이미 ${code(a.by)}(으)로 되돌렸습니다.`,
  'operation.undoInProgress': (a) => rich`다른 사람이 지금 ${code(a.id)} 작업을 되돌리고 있습니다.`,

  'operation.planText': (a) => rich`아직 아무것도 바꾸지 않았습니다. 이 계획은 ${clockTime(a.expires)}에 만료됩니다.`,
  'operation.onlyYou': (a) => rich`본인에게만 보입니다 · ${clockTime(a.expires)} 만료`,
  'operation.change': (a) =>
    rich`${code(a.object)} ${FIELDS[a.field] ?? a.field}: ${bold(a.from)} → ${bold(a.field === 'silence' ? inWords(a.to) : a.to)}`,
  'operation.undoWith': (a) => rich`되돌리기: ${code(`/thanos ${a.command}`)}`,
  'operation.noUndo': () => '여기서는 되돌릴 수 없습니다.',
  'operation.gitPatch': () => 'git에 커밋할 패치',
  'operation.confirm': () => '실행',
  'operation.cancel': () => '취소',
  'operation.approve': () => '승인',
  'operation.undo': () => '되돌리기',
  'operation.heading.planned': () => '승인 대기',
  'operation.heading.running': () => '실행 중',
  'operation.heading.succeeded': () => '완료',
  'operation.heading.failed': () => '실패',
  'operation.heading.unknown': () => '결과 알 수 없음',
  'operation.heading.cancelled': () => '취소됨',
  'operation.heading.expired': () => '만료됨',
  'operation.startedBy': (a) => rich`${mention(a.by)} 님이 ${clockTime(a.at)}에 시작했습니다`,
  'operation.tookBy': (a) => rich`${mention(a.by)} 님 · ${inWords(a.took)} 소요 · ${code(a.id)}`,
  'operation.needsApproval': (a) => rich`${mention(a.by)} 님의 요청입니다. 두 번째 사람의 승인이 필요합니다.`,
  'operation.step.waiting': () => '대기',
  'operation.step.running': () => '진행 중',
  'operation.step.done': () => '완료',
  'operation.step.failed': () => '실패',
  'operation.elsewhere': (a) =>
    rich`봇이 ${{ kind: 'channel', channelId: a.channel }} 채널에 없어 본인에게만 보냅니다. 채널에서 ${code('/invite')}로 초대하세요.`,
  'operation.replanned': () => '계획을 세운 뒤 대상이 바뀌어 아무것도 바꾸지 않았습니다. 지금 실행하면 다음과 같습니다:',
  'operation.cancelledNow': () => '취소했습니다. 아무것도 바꾸지 않았습니다.',
  'operation.started': () => '시작했습니다. 진행 상황은 채널에 표시됩니다.',
  'operation.typeName': (a) => rich`되돌릴 수 없는 작업입니다. 계속하려면 ${code(a.name)}을(를) 입력하세요.`,
  'operation.typeNameLabel': () => '이름',
  'operation.wrongName': (a) => rich`정확히 입력하세요: ${a.name}`,
  'operation.approvalAsked': () => '확인했습니다. 이제 두 번째 사람이 채널에서 승인해야 합니다.',

  'scale.title': (a) => rich`${a.cluster}의 ${code(a.name)} 레플리카를 ${bold(String(a.from))}개에서 ${bold(String(a.to))}개로 변경`,
  'scale.confirm': (a) => rich`${a.cluster}에서 ${a.to}개로 변경`,
  'scale.undo': (a) => rich`되돌리기 (${a.to}개로)`,
  'scale.refuseCompactor': () =>
    'Compactor는 레플리카 하나로만 실행합니다. 같은 버킷에서 둘이 실행되면 블록이 겹치고, 사람이 직접 고칠 때까지 Compactor가 멈춥니다. 아무것도 바꾸지 않았습니다.',
  'scale.refuseStore': () =>
    '샤딩 없이 Store Gateway를 늘리면 모두 전체 블록을 불러와 메모리만 쓰고 빨라지지 않습니다. git에서 샤딩을 설정하세요. 아무것도 바꾸지 않았습니다.',
  'scale.refuseRuler': () =>
    'Ruler마다 replica 레이블이 달라야 하며, 그렇지 않으면 같은 규칙이 두 번 울립니다. 레플리카 수가 아니라 git에서 바꿔야 합니다. 아무것도 바꾸지 않았습니다.',
  'scale.refuseFrontend': () => rich`Query Frontend는 별도 명령을 사용하세요: ${code('/thanos frontend <n|off>')}`,
  'scale.refuseUnknown': (a) =>
    rich`${code(a.component)}은(는) 봇이 스케일할 수 있는 대상이 아닙니다. 예: ${code('/thanos scale query 2')}`,
  'scale.refuseZero': () => '레플리카를 0으로 하면 모두에게 서비스가 중단됩니다. 봇은 이 작업을 하지 않습니다. 아무것도 바꾸지 않았습니다.',
  'scale.refuseReplicas': (a) => rich`레플리카 수는 ${a.least}부터 ${a.most}까지의 정수여야 합니다. 아무것도 바꾸지 않았습니다.`,
  'scale.autoscaled': (a) =>
    rich`${code(a.autoscaler)}이(가) ${code(a.object)}의 레플리카를 정하므로 다시 되돌립니다. 그 범위를 바꾸세요. 아무것도 바꾸지 않았습니다.`,
  'scale.nothingToDo': (a) => rich`${code(a.object)}의 레플리카는 이미 ${a.replicas}개입니다. 바꿀 것이 없습니다.`,
  'scale.readyNow': (a) => rich`Pod ${a.replicas}개 중 ${a.ready}개 준비됨`,
  'scale.noteNoRestart': () => '실행 중인 Pod는 재시작되지 않습니다.',
  'scale.noteFewerQueries': () => '사라지는 Pod에서 실행 중인 쿼리는 끊기며, 대시보드가 다시 시도합니다.',
  'scale.notePrometheus': () =>
    '레플리카마다 같은 대상을 모두 수집합니다. 용량이 아니라 안전성이 늘고, S3 업로드 스트림이 하나 더 생깁니다.',
  'scale.noteStores': (a) => rich`변경 후에도 Query가 지금과 같은 Store ${a.count}개를 보여야 합니다.`,
  'scale.noteStoresUnknown': () => 'Query가 Store 목록을 주지 않아 변경 후에 비교할 수 없습니다.',
  'scale.stepSet': (a) => rich`레플리카를 ${a.replicas}개로 설정`,
  'scale.stepPods': () => 'Pod 준비',
  'scale.stepStores': () => 'Query의 Store 목록',
  'scale.notApplied': (a) =>
    rich`${code(a.object)}의 레플리카는 ${a.wanted}개가 아니라 ${a.found}개입니다. 변경이 적용되지 않았거나 다른 무언가가 되돌렸습니다. 다시 시도해도 안전합니다.`,
  'scale.notReady': (a) =>
    rich`${code(a.object)}의 레플리카를 ${a.wanted}개로 설정했지만 ${a.ready}개만 준비되었습니다. ${code('/thanos pods')}를 확인하세요. 변경 자체는 유지됩니다.`,
  'scale.storesFound': (a) => rich`Store ${a.expected}개 중 ${a.found}개`,
  'scale.storesMissing': (a) => rich`${code(a.object)}은(는) 준비되었지만 Query 목록에서 다음 Store가 사라졌습니다: ${codes(a.missing)}`,
  'scale.done': (a) =>
    rich`${code(a.object)}의 Pod ${a.replicas}개가 모두 준비되었고, Query가 Store ${a.expected}개 중 ${a.found}개를 보여 줍니다.`,
  'scale.doneWithoutStores': (a) => rich`${code(a.object)}의 Pod ${a.replicas}개가 모두 준비되었습니다. Store는 비교하지 못했습니다.`,

  'backup.title': (a) => rich`${codes(a.clusters)}의 Kubernetes 리소스 백업`,
  'backup.confirm': (a) => rich`클러스터 ${a.clusters}개 백업`,
  'backup.noDestination': () => rich`백업 저장 위치가 설정되지 않았습니다. 설정 파일의 ${code('backup.destination.s3')}를 지정하세요.`,
  'backup.noteReadsOnly': () => '클러스터는 읽기만 하며 아무것도 바꾸지 않습니다.',
  'backup.noteSecretsEncrypted': () => rich`Secret은 ${code('BACKUP_RECIPIENT')} 키로 암호화해 포함합니다.`,
  'backup.noteSecretsLeftOut': () => rich`암호화할 ${code('BACKUP_RECIPIENT')}가 설정되지 않아 Secret은 제외합니다.`,
  'backup.step': (a) => rich`${a.cluster}`,
  'backup.stepManifest': () => '매니페스트',
  'backup.stepDetail': (a) => rich`리소스 ${a.objects}개, ${a.size}`,
  'backup.done': (a) =>
    rich`백업 ${code(a.id)}이(가) 완료되었고 다시 읽어 확인했습니다. 클러스터 ${a.clusters}개, 리소스 ${a.objects}개, ${a.size}.${
      a.leftOut.length === 0 ? '' : rich` 제외: ${a.leftOut.join(', ')}.`
    }`,
  'backup.failedParts': (a) =>
    rich`백업 ${code(a.id)}은(는) 전체로 사용할 수 없습니다. 실패: ${a.parts.join('; ')}. 이전 백업은 그대로입니다.`,
  'backup.notThere': (a) =>
    rich`백업 ${code(a.id)}이(가) 끝나지 않았습니다(매니페스트 없음). 이전 백업은 그대로이며 다시 실행해도 안전합니다.`,
  'backup.damaged': (a) => rich`백업 ${code(a.id)}을(를) 썼지만 다시 읽은 내용이 다릅니다: ${a.parts.join(', ')}`,
  'backup.listTitle': () => '백업 목록',
  'backup.listEmpty': () => rich`아직 백업이 없습니다. ${code('/thanos backup')}으로 만드세요.`,
  'backup.listText': (a) =>
    a.broken === 0
      ? rich`백업 ${a.complete}개가 모두 온전합니다.`
      : rich`온전한 백업 ${a.complete}개, 불완전하거나 손상된 백업 ${a.broken}개.`,
  'backup.column.id': () => '백업',
  'backup.column.state': () => '상태',
  'backup.column.time': () => '시각',
  'backup.column.objects': () => '리소스',
  'backup.column.size': () => '크기',
  'backup.column.note': () => '비고',
  'backup.state.verified': () => '확인됨',
  'backup.state.damaged': () => '손상',
  'backup.state.failed': () => '실패',
  'backup.state.incomplete': () => '불완전',
  'backup.expired': (a) => rich`보존 기간이 지난 백업을 삭제했습니다: ${codes(a.ids)}`,
  'backup.scheduledFailed': (a) => rich`예약 백업 ${code(a.id)}을(를) 만들지 못했습니다.`,
};
