import { code, rich } from '../../../model/text.ts';
import type { errors as english } from '../en/errors.ts';

const PARKED: Readonly<Record<string, string>> = {
  timers: '처리에 계속 실패하여 더 이상 자동으로 호출하지 않습니다. 직접 확인하세요.',
  reconcile: 'Alertmanager와 비교하지 못해 해결이나 사일런스를 놓칠 수 있습니다.',
  folding: '관련 인시던트와 묶어서 표시하지 못합니다.',
};

export const errors: typeof english = {
  'error.internal': (a) => rich`내부 오류가 발생했습니다. 변경된 것은 확인되지 않았습니다. 운영자에게 이 번호를 알려 주세요: ${code(a.id)}`,
  'error.upstream': (a) => rich`${a.place}에서 쓸 수 있는 응답을 받지 못했습니다: ${a.reason}`,
  'error.store-away': () => '저장소에 연결할 수 없어 아무것도 바꾸지 않았습니다. 잠시 후 다시 시도하세요.',
  'webhook.oversize': (a) =>
    rich`Alertmanager(${code(a.source)})가 32 MiB보다 큰 알림을 보내 거절했습니다. 그 알럿은 여기에서 알 수 없습니다. Alertmanager를 직접 확인하고 그룹을 더 작게(${code('group_by')}) 나누세요.`,
  'webhook.unreadable': (a) =>
    rich`${code(a.source)} 웹훅으로 Alertmanager 알림(버전 4)이 아닌 내용이 들어와 거절했습니다. Alertmanager가 보낸 것이라면 그 알럿은 여기에서 알 수 없습니다. 본문은 quarantine 테이블에 보관했습니다.`,
  'webhook.unstorable': (a) =>
    `Alertmanager(${a.source})가 보낸 알림을 그대로 저장하지 못했습니다. 저장할 수 있는 내용만으로 이 인시던트를 열었습니다. 전체 내용은 Alertmanager에서 확인하세요. 본문은 quarantine 테이블에 보관했습니다.`,
  'parked.incident': (a) => rich`${a.title === '' ? '인시던트' : a.title}(${code(a.id)}) ${PARKED[a.part] ?? ''} 10분마다 다시 시도합니다.`,
  'parked.message': (a) =>
    rich`${a.title === '' ? '인시던트' : a.title}${a.id === '' ? '' : rich`(${code(a.id)})`} 관련 메시지를 보내지 못해 보류했습니다. 호출이었다면 아무에게도 전달되지 않았으니 인시던트를 직접 확인하세요.`,
};
