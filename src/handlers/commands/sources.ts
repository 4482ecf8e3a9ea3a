import type { BackupListing } from '../../actions/backup-catalogue.ts';
import type { Roster } from '../../escalation/roster.ts';
import type { HealthReport } from '../../model/health.ts';
import type { Incident } from '../../model/incident.ts';
import type { StoreEndpoint } from '../../model/metrics.ts';
import type { AuditEntry } from '../../model/plan.ts';

/** What commands read; the wiring connects each to the part that knows. */
export interface CommandSources {
  /** Runs checks now, by id. `cluster: null` means every cluster. */
  runChecks(checkIds: readonly string[], cluster: string | null, signal: AbortSignal): Promise<HealthReport>;
  /** What Thanos Query lists. @throws UpstreamError */
  storeEndpoints(signal: AbortSignal): Promise<readonly StoreEndpoint[]>;
  openIncidents(limit: number): Promise<readonly Incident[]>;
  /** Rotations with the overrides that hold now. */
  roster(): Promise<Roster>;
  audit(limit: number): Promise<readonly AuditEntry[]>;
  /** Newest first, each read back; `null` when no destination is configured. */
  backups(signal: AbortSignal): Promise<readonly BackupListing[] | null>;
  /** The last digest that was made, or `null`. */
  lastDigest(): Promise<HealthReport | null>;
}
