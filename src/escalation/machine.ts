import type { EscalationState, TimelineKind } from '../model/incident.ts';
import type { DurationMs, EpochMs } from '../model/time.ts';
import { dueLevel, isHeld, lateness, levelIndexOf, pageLevel, patienceAt } from './ladder.ts';
import type { Effect, EscalationEvent, EscalationPolicy, PageReason, Step } from './step.ts';

type Event<Kind extends EscalationEvent['kind']> = Extract<EscalationEvent, { kind: Kind }>;
type Open = Exclude<EscalationState, { status: 'resolved' }>;
type State<Status extends EscalationState['status']> = Extract<EscalationState, { status: Status }>;

/**
 * Advances one incident's escalation. Pure: time comes only from `event.at`.
 *
 * An event that does not apply to the present state (a second acknowledgement, a tick before its time, an old button) returns the same
 * state object and no effects, so callers may deliver any event twice.
 *
 * @throws Error when an incident that does not exist yet gets anything but `opened`.
 */
export function advance(policy: EscalationPolicy, state: EscalationState | null, event: EscalationEvent): Step {
  if (state === null) {
    if (event.kind !== 'opened') {
      throw new Error(`escalation got "${event.kind}" before "opened"`);
    }
    return open(policy, event);
  }
  switch (event.kind) {
    case 'opened':
      return unchanged(state);
    case 'tick':
      return tick(policy, state, event.at);
    case 'acknowledged':
      return acknowledge(policy, state, event);
    case 'taken-over':
      return own(policy, state, event);
    case 'unacknowledged':
      return unacknowledge(policy, state, event);
    case 'escalated':
      return escalate(policy, state, event);
    case 'snoozed':
      return snooze(state, event);
    case 'resolved':
      return resolve(state, event);
    case 'silenced':
      return silence(state, event);
    case 'silence-ended':
      return state.status === 'resolved' || state.silencedUntil === null ? unchanged(state) : resume(policy, state, event);
    case 'reopened':
      return reopen(policy, state, event);
    case 'folded':
      return fold(state, event);
    case 'widened':
      return widen(policy, state, event.at);
    case 'unreachable':
      // Where nobody else comes next, people are not called more often for being asleep.
      return isHeld(policy.levels, state.levelIndex) ? unchanged(state) : hurry(state, event);
  }
}

/** When the next tick can change something, or `null` when only a person or an alert can. */
export function nextDueAt(state: EscalationState): EpochMs | null {
  if (state.status === 'resolved') {
    return null;
  }
  if (state.silencedUntil !== null) {
    return state.silencedUntil;
  }
  if (state.status === 'triggered') {
    return state.nextEscalationAt;
  }
  const due = [state.remindAt, state.handBackAt, state.snoozedUntil].filter((at) => at !== null);
  return due.length === 0 ? null : Math.min(...due);
}

function open(policy: EscalationPolicy, event: Event<'opened'>): Step {
  const levelIndex = levelIndexOf(policy.levels, event.startLevel);
  const opened = record('opened', 'alertmanager', {});
  if (!event.pages) {
    return { state: quietAt(levelIndex, null), effects: [opened] };
  }
  return withEffects([opened], pageLevel(policy, levelIndex, { reason: 'opened', at: event.at }));
}

function tick(policy: EscalationPolicy, state: EscalationState, at: EpochMs): Step {
  if (state.status === 'resolved') {
    return unchanged(state);
  }
  if (state.silencedUntil !== null) {
    return at < state.silencedUntil ? unchanged(state) : resume(policy, state, { at, by: 'system' });
  }
  return state.status === 'triggered' ? climb(policy, state, at) : watchOwner(policy, state, at);
}

/** The ladder stands still while everything is silenced; what was due in that time is not made up for. */
function silence(state: EscalationState, { at, by, until, comment }: Event<'silenced'>): Step {
  if (state.status === 'resolved' || until <= at || until === state.silencedUntil) {
    return unchanged(state);
  }
  const paused = state.status === 'triggered' ? { ...state, nextEscalationAt: null } : state;
  return { state: { ...paused, silencedUntil: until }, effects: [record('silenced', by, { by, until, comment })] };
}

/** After the pause the level at which the incident stood is called again. An owner's clocks never stopped; what they owe comes now. */
function resume(policy: EscalationPolicy, state: Open, { at, by }: { readonly at: EpochMs; readonly by: string }): Step {
  const ended = record('silence-ended', by, {});
  // Only what came after the pause is late because nobody ran.
  const endedAt = Math.min(state.silencedUntil ?? at, at);
  if (state.status === 'triggered') {
    const audible = { ...state, silencedUntil: null };
    return withEffects([ended], retrigger(policy, audible, { reason: 'silence-ended', at, lateMs: lateness(endedAt, at) }));
  }
  const owed = (due: EpochMs | null): EpochMs | null => (due === null ? null : Math.max(due, endedAt));
  const { remindAt, handBackAt, snoozedUntil } = state;
  const clocks = { remindAt: owed(remindAt), handBackAt: owed(handBackAt), snoozedUntil: owed(snoozedUntil) };
  return withEffects([ended], watchOwner(policy, { ...state, ...clocks, silencedUntil: null }, at));
}

/** Pages only the level that should be active at `at`; steps that were missed while nobody ran are named, not replayed. */
function climb(policy: EscalationPolicy, state: State<'triggered'>, at: EpochMs): Step {
  const due = dueLevel(policy.levels, state, at);
  if (due === null) {
    return unchanged(state);
  }
  if (due.kind === 'exhausted') {
    return {
      state: { ...state, nextEscalationAt: null },
      effects: [record('exhausted', 'system', levelDetails(policy, state.levelIndex))],
    };
  }
  const isRepeat = due.levelIndex === state.levelIndex;
  return pageLevel(policy, due.levelIndex, {
    reason: isRepeat ? 'repeat' : 'ack-timeout',
    at,
    lateMs: due.skipped.length > 0 ? at - due.dueAt : lateness(due.dueAt, at),
    skipped: due.skipped,
    repeats: isRepeat ? state.repeats + 1 : 0,
  });
}

/** Reminds the owner, and hands the incident back to the ladder when its time or the snooze is over. */
function watchOwner(policy: EscalationPolicy, state: State<'acknowledged'>, at: EpochMs): Step {
  if (state.snoozedUntil !== null) {
    return at >= state.snoozedUntil ? handBack(policy, state, { reason: 'snooze-ended', dueAt: state.snoozedUntil, at }) : unchanged(state);
  }
  if (state.handBackAt !== null && at >= state.handBackAt) {
    return handBack(policy, state, { reason: 'handed-back', dueAt: state.handBackAt, at });
  }
  if (state.remindAt !== null && at >= state.remindAt) {
    return {
      state: { ...state, remindAt: at + policy.reminderMs },
      effects: [{ kind: 'remind', userId: state.by }, record('reminded', 'system', { user: state.by })],
    };
  }
  return unchanged(state);
}

function handBack(
  policy: EscalationPolicy,
  state: State<'acknowledged'>,
  { reason, dueAt, at }: { readonly reason: 'handed-back' | 'snooze-ended'; readonly dueAt: EpochMs; readonly at: EpochMs },
): Step {
  const handed = record('handed-back', 'system', { reason, user: state.by });
  return withEffects([handed], retrigger(policy, state, { reason, at, lateMs: lateness(dueAt, at) }));
}

/** Where each answers for themselves, whoever comes second is there too; everywhere else they take the incident over. */
function acknowledge(policy: EscalationPolicy, state: EscalationState, event: Event<'acknowledged'>): Step {
  const isPerPerson = policy.levels[state.levelIndex]?.perPerson === true;
  return isPerPerson && state.status === 'acknowledged' && state.by !== event.by ? join(state, event) : own(policy, state, event);
}

function join(state: State<'acknowledged'>, event: Event<'acknowledged'>): Step {
  const others = state.others ?? [];
  return others.includes(event.by)
    ? unchanged(state)
    : { state: { ...state, others: [...others, event.by] }, effects: [record('joined', event.by, { owner: state.by })] };
}

function own(policy: EscalationPolicy, state: EscalationState, event: Event<'acknowledged' | 'taken-over'>): Step {
  if (state.status === 'resolved' || (state.status === 'acknowledged' && state.by === event.by)) {
    return unchanged(state);
  }
  const { isQuiet, levelIndex, silencedUntil } = state;
  // Nobody was called for a quiet incident, so its owner is not chased either.
  const clocks = isQuiet ? { remindAt: null, handBackAt: null } : ownerClocks(policy, event.at);
  const details = state.status === 'acknowledged' ? { from: state.by } : levelDetails(policy, levelIndex);
  const { by, at } = event;
  const others = othersAfter(policy, state, by);
  return {
    state: { status: 'acknowledged', isQuiet, by, at, levelIndex, ...clocks, snoozedUntil: null, silencedUntil, ...others },
    effects: [record(state.status === 'acknowledged' ? 'taken-over' : 'acknowledged', event.by, details)],
  };
}

function ownerClocks(
  { reminderMs, handBackMs }: EscalationPolicy,
  at: EpochMs,
): { readonly remindAt: EpochMs; readonly handBackAt: EpochMs } {
  return { remindAt: at + reminderMs, handBackAt: at + handBackMs };
}

/** Whoever had it is still there when somebody else takes it over. */
function othersAfter(policy: EscalationPolicy, state: EscalationState, owner: string): { readonly others?: readonly string[] } {
  if (state.status !== 'acknowledged' || policy.levels[state.levelIndex]?.perPerson !== true) {
    return {};
  }
  return { others: [state.by, ...(state.others ?? [])].filter((user) => user !== owner) };
}

function unacknowledge(policy: EscalationPolicy, state: EscalationState, event: Event<'unacknowledged'>): Step {
  if (state.status !== 'acknowledged') {
    return unchanged(state);
  }
  const effects = [record('unacknowledged', event.by, { user: state.by })];
  return withEffects(effects, retrigger(policy, state, { reason: 'unacknowledged', at: event.at }));
}

/**
 * A level that a triggered incident has reached already is not paged again, so that a repeated click pages once. The bot itself takes
 * nothing from its owner; what nobody was to be called for so far is theirs from then on like any other.
 */
function escalate(policy: EscalationPolicy, state: EscalationState, event: Event<'escalated'>): Step {
  if (state.status === 'acknowledged' && event.by === 'system') {
    return state.isQuiet ? { state: { ...state, isQuiet: false, ...ownerClocks(policy, event.at) }, effects: [] } : unchanged(state);
  }
  const isReached =
    state.status === 'triggered' && !state.isQuiet && event.toLevel !== null && levelNumber(policy, state.levelIndex) >= event.toLevel;
  if (state.status === 'resolved' || isReached) {
    return unchanged(state);
  }
  const following = state.isQuiet ? state.levelIndex : Math.min(state.levelIndex + 1, policy.levels.length - 1);
  const target = event.toLevel === null ? following : levelIndexOf(policy.levels, event.toLevel);
  const isRepeat = state.status === 'triggered' && !state.isQuiet && target === state.levelIndex;
  const repeats = isRepeat ? state.repeats + 1 : 0;
  const details = { from: state.isQuiet ? null : levelNumber(policy, state.levelIndex), to: levelNumber(policy, target) };
  const escalated = record('escalated', event.by, details);
  const { silencedUntil } = state;
  if (silencedUntil !== null && event.by === 'system') {
    return isRepeat ? unchanged(state) : { state: waitingAt(target, silencedUntil), effects: [escalated] };
  }
  const { state: called, effects } = pageLevel(policy, target, { reason: 'escalated', at: event.at, repeats });
  // A person's wish comes before the silence, which stands for everything after it.
  const next = silencedUntil === null ? called : { ...called, nextEscalationAt: null, silencedUntil };
  return { state: next, effects: [escalated, ...effects] };
}

function snooze(state: EscalationState, event: Event<'snoozed'>): Step {
  if (state.status !== 'acknowledged' || event.until <= event.at || event.until === state.snoozedUntil) {
    return unchanged(state);
  }
  return {
    state: { ...state, remindAt: null, handBackAt: null, snoozedUntil: event.until },
    effects: [record('snoozed', event.by, { until: event.until })],
  };
}

function resolve(state: EscalationState, event: Event<'resolved'>): Step {
  if (state.status === 'resolved') {
    return unchanged(state);
  }
  const { isQuiet, levelIndex } = state;
  return {
    state: { status: 'resolved', isQuiet, by: event.by, at: event.at, levelIndex },
    effects: [record('resolved', event.by, reasonOf(event))],
  };
}

function reasonOf({ cause, note }: Event<'resolved'>): Readonly<Record<string, string>> {
  return { ...(cause === undefined ? {} : { cause }), ...(note === undefined ? {} : { note }) };
}

function reopen(policy: EscalationPolicy, state: EscalationState, event: Event<'reopened'>): Step {
  if (state.status !== 'resolved') {
    return unchanged(state);
  }
  return withEffects([record('reopened', event.by, {})], retrigger(policy, state, { reason: 'reopened', at: event.at }));
}

function fold(state: EscalationState, event: Event<'folded'>): Step {
  if (state.status !== 'triggered' || state.isQuiet) {
    return unchanged(state);
  }
  return { state: { ...state, isQuiet: true, nextEscalationAt: null }, effects: [record('folded', 'system', { into: event.into })] };
}

/** As if the level had been called now. */
function widen(policy: EscalationPolicy, state: EscalationState, at: EpochMs): Step {
  return hurry(state, { at, levelIndex: state.levelIndex, ackTimeoutMs: patienceAt(policy, state.levelIndex) });
}

function hurry(state: EscalationState, event: Omit<Event<'unreachable'>, 'kind'>): Step {
  const hurriedAt = event.at + event.ackTimeoutMs;
  if (
    state.status !== 'triggered' ||
    state.levelIndex !== event.levelIndex ||
    state.nextEscalationAt === null ||
    hurriedAt >= state.nextEscalationAt
  ) {
    return unchanged(state);
  }
  return { state: { ...state, nextEscalationAt: hurriedAt }, effects: [] };
}

/** Back to triggered at the level where the incident stood; a quiet one stays quiet. */
function retrigger(
  policy: EscalationPolicy,
  state: { readonly isQuiet: boolean; readonly levelIndex: number; readonly silencedUntil?: EpochMs | null },
  page: { readonly reason: PageReason; readonly at: EpochMs; readonly lateMs?: DurationMs | null },
): Step {
  const { silencedUntil = null } = state;
  if (state.isQuiet) {
    return { state: quietAt(state.levelIndex, silencedUntil), effects: [] };
  }
  if (silencedUntil !== null) {
    return { state: waitingAt(state.levelIndex, silencedUntil), effects: [] };
  }
  return pageLevel(policy, state.levelIndex, page);
}

function quietAt(levelIndex: number, silencedUntil: EpochMs | null): State<'triggered'> {
  return { status: 'triggered', isQuiet: true, levelIndex, repeats: 0, nextEscalationAt: null, silencedUntil };
}

/** Nobody has it and nobody is called until the silence is over. */
function waitingAt(levelIndex: number, silencedUntil: EpochMs): State<'triggered'> {
  return { status: 'triggered', isQuiet: false, levelIndex, repeats: 0, nextEscalationAt: null, silencedUntil };
}

function levelNumber(policy: EscalationPolicy, levelIndex: number): number {
  return policy.levels[levelIndex]?.level ?? levelIndex;
}

function levelDetails(policy: EscalationPolicy, levelIndex: number): { readonly level: number } {
  return { level: levelNumber(policy, levelIndex) };
}

function record(what: TimelineKind, actor: string, details: Readonly<Record<string, string | number | null>>): Effect {
  return { kind: 'record', what, actor, details };
}

function withEffects(first: readonly Effect[], step: Step): Step {
  return { state: step.state, effects: [...first, ...step.effects] };
}

function unchanged(state: EscalationState): Step {
  return { state, effects: [] };
}
