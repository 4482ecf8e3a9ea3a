import { type Labels, labelKey } from '../promql/labels.ts';
import type { Block, Resolution } from './block.ts';
import type { BlockStore } from './block-store.ts';
import { EventLog } from './event-log.ts';
import { Switch } from './intervals.ts';
import { hash, ulid } from './random.ts';
import { dayMs, type EpochMs, hourMs, minuteMs } from './time.ts';

export type CompactorEventKind = 'iteration' | 'compaction' | 'downsample' | 'marked' | 'cleaned' | 'retry';

export interface CompactorEvent {
  readonly timeMs: EpochMs;
  readonly kind: CompactorEventKind;
  readonly resolution: Resolution;
  readonly reason: 'compaction' | 'retention' | '';
  readonly ulid: string;
}

export interface CompactorSettings {
  readonly retentionMs: Readonly<Record<Resolution, number>>;
  readonly deleteDelayMs: number;
  readonly consistencyDelayMs: number;
}

export interface CompactorSurroundings {
  isRunningAt(timeMs: EpochMs): boolean;
  bucketTroubleAt(timeMs: EpochMs): string | undefined;
  isHaltedByFaultAt(timeMs: EpochMs): boolean;
  settings(): CompactorSettings;
}

const ranges = [8 * hourMs, 2 * dayMs, 14 * dayMs];

/** The largest blocks of all streams would be made on one day, and twice the bucket's size deleted two days later: each has a day of its own. */
const turnMs = 2 * dayMs;
const downsampling = [
  { from: 0, to: 300_000, minimumSpanMs: 40 * hourMs, factor: 0.45 },
  { from: 300_000, to: 3_600_000, minimumSpanMs: 10 * dayMs, factor: 0.18 },
] as const;

/** Compacts, downsamples, applies retention and cleans up, in the order Thanos does. */
export class Compactor {
  readonly events = new EventLog<CompactorEvent>();
  readonly #counts = new Map<string, EventLog<CompactorEvent>>();
  readonly halted = new Switch();
  readonly #blocks: BlockStore;
  readonly #surroundings: CompactorSurroundings;
  #haltReason = '';

  constructor(blocks: BlockStore, surroundings: CompactorSurroundings) {
    this.#blocks = blocks;
    this.#surroundings = surroundings;
  }

  get haltReason(): string {
    return this.#haltReason;
  }

  /** One round of work. A halted compactor stays halted until its process starts anew. */
  iterate(nowMs: EpochMs): void {
    if (!this.#surroundings.isRunningAt(nowMs)) {
      this.halted.set(false, nowMs);
      return;
    }
    if (this.#surroundings.isHaltedByFaultAt(nowMs)) this.#halt(nowMs, 'invalid result block: out-of-order chunks');
    if (this.halted.isOnAt(nowMs)) return;
    if (this.#surroundings.bucketTroubleAt(nowMs) !== undefined) {
      this.#note(nowMs, 'retry');
      return;
    }
    const groups = this.#groups(nowMs);
    for (const group of groups.values()) {
      if (this.halted.isOnAt(nowMs)) return;
      this.#compactGroup(group, nowMs);
    }
    for (const rule of downsampling) this.#downsample(rule, nowMs);
    this.#applyRetention(nowMs);
    this.#clean(nowMs);
    this.#note(nowMs, 'iteration');
  }

  /** A restart is what a halted compactor needs. */
  restarted(nowMs: EpochMs): void {
    this.halted.set(false, nowMs);
  }

  #halt(nowMs: EpochMs, reason: string): void {
    this.#haltReason = reason;
    this.halted.set(true, nowMs);
  }

  #note(timeMs: EpochMs, kind: CompactorEventKind, resolution: Resolution = 0, reason: CompactorEvent['reason'] = '', name = ''): void {
    const event: CompactorEvent = { timeMs, kind, resolution, reason, ulid: name };
    this.events.add(event);
    for (const key of [kind, `${kind}/${resolution}`, `${kind}/${reason}`]) {
      const log = this.#counts.get(key) ?? new EventLog<CompactorEvent>();
      log.add(event);
      this.#counts.set(key, log);
    }
  }

  /** How many events of a kind, or of `kind/resolution` or `kind/reason`, fell into `(fromMs, toMs]`. */
  count(key: string, fromMs: EpochMs, toMs: EpochMs): number {
    return this.#counts.get(key)?.count(fromMs, toMs) ?? 0;
  }

  #groups(nowMs: EpochMs): Map<string, Block[]> {
    const freshMs = this.#surroundings.settings().consistencyDelayMs;
    const groups = new Map<string, Block[]>();
    for (const block of this.#blocks.loaded()) {
      if (block.markedMs !== undefined || (block.level === 1 && nowMs - block.uploadedMs < freshMs)) continue;
      const key = `${block.resolution}@${keyOf(block.labels)}`;
      const group = groups.get(key) ?? [];
      group.push(block);
      groups.set(key, group);
    }
    return groups;
  }

  #compactGroup(blocks: Block[], nowMs: EpochMs): void {
    const sorted = blocks.sort((a, b) => a.minTimeMs - b.minTimeMs);
    const overlap = sorted.find((block, index) => index > 0 && block.minTimeMs < (sorted[index - 1]?.maxTimeMs ?? 0));
    if (overlap !== undefined) {
      this.#halt(nowMs, `pre compaction overlap check: overlaps found while gathering blocks: ${overlap.ulid}`);
      return;
    }
    let present = sorted;
    for (const rangeMs of ranges) present = this.#compactRange(present, rangeMs, nowMs);
  }

  #compactRange(blocks: readonly Block[], rangeMs: number, nowMs: EpochMs): Block[] {
    const newestMs = blocks.at(-1)?.maxTimeMs ?? 0;
    const windows = new Map<number, Block[]>();
    const shiftMs = rangeMs > turnMs ? shiftOf(blocks) : 0;
    for (const block of blocks) {
      const window = Math.floor((block.minTimeMs + shiftMs) / rangeMs);
      windows.set(window, [...(windows.get(window) ?? []), block]);
    }
    const result: Block[] = [];
    for (const [window, members] of windows) {
      const isComplete = newestMs + shiftMs > (window + 1) * rangeMs;
      const isSmall = members.every((block) => block.maxTimeMs - block.minTimeMs < rangeMs);
      if (members.length > 1 && isComplete && isSmall) result.push(this.#merge(members, nowMs));
      else result.push(...members);
    }
    return result;
  }

  #merge(members: readonly Block[], nowMs: EpochMs): Block {
    const [first] = members;
    const last = members.at(-1);
    if (first === undefined || last === undefined) throw new Error('nothing to compact');
    const name = ulid(nowMs, `${first.streamId}/${first.resolution}/${first.minTimeMs}/${last.maxTimeMs}`);
    const merged: Block = {
      ...first,
      ulid: name,
      maxTimeMs: last.maxTimeMs,
      level: Math.max(...members.map((block) => block.level)) + 1,
      sources: members.flatMap((block) => block.sources),
      parents: members.map((block) => ({ ulid: block.ulid, minTime: block.minTimeMs, maxTime: block.maxTimeMs })),
      source: 'compactor',
      uploadedMs: nowMs,
      units: members.reduce((total, block) => total + block.units, 0) * 0.97,
      markedMs: undefined,
      isDownsampled: members.every((block) => block.isDownsampled),
      missing: new Set(),
    };
    this.#blocks.add(merged);
    for (const block of members) this.#mark(block, nowMs, 'compaction');
    this.#note(nowMs, 'compaction', first.resolution, '', name);
    return merged;
  }

  #mark(block: Block, nowMs: EpochMs, reason: 'compaction' | 'retention'): void {
    block.markedMs = nowMs;
    this.#note(nowMs, 'marked', block.resolution, reason, block.ulid);
  }

  #downsample(rule: (typeof downsampling)[number], nowMs: EpochMs): void {
    for (const block of this.#blocks.loaded()) {
      const isDue = block.resolution === rule.from && block.markedMs === undefined && !block.isDownsampled;
      if (!isDue || block.maxTimeMs - block.minTimeMs < rule.minimumSpanMs) continue;
      block.isDownsampled = true;
      if (this.#isCovered(block, rule.to)) continue;
      const name = ulid(nowMs, `${block.streamId}/${rule.to}/${block.minTimeMs}/${block.maxTimeMs}`);
      this.#blocks.add({
        ...block,
        ulid: name,
        resolution: rule.to,
        parents: [],
        source: 'compactor',
        uploadedMs: nowMs,
        units: block.units * rule.factor,
        markedMs: undefined,
        isDownsampled: rule.to === 3_600_000,
        missing: new Set(),
      });
      this.#note(nowMs, 'downsample', rule.from, '', name);
    }
  }

  #isCovered(block: Block, resolution: Resolution): boolean {
    return this.#blocks
      .loaded()
      .some(
        (other) =>
          other.resolution === resolution &&
          other.streamId === block.streamId &&
          other.markedMs === undefined &&
          other.minTimeMs < block.maxTimeMs &&
          other.maxTimeMs > block.minTimeMs,
      );
  }

  #applyRetention(nowMs: EpochMs): void {
    const { retentionMs } = this.#surroundings.settings();
    for (const block of this.#blocks.loaded()) {
      const limitMs = retentionMs[block.resolution];
      if (limitMs > 0 && block.markedMs === undefined && block.maxTimeMs < nowMs - limitMs) this.#mark(block, nowMs, 'retention');
    }
  }

  #clean(nowMs: EpochMs): void {
    const { deleteDelayMs } = this.#surroundings.settings();
    for (const block of this.#blocks.all()) {
      const isAbandoned = block.missing.has('meta.json') && nowMs - block.uploadedMs > 2 * dayMs;
      if (isAbandoned || (block.markedMs !== undefined && nowMs - block.markedMs >= deleteDelayMs)) {
        this.#blocks.remove(block.ulid);
        this.#note(nowMs, 'cleaned', block.resolution, '', block.ulid);
      }
    }
  }
}

function shiftOf(blocks: readonly Block[]): number {
  return (hash(blocks[0]?.streamId ?? '') % 7) * turnMs;
}

const keys = new WeakMap<Labels, string>();

/** The blocks of a stream share one label object, so its key is worth keeping. */
function keyOf(labels: Labels): string {
  const known = keys.get(labels);
  if (known !== undefined) return known;
  const key = labelKey(labels);
  keys.set(labels, key);
  return key;
}

export const iterationMs = 5 * minuteMs;
