import { channelLink, clockTime, code, mention, rich } from '../../../model/text.ts';
import type { delivery as english } from '../en/delivery.ts';
import { durationWords } from './durations.ts';

export const delivery: typeof english = {
  'delivery.delayed': (a) => `Slack이 받지 못해 ${durationWords(a.delayMs)} 늦게 전송되었습니다.`,
  'delivery.movedTo': (a) =>
    rich`Slack이 ${channelLink(a.from)} 채널 게시를 거부하여(${code(a.reason)}) 이 인시던트를 ${channelLink(a.to)} 채널에 표시합니다.`,
  'delivery.nowhere': (a) =>
    rich`설정된 모든 채널에서 Slack이 이 인시던트 게시를 거부합니다. 마지막 채널은 ${channelLink(a.channel)}입니다(${code(a.reason)}). 1분마다 다시 시도합니다.`,
  'delivery.personRefused': (a) => rich`${mention(a.user)} 님에게 DM을 보내지 못했습니다: ${code(a.reason)}`,
  'delivery.groupEmpty': (a) => rich`${code(a.role)} 역할의 Slack 그룹에 사람이 없어 Level ${a.level}에서 아무도 호출하지 못했습니다.`,
  'delivery.groupUnknown': (a) =>
    rich`Slack이 ${code(a.role)} 역할의 그룹에 누가 있는지 알려 주지 않아 Level ${a.level}에서 이 그룹을 호출하지 못했습니다.`,
  'delivery.lineRefused': (a) => rich`스레드에 한 줄을 남기지 못했습니다: ${code(a.reason)}`,
  'delivery.pageDropped': (a) =>
    rich`${mention(a.to)} 님에 대한 Level ${a.level} 호출이 대기 중이었으나 더 이상 필요하지 않아 보내지 않았습니다.`,
  'delivery.doNotDisturb': (a) =>
    rich`${mention(a.user)} 님은 ${clockTime(a.until)}까지 알림을 일시 중지해 두어 호출을 보지 못했을 수 있습니다.`,
  'delivery.secondPath': (a) =>
    rich`Slack이 ${durationWords(a.waitMs)} 동안 호출을 받지 않아 Slack 밖의 경로로 ${code(a.member)}을(를) 호출합니다.`,
  'delivery.outsideTaken': (a) => rich`Slack 밖의 경로로 ${code(a.member)}을(를) 호출했습니다.`,
  'delivery.outsideRefused': (a) => rich`Slack 밖의 경로로 ${code(a.member)}을(를) 호출하지 못했습니다: ${code(a.reason)}`,
  'delivery.plainWords': (a) => rich`인시던트 ${code(a.id)}의 전체 메시지를 만들지 못해 핵심 내용만 표시합니다.`,
  'delivery.gone': (a) => rich`${a.cluster}의 Alertmanager에 알럿 ${a.count}건이 더 이상 없어 해결된 것으로 처리했습니다.`,
  'delivery.messageMoved': (a) => rich`원래 ${channelLink(a.channel)} 채널에 게시할 메시지였으나 Slack이 거부했습니다: ${code(a.reason)}`,
};
