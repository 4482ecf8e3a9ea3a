import type { BackupListing } from '../../actions/backup-catalogue.ts';
import type { Drills } from '../../drill/drills.ts';
import type { GroupsOfRoster } from '../../escalation/empty-groups.ts';
import type { Roster } from '../../escalation/roster.ts';
import type { IncidentStory } from '../../messages/incident-detail.ts';
import type { MessageLinks } from '../../messages/incident-list.ts';
import type { HealthReport } from '../../model/health.ts';
import type { Incident } from '../../model/incident.ts';
import type { StoreEndpoint } from '../../model/metrics.ts';
import type { AuditEntry } from '../../model/plan.ts';
import type { ClusterSilences } from '../../model/silence.ts';
import type { EpochMs } from '../../model/time.ts';
import type { HealthDesk } from '../health-desk.ts';
import type { OncallDesk } from '../oncall-desk.ts';

/** What commands read, and the desk where they change who is on call; the wiring connects each to the part that knows. */
export interface CommandSources {
  /** Runs checks now, by id. `cluster: null` means every cluster. */
  runChecks(checkIds: readonly string[], cluster: string | null, signal: AbortSignal): Promise<HealthReport>;
  /** What Thanos Query lists. @throws UpstreamError */
  storeEndpoints(signal: AbortSignal): Promise<readonly StoreEndpoint[]>;
  openIncidents(limit: number): Promise<readonly Incident[]>;
  /** Incidents opened in a window, newest first. */
  recentIncidents(window: { readonly from: EpochMs; readonly until: EpochMs; readonly limit: number }): Promise<readonly Incident[]>;
  /** Addresses of the channel messages of incidents; what Slack does not tell in a moment is left out. */
  messageLinks(incidents: readonly Incident[]): Promise<MessageLinks>;
  /** One incident with its history; `null`: there is none of that id. */
  incident(id: string): Promise<IncidentStory | null>;
  /** Rotations with the overrides that hold now. */
  roster(): Promise<Roster>;
  /** Which of its groups bring nobody to a level. */
  groupsOf(roster: Roster): Promise<GroupsOfRoster>;
  /** What every Alertmanager keeps quiet. */
  silences(signal: AbortSignal): Promise<readonly ClusterSilences[]>;
  readonly oncall: OncallDesk;
  readonly health: HealthDesk;
  readonly drills: Pick<Drills, 'stop' | 'byId' | 'recent'>;
  audit(limit: number): Promise<readonly AuditEntry[]>;
  /** Newest first, each read back; `null` when no destination is configured. */
  backups(signal: AbortSignal): Promise<readonly BackupListing[] | null>;
  /** The last digest that was made, or `null`. */
  lastDigest(): Promise<HealthReport | null>;
}
