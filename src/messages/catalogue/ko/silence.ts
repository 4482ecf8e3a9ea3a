import { bold, clockTime, code, dateTime, join, mention, type RichText, rich } from '../../../model/text.ts';
import type { silence as english } from '../en/silence.ts';
import { durationWords, inWords } from './durations.ts';

const codes = (words: readonly string[]): RichText => join(words.map(code), ', ');
const hides = (a: { hidden: number; names: readonly string[] }): RichText =>
  a.hidden === 0 ? ['현재 가리는 알럿 없음'] : [`현재 알럿 ${a.hidden}건을 가림 (${a.names.join(', ')})`];
const owner = (by: string): RichText => (by === '' ? ['소유자 없음'] : rich`${mention(by)} 님`);

export const silence: typeof english = {
  'command.summary.silence': () => '알럿을 잠시 사일런스. 무엇이 가려지는지 먼저 보여 줍니다',
  'command.summary.silenceList': () => '모든 Alertmanager의 사일런스 목록: 소유자, 종료 시각, 가리는 알럿',
  'command.summary.silenceExpire': () => '사일런스를 미리 끝내기',

  'silence.badMatcher': (a) =>
    rich`${code(a.text)}은(는) matcher가 아닙니다. matcher, 기간, 클러스터, 사유 순으로 쓰세요. 예: ${code('/thanos silence alertname=NodeDown severity=~"warning|info" for 2h cluster-02 디스크 교체')}`,
  'silence.noDuration': () => rich`기간을 지정하세요. 예: ${code('/thanos silence alertname=NodeDown for 2h cluster-02 디스크 교체')}`,
  'silence.badPattern': (a) => rich`${code(a.pattern)}은(는) 올바른 정규식이 아닙니다. 아무것도 바꾸지 않았습니다.`,
  'silence.slowPattern': () =>
    '정규식을 알럿과 비교하는 데 시간이 너무 오래 걸립니다. 아무것도 바꾸지 않았습니다. (a+)+처럼 반복 안에 반복이 있는 정규식은 피하세요.',
  'silence.tooLong': (a) => rich`잊히지 않도록 최대 ${inWords(a.most)}까지만 설정할 수 있습니다. 아무것도 바꾸지 않았습니다.`,
  'silence.tooWide': () =>
    '모든 종류의 알럿에 해당하는 조건이라 Alertmanager가 받지 않습니다. 알럿이 가진 레이블 값을 하나 이상 지정하세요.',
  'silence.title': (a) =>
    rich`${code(`{${a.what}}`)} 알럿에 ${bold(inWords(a.duration))} 동안 사일런스 설정 (Alertmanager ${a.clusters}개)`,
  'silence.confirm': (a) => `${inWords(a.duration)} 사일런스 설정 (클러스터 ${a.clusters}개)`,
  'silence.undo': () => '사일런스 끝내기',
  'silence.hidesNothing': () => '지금 발생 중인 알럿 중 가려지는 것은 없습니다.',
  'silence.hides': (a) =>
    rich`지금 발생 중인 알럿 ${bold(`${a.count}건`)}이 가려집니다: ${a.names.join(', ')}${a.more > 0 ? ` 외 ${a.more}종` : ''} (${a.places.join(', ')}). 해당 인시던트는 사일런스가 끝날 때까지 멈추고 아무도 호출하지 않습니다.`,
  'silence.hidesWatchdog': () => 'Watchdog도 가려집니다. 알럿이 도착하는지 확인하는 신호이므로, 그동안 Prometheus가 멈춰도 알 수 없습니다.',
  'silence.away': (a) => rich`${codes(a.clusters)}의 Alertmanager가 응답하지 않아 그곳에는 사일런스를 만들지 않습니다.`,
  'silence.noteEnd': (a) => rich`지금 실행하면 ${a.at}에 끝납니다. 소유자는 ${mention(a.owner)} 님이며 끝나기 15분 전에 알립니다.`,
  'silence.step': (a) => a.cluster,
  'silence.made': (a) => rich`${code(a.id)}`,
  'silence.notMade': (a) => rich`${a.reason}`,
  'silence.done': (a) =>
    rich`${codes(a.clusters)}에 ${dateTime(a.until)}까지 사일런스를 설정했습니다. 먼저 끝내려면 ${code(`/thanos silence expire ${a.key}`)}`,
  'silence.partly': (a) =>
    rich`${a.done.length === 0 ? '사일런스를 만들지 못했습니다.' : rich`${codes(a.done)}에만 사일런스를 설정했습니다.`} 설정하지 못한 곳: ${a.missing.join(', ')}.${
      a.done.length === 0 ? '' : rich` 만들어진 사일런스를 끝내려면 ${code(`/thanos silence expire ${a.key}`)}`
    }`,
  'silence.noSuch': (a) =>
    rich`유효한 사일런스 ${code(a.what)}이(가) 없습니다. 목록: ${code('/thanos silence list')}${
      a.away.length === 0 ? '' : rich`. 응답 없는 곳: ${codes(a.away)}`
    }`,
  'silence.expireTitle': (a) => rich`${code(`{${a.what}}`)} 사일런스를 끝냅니다 (Alertmanager ${a.count}개)`,
  'silence.expireConfirm': (a) => `사일런스 ${a.count}개 끝내기`,
  'silence.heardAgain': (a) =>
    a.count === 0 ? '다시 들리게 되는 알럿은 없습니다.' : `지금 발생 중인 알럿 ${a.count}건이 다시 알려지고, 담당자가 없으면 호출합니다.`,
  'silence.awayToo': (a) => rich`응답하지 않아 확인하지 못한 곳: ${codes(a.clusters)}`,
  'silence.expired': (a) => `사일런스 ${a.count}개를 끝냈습니다.`,
  'silence.notExpired': (a) =>
    rich`${codes(a.clusters)}에는 사일런스가 남아 있거나 남아 있을 수 있습니다. 다시 실행해도 안전합니다: ${code(`/thanos silence expire ${a.what}`)}`,

  'silence.list': (a) =>
    a.count === 0
      ? `Alertmanager ${a.clusters}개에 사일런스가 없습니다.`
      : `Alertmanager ${a.clusters}개에 사일런스가 ${a.count}건 있습니다.`,
  'silence.listAway': (a) => rich`${bold('확인 불가')}: ${codes(a.clusters)}이(가) 응답하지 않습니다.`,
  'silence.line': (a) =>
    rich`${code(a.what)}${a.isPending ? ' (시작 전)' : ''}\n${dateTime(a.until)}까지 · ${owner(a.by)} · ${a.clusters.join(', ')} · ${hides(a)}${
      a.comment === '' ? '' : `\n${a.comment}`
    } · ${codes(a.ids)}`,
  'silence.howToExpire': () => rich`끝내기: ${code('/thanos silence expire <id>')}`,
  'silence.ending': (a) =>
    rich`${owner(a.by)}의 사일런스 ${code(a.what)}이(가) ${clockTime(a.until)}에 끝납니다 (${a.clusters.join(', ')}). ${hides(a)}.${
      a.hidden === 0 ? '' : ' 그때까지 해결되지 않으면 다시 호출합니다.'
    }`,
  'silence.extend': (a) => `${durationWords(a.lengthMs)} 연장`,
  'silence.extended': (a) => rich`${codes(a.clusters)}의 사일런스를 ${dateTime(a.until)}까지 연장했습니다.`,
  'silence.extendedPartly': (a) =>
    rich`${a.done.length === 0 ? '연장하지 못했습니다.' : rich`${codes(a.done)}에서만 연장했습니다.`} 연장하지 못했거나 이미 끝난 곳: ${a.missing.join(', ')}. 목록: ${code('/thanos silence list')}`,
  'silence.noticeGone': () => rich`오래된 알림입니다. 목록: ${code('/thanos silence list')}`,
};
