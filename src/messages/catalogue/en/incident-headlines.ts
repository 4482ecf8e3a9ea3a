import { join, mention, type RichText, rich } from '../../../model/text.ts';

interface Subject {
  severity: string;
  cluster: string;
  title: string;
}

const subject = (a: Subject): string => `${a.severity} ${a.cluster} ${a.title}`;

/** What a notification shows first. The times are words already. */
export const incidentHeadlines = {
  'incident.headlineTriggered': (a: Subject & { deadline: string }): string => `${subject(a)}, acknowledge before ${a.deadline}.`,
  'incident.headlineExhausted': (a: Subject): string => `${subject(a)}: nobody acknowledged, no level is left.`,
  'incident.headlineQuiet': (a: Subject): string => `${subject(a)}. Nobody is called.`,
  'incident.headlineAcknowledged': (a: Subject & { user: string; until: string | null }): RichText =>
    rich`${subject(a)}, acknowledged by ${mention(a.user)}${a.until === null ? '' : ` until ${a.until}`}.`,
  'incident.headlineSnoozed': (a: Subject & { user: string; until: string | null }): RichText =>
    rich`${subject(a)}, snoozed by ${mention(a.user)}${a.until === null ? '' : ` until ${a.until}`}.`,
  'incident.headlineSilenced': (a: Subject & { until: string }): string => `${subject(a)}, silenced until ${a.until}.`,
  'incident.headlineResolved': (a: Subject & { at: string }): string => `RESOLVED ${subject(a)} at ${a.at}.`,
  'incident.headlineRest': (a: {
    summary: string;
    level: number | null;
    levels: number;
    who: readonly string[];
    started: string;
    firing: number;
    resolved: number;
  }): RichText =>
    rich`${a.summary === '' ? '' : `${a.summary.replace(/\.$/, '')}. `}${
      a.level === null ? '' : rich`Level ${a.level} of ${a.levels}${a.who.length === 0 ? '' : rich`: ${join(a.who.map(mention), ', ')}`}. `
    }Started ${a.started}, ${
      a.firing > 0
        ? `${a.firing.toLocaleString('en')} ${a.firing === 1 ? 'alert' : 'alerts'} firing`
        : `${a.resolved.toLocaleString('en')} resolved`
    }.`,
};
