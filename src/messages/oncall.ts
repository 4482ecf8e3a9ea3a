import { gaps, onCallNow } from '../escalation/coverage.ts';
import { type GroupsOfRoster, withoutGroups } from '../escalation/empty-groups.ts';
import { levelsOf, policyFor } from '../escalation/policy.ts';
import { type Roster, recipientsOf } from '../escalation/roster.ts';
import { reachedAfter } from '../escalation/timeline.ts';
import type { Message } from '../model/message.ts';
import type { RichText } from '../model/text.ts';
import { days, type EpochMs } from '../model/time.ts';
import { label, namesOf, sentence } from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

const DAYS_AHEAD = 14;
const SHOWN_GAPS = 8;
const SHOWN_OVERRIDES = 8;

/** Who is called now at which level and after how long, who takes over next, and when nobody would be there. */
export function oncallMessage(roster: Roster, now: EpochMs, reader: View, groups: GroupsOfRoster): Message {
  const levels = levelsOf(roster.escalation);
  const first = recipientsOf(roster, levels, 0, now);
  const level = first.levelIndex === null ? null : (levels[first.levelIndex]?.level ?? null);
  const schedules = scheduleLines(roster, now, reader);
  const overrides = overrideLines(roster, now, reader);
  return {
    text: sentence(reader, say('oncall.headline', { level, who: namesOf(first.recipients) })),
    blocks: [
      { kind: 'heading', text: label(reader, say('oncall.title')) },
      { kind: 'text', text: lines(levelLines(roster, now, reader)) },
      ...(schedules.length === 0 ? [] : [{ kind: 'text', text: lines(schedules) } as const]),
      ...(overrides.length === 0 ? [] : [{ kind: 'text', text: lines(overrides) } as const]),
      { kind: 'context', items: [...gapLines(withoutGroups(roster, groups.empty), now, reader), ...unknownGroups(groups, reader)] },
    ],
  };
}

function levelLines(roster: Roster, now: EpochMs, reader: View): readonly RichText[] {
  const policy = policyFor(roster.escalation);
  return policy.levels.map(({ level, ackTimeoutMs, repeat }, levelIndex) => {
    const reached = recipientsOf(roster, policy.levels, levelIndex, now);
    const who = reached.empty ? [] : namesOf(reached.recipients);
    return sentence(reader, say('oncall.level', { level, afterMs: reachedAfter(policy, levelIndex), ackTimeoutMs, repeat, who }));
  });
}

function scheduleLines(roster: Roster, now: EpochMs, reader: View): readonly RichText[] {
  return onCallNow(roster, now).map(({ schedule, userId, isOverride, next }) => {
    const handOver = next === null ? say('oncall.alone') : say('oncall.handOver', { at: next.at, to: next.userId });
    return [...sentence(reader, say('oncall.schedule', { schedule, user: userId, isOverride })), ', ', ...sentence(reader, handOver)];
  });
}

/** Overrides that hold now or will, soonest first. */
function overrideLines(roster: Roster, now: EpochMs, reader: View): readonly RichText[] {
  const ahead = roster.overrides
    .filter(({ from, until }) => until > now && from < now + days(DAYS_AHEAD))
    .toSorted((a, b) => a.from - b.from);
  const shown = ahead.slice(0, SHOWN_OVERRIDES).map(({ number, subject, userId: user, from, until }) => {
    const facts = { subject, user, from, until };
    return sentence(
      reader,
      number === undefined ? say('oncall.overrideFromCalendar', facts) : say('oncall.override', { number, ...facts }),
    );
  });
  const hidden = ahead.length - shown.length;
  return hidden === 0 ? shown : [...shown, sentence(reader, say('oncall.moreOverrides', { count: hidden }))];
}

function gapLines(roster: Roster, now: EpochMs, reader: View): readonly RichText[] {
  const found = gaps(roster, now, DAYS_AHEAD);
  if (found.length === 0) {
    return [sentence(reader, say('oncall.noGaps', { days: DAYS_AHEAD }))];
  }
  const shown = found.slice(0, SHOWN_GAPS).map(({ levelIndex, from, until }) => {
    const level = roster.escalation.levels[levelIndex]?.level ?? levelIndex + 1;
    return sentence(reader, say('oncall.gap', { level, from, until }));
  });
  return found.length > SHOWN_GAPS ? [...shown, sentence(reader, say('oncall.moreGaps', { count: found.length - SHOWN_GAPS }))] : shown;
}

function unknownGroups({ unknown }: GroupsOfRoster, reader: View): readonly RichText[] {
  return unknown.size === 0 ? [] : [sentence(reader, say('oncall.groupsUnknown', { groups: [...unknown] }))];
}

function lines(texts: readonly RichText[]): RichText {
  return texts.flatMap((text, index) => (index === 0 ? text : ['\n', ...text]));
}
