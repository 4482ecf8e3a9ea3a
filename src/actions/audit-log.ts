import type { AuditEntry } from '../model/plan.ts';

/** Every attempt to change something, allowed or not. Only ever appended to. */
export interface AuditLog {
  append(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  recent(limit: number): Promise<readonly AuditEntry[]>;
}
