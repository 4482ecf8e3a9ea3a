import { at, isObject, listAt, textAt } from '../model/json.ts';
import { uuid } from '../model/random.ts';
import { type EpochMs, goTime } from '../model/time.ts';
import type { Labels } from '../promql/labels.ts';
import { anchored } from '../promql/literals.ts';

export interface SilenceMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

export interface Silence {
  readonly id: string;
  readonly matchers: readonly SilenceMatcher[];
  readonly startsMs: EpochMs;
  endsMs: EpochMs;
  readonly createdBy: string;
  readonly comment: string;
  updatedMs: EpochMs;
}

export type PostOutcome =
  | { readonly kind: 'stored'; readonly id: string }
  | { readonly kind: 'refused'; readonly status: number; readonly sentence: string };

const keptMs = 120 * 3_600_000;

export function matcherHolds(matcher: SilenceMatcher, labels: Labels): boolean {
  const value = labels[matcher.name] ?? '';
  const holds = matcher.isRegex ? anchored(matcher.value).test(value) : value === matcher.value;
  return holds === matcher.isEqual;
}

function matchersOf(body: unknown): SilenceMatcher[] {
  return listAt(body, 'matchers')
    .filter(isObject)
    .map((entry) => ({
      name: textAt(entry, 'name'),
      value: textAt(entry, 'value'),
      isRegex: at(entry, 'isRegex') === true,
      isEqual: at(entry, 'isEqual') !== false,
    }));
}

/** The silences of one Alertmanager. Deleting one makes it expire; it stays listed for five days. */
export class Silences {
  readonly #silences = new Map<string, Silence>();
  readonly #seed: string;
  #sequence = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  list(nowMs: EpochMs): Silence[] {
    for (const silence of this.#silences.values()) if (silence.endsMs < nowMs - keptMs) this.#silences.delete(silence.id);
    return [...this.#silences.values()];
  }

  get(id: string): Silence | undefined {
    return this.#silences.get(id);
  }

  /** Stores a silence. The same matchers under a known id extend it; other matchers end it and make a new one. */
  post(body: unknown, nowMs: EpochMs): PostOutcome {
    const matchers = matchersOf(body);
    const startsMs = Date.parse(textAt(body, 'startsAt'));
    const endsMs = Date.parse(textAt(body, 'endsAt'));
    const id = textAt(body, 'id');
    const problem = this.#problem(matchers, startsMs, endsMs, nowMs);
    if (problem !== undefined) return problem;
    const known = this.#silences.get(id);
    if (id !== '' && known === undefined) return { kind: 'refused', status: 404, sentence: `silence not found: ${id}` };
    const isSame = known !== undefined && JSON.stringify(known.matchers) === JSON.stringify(matchers) && known.endsMs > nowMs;
    if (known !== undefined && !isSame) this.expire(id, nowMs);
    this.#sequence += 1;
    const name = isSame ? id : uuid(`${this.#seed}/silence/${this.#sequence}`);
    this.#silences.set(name, {
      id: name,
      matchers,
      startsMs: isSame ? known.startsMs : Math.max(startsMs, nowMs),
      endsMs,
      createdBy: textAt(body, 'createdBy'),
      comment: textAt(body, 'comment'),
      updatedMs: nowMs,
    });
    return { kind: 'stored', id: name };
  }

  #problem(matchers: readonly SilenceMatcher[], startsMs: number, endsMs: number, nowMs: EpochMs): PostOutcome | undefined {
    const refused = (status: number, sentence: string): PostOutcome => ({ kind: 'refused', status, sentence });
    if (matchers.length === 0) return refused(422, 'validation failure list:\nmatchers in body should have at least 1 items');
    if (Number.isNaN(startsMs) || Number.isNaN(endsMs))
      return refused(422, 'validation failure list:\nstartsAt and endsAt in body must be of type date-time');
    if (endsMs < nowMs) return refused(400, "end time can't be in the past");
    if (endsMs <= startsMs) return refused(400, 'start time must not be after end time');
    if (matchers.every((matcher) => matcherHolds(matcher, {}))) return refused(400, 'at least one matcher must not match the empty string');
    return undefined;
  }

  /** False when the id is unknown; expiring twice is fine. */
  expire(id: string, nowMs: EpochMs): boolean {
    const silence = this.#silences.get(id);
    if (silence === undefined) return false;
    if (silence.endsMs > nowMs) {
      silence.endsMs = nowMs;
      silence.updatedMs = nowMs;
    }
    return true;
  }

  silencing(labels: Labels, nowMs: EpochMs): string[] {
    return [...this.#silences.values()]
      .filter(
        (silence) =>
          silence.startsMs <= nowMs && nowMs < silence.endsMs && silence.matchers.every((matcher) => matcherHolds(matcher, labels)),
      )
      .map((silence) => silence.id);
  }
}

export function silenceJson(silence: Silence, nowMs: EpochMs): unknown {
  const state = nowMs >= silence.endsMs ? 'expired' : nowMs < silence.startsMs ? 'pending' : 'active';
  return {
    id: silence.id,
    status: { state },
    matchers: silence.matchers,
    startsAt: goTime(silence.startsMs),
    endsAt: goTime(silence.endsMs),
    updatedAt: goTime(silence.updatedMs),
    createdBy: silence.createdBy,
    comment: silence.comment,
  };
}
