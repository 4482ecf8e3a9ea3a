import { join, mention, rich } from '../../../model/text.ts';
import type { incidentHeadlines as english } from '../en/incident-headlines.ts';

const subject = (a: { severity: string; cluster: string; title: string }): string => `${a.severity} ${a.cluster} ${a.title}`;

export const incidentHeadlines: typeof english = {
  'incident.headlineTriggered': (a) => `${subject(a)}, 담당 기한 ${a.deadline}.`,
  'incident.headlineExhausted': (a) => `${subject(a)}: 모든 Level을 호출했지만 담당자가 없습니다.`,
  'incident.headlineQuiet': (a) => `${subject(a)}. 호출하지 않는 알림입니다.`,
  'incident.headlineAcknowledged': (a) => rich`${subject(a)}, ${mention(a.user)} 님 담당 중${a.until === null ? '' : ` (${a.until}까지)`}.`,
  'incident.headlineSnoozed': (a) => rich`${subject(a)}, ${mention(a.user)} 님이 스누즈${a.until === null ? '' : ` (${a.until}까지)`}.`,
  'incident.headlineSilenced': (a) => `${subject(a)}, ${a.until}까지 사일런스.`,
  'incident.headlineResolved': (a) => `해결 ${subject(a)}, ${a.at}.`,
  'incident.headlineRest': (a) =>
    rich`${a.summary === '' ? '' : `${a.summary.replace(/\.$/, '')}. `}${
      a.level === null
        ? ''
        : rich`Level ${a.level}\u00a0/\u00a0${a.levels}${a.who.length === 0 ? '' : rich`: ${join(a.who.map(mention), ', ')} 님`}. `
    }시작 ${a.started}, ${a.firing > 0 ? `알럿 ${a.firing.toLocaleString('ko')}건 발생 중` : `알럿 ${a.resolved.toLocaleString('ko')}건 해결`}.`,
};
