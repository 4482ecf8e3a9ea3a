import { UpstreamError } from '../model/errors.ts';
import type { ActiveAlert, Silence } from '../model/metrics.ts';
import { type DurationMs, type EpochMs, seconds } from '../model/time.ts';
import type { Alertmanager, Clock, Logger } from '../ports.ts';

/** Incidents that fall due in the same moment are compared with one answer. What was silenced before that is seen. */
const FRESH_MS = seconds(2);

/** Nobody is called later than this because an Alertmanager does not answer. */
const PATIENCE_MS = seconds(3);

/** One that did not answer is left alone for this long, so that many levels due at once wait for it only once. */
const REST_MS = seconds(20);

/** What one Alertmanager knows at an instant. */
export interface Knowledge {
  readonly askedAt: EpochMs;
  readonly alerts: ReadonlyMap<string, ActiveAlert>;
  readonly silences: ReadonlyMap<string, Silence>;
}

interface Source {
  readonly cluster: string;
  readonly alertmanager: Alertmanager;
}

interface KnowledgeDependencies {
  readonly clock: Clock;
  /** Counts deadlines. */
  readonly realClock: Clock;
  readonly logger: Logger;
}

/** Asks Alertmanagers what they know and remembers the last answer for a moment; `null`: it did not answer. */
export class AlertmanagerKnowledge {
  readonly #dependencies: KnowledgeDependencies;
  readonly #answers = new Map<string, { readonly at: EpochMs; readonly knowledge: Knowledge | null }>();
  /** Clusters whose Alertmanager did not answer last time; the log tells of changes only. */
  readonly #silent = new Set<string>();

  constructor(dependencies: KnowledgeDependencies) {
    this.#dependencies = dependencies;
  }

  async anew(source: Source, deadlineMs: DurationMs): Promise<Knowledge | null> {
    const knowledge = await this.#ask(source, deadlineMs);
    this.#answers.set(source.cluster, { at: this.#dependencies.clock.now(), knowledge });
    return knowledge;
  }

  /** For somebody who is about to be called. */
  async recall(source: Source): Promise<Knowledge | null> {
    const last = this.#answers.get(source.cluster);
    const age = last === undefined ? Number.POSITIVE_INFINITY : this.#dependencies.clock.now() - last.at;
    const isGood = age >= 0 && age <= (last?.knowledge === null ? REST_MS : FRESH_MS);
    return isGood && last !== undefined ? last.knowledge : await this.anew(source, PATIENCE_MS);
  }

  async #ask({ cluster, alertmanager }: Source, deadlineMs: DurationMs): Promise<Knowledge | null> {
    const { clock, realClock, logger } = this.#dependencies;
    const controller = new AbortController();
    const { signal } = controller;
    const cancel = realClock.after(deadlineMs, () => controller.abort(new Error('deadline')));
    try {
      const askedAt = clock.now();
      const [alerts, silences] = await abortable(Promise.all([alertmanager.alerts(signal), alertmanager.silences(signal)]), signal);
      if (this.#silent.delete(cluster)) {
        logger.info({ cluster }, 'alertmanager answers again');
      }
      return {
        askedAt,
        alerts: new Map(alerts.map((alert) => [alert.fingerprint, alert])),
        silences: new Map(silences.map((silence) => [silence.id, silence])),
      };
    } catch (error) {
      if (!this.#silent.has(cluster)) {
        this.#silent.add(cluster);
        logger.warn({ cluster, reason: reasonOf(error) }, 'alertmanager does not answer, so alerts are not compared with it');
      }
      return null;
    } finally {
      cancel();
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof UpstreamError ? error.details.reason : String(error);
}

/** A client that does not listen to the signal must not hold up anybody. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
  ]);
}
