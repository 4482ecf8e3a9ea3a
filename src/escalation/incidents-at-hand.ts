import type { Incident } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';

type Group = Pick<Incident, 'source' | 'groupKey'>;

/** Incidents that were read together, as they are by now. */
export class IncidentsAtHand {
  readonly #byId: Map<string, Incident>;
  readonly #byGroup = new Map<string, Set<string>>();

  constructor(incidents: readonly Incident[]) {
    this.#byId = new Map(incidents.map((incident) => [incident.id, incident]));
    for (const incident of incidents) {
      const ids = this.#byGroup.get(nameOf(incident)) ?? new Set();
      this.#byGroup.set(nameOf(incident), ids.add(incident.id));
    }
  }

  byId(id: string): Incident | null {
    return this.#byId.get(id) ?? null;
  }

  openOf(group: Group): Incident | null {
    return this.#of(group).find(({ escalation }) => escalation.status !== 'resolved') ?? null;
  }

  /** The incident of a group that was resolved last, if that was at `since` or later. */
  lastResolvedOf(group: Group, since: EpochMs): Incident | null {
    const resolved = this.#of(group).flatMap((incident) =>
      incident.escalation.status === 'resolved' && incident.escalation.at >= since ? [{ incident, at: incident.escalation.at }] : [],
    );
    return resolved.toSorted((a, b) => b.at - a.at)[0]?.incident ?? null;
  }

  /** Stands from now on for what had the same id. */
  put(incident: Incident): void {
    this.#byId.set(incident.id, incident);
  }

  #of(group: Group): readonly Incident[] {
    return [...(this.#byGroup.get(nameOf(group)) ?? [])].flatMap((id) => this.byId(id) ?? []);
  }
}

function nameOf({ source, groupKey }: Group): string {
  return `${source}\0${groupKey}`;
}
