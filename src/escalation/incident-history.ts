import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { EpochMs } from '../model/time.ts';

/** An incident of the past with what people did about it: calls, acknowledgements, ends. */
export interface PastIncident {
  readonly incident: Incident;
  readonly events: readonly TimelineEvent[];
}

/** Reads the past in bulk. Implemented by `store/incident-history.ts`. */
export interface IncidentHistory {
  /** Incidents opened in a window, oldest first, at most `limit`. */
  opened(window: { readonly from: EpochMs; readonly until: EpochMs }, limit: number): Promise<readonly PastIncident[]>;
}
