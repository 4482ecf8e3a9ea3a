import type { ConfigProblem } from '../config/problems.ts';
import type { FileConfig } from '../config/schema.ts';
import type { Level, Severity } from '../model/incident.ts';
import { boundedAt } from './ladder.ts';
import { instantOf, readFloating } from './local-calendar.ts';
import { isWorse, severityOf, worstSeverity } from './severity.ts';
import type { EscalationPolicy } from './step.ts';

type EscalationConfig = FileConfig['escalation'];
type Labels = Readonly<Record<string, string>>;

/** What the configuration says about an alert: its class and where on the ladder its incident starts. */
export interface Classification {
  readonly classId: string | null;
  /** Number of the level to start at. */
  readonly startLevel: number;
  /** Number of the level beyond which it does not climb by itself; `null`: the ladder's end. */
  readonly highestLevel: number | null;
  readonly severity: Severity;
  /** Recorded and shown, but nobody is called. */
  readonly quiet: boolean;
}

/**
 * Classifies one alert: the first configured class all of whose patterns match wins. A pattern matches a whole label value; the name
 * `class` stands for `derivedClass`, or the label of that name.
 *
 * Severity `info` never pages, whatever the class says.
 */
export function classify(labels: Labels, escalation: EscalationConfig, derivedClass: string | null = null): Classification {
  return classifyWith(compile(escalation), labels, escalation, derivedClass);
}

/**
 * Classifies alerts that make up one incident: the alert that pages at the highest level speaks for all.
 *
 * @param group - Labels of the firing alerts. An empty list is an incident that nobody is called for.
 */
export function classifyGroup(group: readonly Labels[], escalation: EscalationConfig, derivedClass: string | null = null): Classification {
  const rules = compile(escalation);
  const all = group.map((labels) => classifyWith(rules, labels, escalation, derivedClass));
  const severity = worstSeverity(all.map((each) => each.severity));
  const gravest = all.reduce<Classification | null>((worst, next) => (worst === null || isGraver(next, worst) ? next : worst), null);
  return gravest === null
    ? { classId: derivedClass, startLevel: firstLevel(escalation), highestLevel: null, severity: 'info', quiet: true }
    : { ...gravest, severity, highestLevel: furthest(all.filter(({ quiet }) => quiet === gravest.quiet)) };
}

/** The ladder as the machine reads it. */
export function policyFor(escalation: EscalationConfig): EscalationPolicy {
  return { levels: levelsOf(escalation), reminderMs: escalation.reminder, handBackMs: escalation.handBack };
}

/** @param highestLevel - Where an incident of its class stops climbing; `null`: nowhere. */
export function levelsOf(escalation: EscalationConfig, highestLevel: number | null = null): readonly Level[] {
  const last = escalation.levels.length - 1;
  const levels = escalation.levels.map(({ level, notify, ackTimeout, repeat, perPerson }, index) => ({
    level,
    notify,
    ackTimeoutMs: ackTimeout,
    repeat,
    // The end of a ladder calls everybody; there it matters who is there, not only who was first.
    perPerson: perPerson ?? (last > 0 && index === last),
  }));
  return boundedAt(levels, highestLevel);
}

/** Finds references that lead nowhere and ladders that cannot be climbed. The schema has checked the shapes already. */
export function validateEscalation(escalation: EscalationConfig): readonly ConfigProblem[] {
  return [...levelProblems(escalation), ...memberProblems(escalation), ...scheduleProblems(escalation), ...classProblems(escalation)];
}

interface Rule {
  readonly patterns: readonly (readonly [name: string, pattern: RegExp])[];
  readonly spec: EscalationConfig['classes'][number];
}

function compile(escalation: EscalationConfig): readonly Rule[] {
  return escalation.classes.map((spec) => ({
    patterns: Object.entries(spec.match).map(([name, pattern]) => [name, new RegExp(`^(?:${pattern})$`, 'u')] as const),
    spec,
  }));
}

function classifyWith(rules: readonly Rule[], labels: Labels, escalation: EscalationConfig, derivedClass: string | null): Classification {
  const ownClass = derivedClass ?? labelValue(labels, 'class');
  const rule = rules.find(({ patterns }) =>
    patterns.every(([name, pattern]) => pattern.test((name === 'class' ? ownClass : labelValue(labels, name)) ?? '')),
  );
  const severity = severityOf(labels);
  return {
    classId: rule?.spec.class ?? ownClass,
    startLevel: rule?.spec.startLevel ?? firstLevel(escalation),
    highestLevel: rule?.spec.highestLevel ?? null,
    severity,
    quiet: severity === 'info' || rule?.spec.quiet === true,
  };
}

function labelValue(labels: Labels, name: string): string | null {
  return Object.hasOwn(labels, name) ? (labels[name] ?? null) : null;
}

function isGraver(candidate: Classification, than: Classification): boolean {
  if (candidate.quiet !== than.quiet) {
    return than.quiet;
  }
  if (candidate.startLevel !== than.startLevel) {
    return candidate.startLevel > than.startLevel;
  }
  return isWorse(candidate.severity, than.severity);
}

/** One alert that climbs to the end takes the others along. */
function furthest(all: readonly Classification[]): number | null {
  return all.reduce<number | null>(
    (top, { highestLevel }) => (top === null || highestLevel === null ? null : Math.max(top, highestLevel)),
    0,
  );
}

function firstLevel(escalation: EscalationConfig): number {
  return escalation.levels[0]?.level ?? 1;
}

function levelProblems({ levels, team }: EscalationConfig): readonly ConfigProblem[] {
  const members = `expected one of escalation.team: ${Object.keys(team).join(', ') || 'nobody is in it'}`;
  return levels.flatMap((level, index) => {
    const path = `escalation.levels[${index}]`;
    const previous = levels[index - 1]?.level ?? 0;
    return [
      ...level.notify.flatMap((name, position) => problemUnless(Object.hasOwn(team, name), `${path}.notify[${position}]`, name, members)),
      ...problemUnless(
        level.level > previous,
        `${path}.level`,
        String(level.level),
        `expected a number above ${previous}, the level before`,
      ),
      ...problemUnless(!level.repeat || index === levels.length - 1, `${path}.repeat`, 'true', 'expected it on the last level only'),
    ];
  });
}

function memberProblems({ team, schedules }: EscalationConfig): readonly ConfigProblem[] {
  const known = `expected one of escalation.schedules: ${Object.keys(schedules).join(', ') || 'there is none'}`;
  return Object.entries(team).flatMap(([name, { schedule, hours }]) => [
    ...(schedule === undefined
      ? []
      : problemUnless(Object.hasOwn(schedules, schedule), `escalation.team.${name}.schedule`, schedule, known)),
    ...(hours === undefined
      ? []
      : problemUnless(hasClockTimes(hours), `escalation.team.${name}.hours`, hours, 'expected times of day that exist')),
  ]);
}

function scheduleProblems({ schedules }: EscalationConfig): readonly ConfigProblem[] {
  return Object.entries(schedules).flatMap(([name, { start }]) =>
    problemUnless(isCalendarTime(start), `escalation.schedules.${name}.start`, start, 'expected a date and time that exist'),
  );
}

function classProblems({ classes, levels }: EscalationConfig): readonly ConfigProblem[] {
  const known = levels.map(({ level }) => level);
  const expected = `expected one of the levels ${known.join(', ')}`;
  return classes.flatMap(({ startLevel, highestLevel }, index) => {
    const path = `escalation.classes[${index}]`;
    const lowest = startLevel ?? known[0] ?? 1;
    return [
      ...(startLevel === undefined ? [] : problemUnless(known.includes(startLevel), `${path}.startLevel`, String(startLevel), expected)),
      ...(highestLevel === undefined
        ? []
        : problemUnless(
            known.includes(highestLevel) && highestLevel >= lowest,
            `${path}.highestLevel`,
            String(highestLevel),
            `${expected}, not below ${lowest}, where it starts`,
          )),
    ];
  });
}

function problemUnless(isFine: boolean, path: string, found: string, expected: string): readonly ConfigProblem[] {
  return isFine ? [] : [{ path, found, expected }];
}

function hasClockTimes(hours: string): boolean {
  return [...hours.matchAll(/(\d{2}):(\d{2})/g)].every(
    ([, hour, minute]) => Number(hour) * 60 + Number(minute) <= 1_440 && Number(minute) < 60,
  );
}

function isCalendarTime(text: string): boolean {
  const floating = readFloating(text);
  return floating !== null && new Date(instantOf(floating, 'UTC')).toISOString().startsWith(text);
}
