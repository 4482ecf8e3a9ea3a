import { isStoreAway } from '../model/store-away.ts';
import type { EpochMs } from '../model/time.ts';
import type { Logger } from '../ports.ts';
import { StoreConflict } from './incident-store.ts';
import { Strikes } from './strikes.ts';

/** What an incident's turn was taken for, or `messages` for something that was to be said. */
export type ParkedIn = 'timers' | 'reconcile' | 'folding' | 'messages';

/** Something that failed too often and is left alone. */
export interface ParkedThing {
  readonly part: ParkedIn;
  readonly incidentId: string | null;
}

export interface ParkingDependencies {
  readonly logger: Logger;
  /** Tells people. */
  readonly onParked?: ((parked: ParkedThing) => Promise<void>) | undefined;
  /** Counts what is left alone at present. */
  readonly onParkedCount?: ((part: ParkedIn, count: number) => void) | undefined;
}

/** Takes the turns of incidents, each on its own: one that throws costs only itself, and after a few tries it is left alone for a while. */
export class Parking {
  readonly #part: ParkedIn;
  readonly #dependencies: ParkingDependencies;
  readonly #strikes = new Strikes();

  constructor(part: ParkedIn, dependencies: ParkingDependencies) {
    this.#part = part;
    this.#dependencies = dependencies;
  }

  /** Incidents that are to be left alone. */
  at(now: EpochMs): readonly string[] {
    const ids = this.#strikes.parkedAt(now);
    this.#dependencies.onParkedCount?.(this.#part, ids.length);
    return ids;
  }

  /** The incident's turn went well. */
  forget(incidentId: string): void {
    this.#strikes.forget(incidentId);
  }

  /** Takes one incident's whole turn; see `attempt`. */
  async turn(incidentId: string, now: EpochMs, work: () => Promise<void>): Promise<void> {
    await this.attempt(incidentId, now, async () => {
      await work();
      this.forget(incidentId);
    });
  }

  /**
   * Does a part of an incident's turn. A lost race is nobody's fault and comes again.
   *
   * @returns what the part came to, or `null` when it failed.
   * @throws what says that the store is away: then no other turn has a chance either.
   */
  async attempt<T>(incidentId: string, now: EpochMs, work: () => T | Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (isStoreAway(error)) {
        throw error;
      }
      if (!(error instanceof StoreConflict)) {
        await this.#strike(incidentId, now, error);
      }
      return null;
    }
  }

  /** Leaves an incident alone at once: another try would see the same. */
  async park(incidentId: string, now: EpochMs): Promise<void> {
    this.#strikes.park(incidentId, now);
    this.#dependencies.logger.error({ incidentId, part: this.#part }, 'incident is left alone for a while');
    await this.#tell(incidentId);
  }

  async #strike(incidentId: string, now: EpochMs, error: unknown): Promise<void> {
    const isParked = this.#strikes.add(incidentId, now);
    this.#dependencies.logger.error({ incidentId, part: this.#part, err: error, isParked }, 'turn of an incident failed');
    if (isParked) {
      await this.#tell(incidentId);
    }
  }

  async #tell(incidentId: string): Promise<void> {
    const { logger, onParked } = this.#dependencies;
    await onParked?.({ part: this.#part, incidentId }).catch((error: unknown) =>
      logger.error({ incidentId, err: error }, 'notice of a parked incident could not be queued'),
    );
  }
}
