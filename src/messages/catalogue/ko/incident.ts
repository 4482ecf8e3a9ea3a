import { code, rich } from '../../../model/text.ts';
import type { incident as english } from '../en/incident.ts';

export const incident: typeof english = {
  'incident.payloadNotObject': () => '본문이 Alertmanager webhook 버전 4의 JSON 객체가 아닙니다.',
  'incident.payloadVersion': (a) => rich`${code(a.path)} 값은 지원하는 Alertmanager webhook 버전인 "4"여야 합니다.`,
  'incident.payloadField': (a) => rich`${code(a.path)} 값이 없거나 Alertmanager webhook 버전 4의 형식과 다릅니다.`,
};
