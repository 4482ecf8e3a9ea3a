import type { Labels } from '../promql/labels.ts';
import type { Block } from './block.ts';
import { EventLog } from './event-log.ts';
import { Switch } from './intervals.ts';
import { fraction, ulid } from './random.ts';
import { type EpochMs, hourMs, minuteMs, secondMs } from './time.ts';

export interface StreamEvent {
  readonly timeMs: EpochMs;
  readonly ulid: string;
  readonly minTimeMs: EpochMs;
}

export interface Producer {
  readonly id: string;
  readonly cluster: string;
  readonly pod: string;
  readonly source: 'sidecar' | 'ruler';
  /** Data units per hour; grows with the estate. */
  unitsPerHour(timeMs: EpochMs): number;
  labels(timeMs: EpochMs): Labels;
  isRunningAt(timeMs: EpochMs): boolean;
  localRetentionMs(): number;
  /** Why the bucket cannot be written, `undefined` when it can. */
  bucketTroubleAt(timeMs: EpochMs): string | undefined;
}

interface WaitingBlock {
  readonly minTimeMs: EpochMs;
  readonly cutMs: EpochMs;
  readonly units: number;
}

export const blockMs = 2 * hourMs;
export const retryMs = 30 * secondMs;

/** The blocks of one Prometheus (or Ruler) replica: cut every two hours, shipped when the bucket can be reached, lost when it cannot for too long. */
export class Stream {
  readonly producer: Producer;
  readonly uploads = new EventLog<StreamEvent>();
  readonly lost = new EventLog<StreamEvent>();
  /** While uploads are being tried and fail. */
  readonly failing = new Switch();
  /** The part of that in which the bucket was there but writing was denied. */
  readonly denied = new Switch();
  readonly #waiting: WaitingBlock[] = [];
  #nextMinMs: EpochMs;
  #trouble = '';

  constructor(producer: Producer, beginMs: EpochMs) {
    this.producer = producer;
    this.#nextMinMs = Math.ceil(beginMs / blockMs) * blockMs;
  }

  get waiting(): readonly WaitingBlock[] {
    return this.#waiting;
  }

  get trouble(): string {
    return this.#trouble;
  }

  /** Prometheus cuts [T, T+2h) once its head spans three hours, a little later for each stream. */
  cutTimeMs(minTimeMs: EpochMs): EpochMs {
    return minTimeMs + 3 * hourMs + Math.floor(fraction(this.producer.id) * 60) * secondMs;
  }

  ulidOf(minTimeMs: EpochMs): string {
    return ulid(this.cutTimeMs(minTimeMs), `${this.producer.id}/${minTimeMs}`);
  }

  advanceTo(nowMs: EpochMs, deliver: (block: Block) => void): void {
    while (this.cutTimeMs(this.#nextMinMs) <= nowMs && this.producer.isRunningAt(nowMs)) this.#cut(nowMs);
    this.#ship(nowMs, deliver);
  }

  #cut(nowMs: EpochMs): void {
    const minTimeMs = this.#nextMinMs;
    this.#nextMinMs += blockMs;
    const quarters = [0.125, 0.375, 0.625, 0.875].map((share) => minTimeMs + share * blockMs);
    const share = quarters.filter((quarter) => this.producer.isRunningAt(quarter)).length / quarters.length;
    if (share === 0) return;
    this.#waiting.push({
      minTimeMs,
      cutMs: Math.min(nowMs, this.cutTimeMs(minTimeMs)),
      units: this.producer.unitsPerHour(minTimeMs) * 2 * share,
    });
  }

  #ship(nowMs: EpochMs, deliver: (block: Block) => void): void {
    if (this.#waiting.length === 0) return;
    if (!this.producer.isRunningAt(nowMs)) {
      this.failing.set(false, nowMs);
      this.denied.set(false, nowMs);
      return;
    }
    const trouble = this.producer.bucketTroubleAt(nowMs);
    this.failing.set(trouble !== undefined, nowMs);
    this.denied.set(trouble?.startsWith('Access Denied') ?? false, nowMs);
    if (trouble !== undefined) {
      this.#trouble = trouble;
      this.#forget(nowMs);
      return;
    }
    for (const block of this.#waiting.splice(0)) this.#upload(block, Math.min(nowMs, block.cutMs + minuteMs), nowMs, deliver);
  }

  #upload(waiting: WaitingBlock, uploadedMs: EpochMs, nowMs: EpochMs, deliver: (block: Block) => void): void {
    const name = this.ulidOf(waiting.minTimeMs);
    const timeMs = nowMs - waiting.cutMs > blockMs ? nowMs : uploadedMs;
    this.uploads.add({ timeMs, ulid: name, minTimeMs: waiting.minTimeMs });
    deliver(this.#block(waiting, timeMs));
  }

  #block(waiting: WaitingBlock, uploadedMs: EpochMs): Block {
    const name = this.ulidOf(waiting.minTimeMs);
    return {
      ulid: name,
      streamId: this.producer.id,
      labels: this.producer.labels(uploadedMs),
      minTimeMs: waiting.minTimeMs,
      maxTimeMs: waiting.minTimeMs + blockMs,
      resolution: 0,
      level: 1,
      sources: [name],
      parents: [],
      source: this.producer.source,
      uploadedMs,
      units: waiting.units,
      markedMs: undefined,
      isDownsampled: false,
      missing: new Set(),
    };
  }

  /** Local retention deletes what lies further back than the newest block by more than it allows: a gap for ever. */
  #forget(nowMs: EpochMs): void {
    const newestMs = (this.#waiting.at(-1)?.minTimeMs ?? 0) + blockMs;
    while (this.#waiting.length > 1 && newestMs - ((this.#waiting[0]?.minTimeMs ?? 0) + blockMs) >= this.producer.localRetentionMs()) {
      const gone = this.#waiting.shift();
      if (gone !== undefined) this.lost.add({ timeMs: nowMs, ulid: this.ulidOf(gone.minTimeMs), minTimeMs: gone.minTimeMs });
    }
  }

  /** The end of the newest data this stream has in the bucket, going by what was uploaded. */
  uploadedUntilMs(timeMs: EpochMs): EpochMs {
    const last = this.uploads.lastAt(timeMs);
    return last === undefined ? 0 : last.minTimeMs + blockMs;
  }
}
