import { clockTime, code, dateTime, mention, rich } from '../../../model/text.ts';
import type { response as english } from '../en/response.ts';

export const response: typeof english = {
  'response.gone': () => '더 이상 기록이 없는 인시던트입니다.',
  'response.acknowledged': () => '담당자로 지정되었습니다. 당분간 다른 사람을 호출하지 않습니다.',
  'response.unverified': () => '담당자로 지정되었습니다. 권한을 확인할 수 없어 스레드에 이 사실을 남겼습니다.',
  'response.alreadyAcknowledged': (a) => rich`${mention(a.by)} 님이 ${clockTime(a.at)}에 이미 담당했습니다.`,
  'response.takenOver': (a) => rich`${mention(a.from)} 님에게서 담당을 넘겨받았습니다.`,
  'response.joined': (a) => rich`함께 대응 중인 것으로 기록했습니다. 담당자는 ${mention(a.by)} 님입니다.`,
  'response.alreadyHere': (a) => rich`이미 대응 중으로 기록되어 있습니다. 담당자는 ${mention(a.by)} 님입니다.`,
  'response.alreadyYours': () => '이미 담당하고 계십니다.',
  'response.noSuchLevel': () => '없는 Level이므로 아무도 호출하지 않았습니다.',
  'response.noSuchSuggestion': () => '더 이상 추천하지 않는 조치이므로 실행하지 않았습니다. 필요하면 명령으로 직접 입력하십시오.',
  'response.causeMissing': () => '추정이라도 원인을 짧게 적어 주십시오.',
  'response.alreadyResolved': (a) =>
    rich`${clockTime(a.at)}에 이미 해결되었습니다(${a.by === 'alertmanager' ? 'Alertmanager' : rich`${mention(a.by)} 님`}).`,
  'response.notAcknowledged': () => '아직 아무도 담당하지 않아 변경한 것이 없습니다.',
  'response.handedBack': () => '담당을 해제했습니다. 해당 Level을 다시 호출합니다.',
  'response.escalated': (a) => rich`Level ${a.level}을(를) 호출합니다.`,
  'response.changed': () => '버튼이 표시된 뒤 인시던트가 바뀌어 아무것도 하지 않았습니다. 다시 확인한 뒤 필요하면 한 번 더 누르세요.',
  'response.reopened': () => '다시 열었습니다. 해당 Level을 호출합니다.',
  'response.notResolved': () => '열려 있는 인시던트이므로 변경한 것이 없습니다.',
  'response.tooOld': () => '해결된 지 오래되어 다시 열 수 없습니다. 새 알럿이 오면 새 인시던트가 열립니다.',
  'response.snoozed': (a) => rich`${dateTime(a.until)}까지 스누즈했습니다. 그때까지 해결되지 않으면 해당 Level을 다시 호출합니다.`,
  'response.badDuration': (a) => rich`${code(a.text)}은(는) 여기에서 쓸 수 있는 기간이 아닙니다.`,
  'response.nothingInCommon': () =>
    '이 인시던트의 알럿에 공통 레이블이 없어 사일런스를 만들 수 없습니다. /thanos silence 명령으로 범위를 직접 지정하세요.',
  'response.noAlertmanager': () => '이 알럿을 보낸 Alertmanager를 알 수 없어 사일런스를 만들지 않았습니다.',
  'response.noteTitle': () => '메모',
  'response.noteSubmit': () => '남기기',
  'response.noteLabel': () => '무엇을 확인했거나 조치했습니까?',
  'response.noteHint': () => '스레드에 표시되고 사후 보고에 포함됩니다. 스레드에 단 답글도 메모로 저장됩니다.',
  'response.unverifiedNote': () => '권한을 확인하지 못한 상태에서 담당했습니다. Slack이 usergroup 구성원을 알려 주지 않았습니다.',
};
