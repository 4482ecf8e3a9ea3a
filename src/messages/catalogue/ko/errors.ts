import { code, rich } from '../../../model/text.ts';
import type { errors as english } from '../en/errors.ts';

export const errors: typeof english = {
  'error.internal': (a) => rich`내부 오류가 발생했습니다. 변경된 것은 확인되지 않았습니다. 운영자에게 이 번호를 알려 주세요: ${code(a.id)}`,
  'error.upstream': (a) => rich`${a.place}에서 쓸 수 있는 응답을 받지 못했습니다: ${a.reason}`,
  'error.store-away': () => '저장소에 연결할 수 없어 아무것도 바꾸지 않았습니다. 잠시 후 다시 시도하세요.',
  'webhook.oversize': (a) =>
    rich`Alertmanager(${code(a.source)})가 32 MiB보다 큰 알림을 보내 거절했습니다. 그 알럿은 여기에서 알 수 없습니다. Alertmanager를 직접 확인하고 그룹을 더 작게(${code('group_by')}) 나누세요.`,
};
