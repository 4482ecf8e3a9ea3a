import type { EpochMs } from '../../model/time.ts';
import { NotThere } from './slack-error.ts';
import type { PersonSeed } from './workspace.ts';

/** Hours without notifications. */
export interface QuietHours {
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
}

export interface Person extends PersonSeed {
  presence: 'active' | 'away';
  quietHours: QuietHours | null;
  deactivated: boolean;
}

/** The members of the workspace, in the order of the seed. */
export class People {
  private readonly byId: Map<string, Person>;

  constructor(seeds: readonly PersonSeed[]) {
    this.byId = new Map(seeds.map((seed) => [seed.id, { ...seed, presence: 'active', quietHours: null, deactivated: false }]));
  }

  all(): readonly Person[] {
    return [...this.byId.values()];
  }

  find(id: string): Person | undefined {
    return this.byId.get(id);
  }

  /** @throws NotThere when nobody has the id. */
  get(id: string): Person {
    const person = this.byId.get(id);
    if (person === undefined) {
      throw new NotThere(`There is no person ${id}. Known: ${[...this.byId.keys()].join(', ')}.`);
    }
    return person;
  }

  byHandle(handle: string): Person | undefined {
    return this.all().find((person) => person.name === handle);
  }
}
