import { say } from '../messages/say.ts';
import { UpstreamError, UserError } from '../model/errors.ts';
import type { Phrase } from '../model/phrase.ts';
import { type EpochMs, minutes } from '../model/time.ts';
import type { Clock, Logger } from '../ports.ts';
import type { BackupWorld } from './action.ts';
import type { AuditLog } from './audit-log.ts';
import { judge } from './backup.ts';
import { inspectBackup } from './backup-catalogue.ts';
import { removeExpired } from './backup-retention.ts';
import { backupId, destinationOf, makeBackup } from './backup-run.ts';

const DEADLINE_MS = minutes(10);

/** How a scheduled backup ended, to be announced. */
export interface BackupJobResult {
  readonly id: string;
  readonly isGood: boolean;
  readonly phrases: readonly Phrase[];
}

/** The backup of the schedule: made, read back, recorded, and only after a good one are old ones removed. Never throws. */
export async function runScheduledBackup(
  deps: { readonly world: BackupWorld; readonly audit: AuditLog; readonly clock: Clock; readonly logger: Logger },
  slot: EpochMs,
): Promise<BackupJobResult> {
  const id = backupId(slot, 'scheduled');
  const result = await attempt(deps, id, slot);
  const outcome = result.isGood ? 'succeeded' : 'failed';
  const details = { reason: result.phrases[0]?.id ?? null };
  await deps.audit.append({ at: deps.clock.now(), actor: 'system', action: 'backup', subject: id, outcome, details });
  return result;
}

async function attempt(
  { world, clock, logger }: { readonly world: BackupWorld; readonly clock: Clock; readonly logger: Logger },
  id: string,
  startedAt: EpochMs,
): Promise<BackupJobResult> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  try {
    const { store, prefix } = destinationOf(world);
    await makeBackup(world, { id, startedAt, signal, onPart: () => {} });
    const verdict = judge(await inspectBackup(store, prefix, id, signal));
    if (verdict.kind !== 'reached') {
      return { id, isGood: false, phrases: [verdict.result] };
    }
    const keepMs = world.config.backup?.keep.kubernetes ?? Number.POSITIVE_INFINITY;
    const removed = await removeExpired(store, prefix, { now: clock.now(), keepMs, signal });
    return { id, isGood: true, phrases: [verdict.result, ...(removed.length === 0 ? [] : [say('backup.expired', { ids: removed })])] };
  } catch (error) {
    logger.error({ err: error, backupId: id }, 'scheduled backup failed');
    return { id, isGood: false, phrases: [say('backup.scheduledFailed', { id }), ...reasonOf(error)] };
  }
}

function reasonOf(error: unknown): readonly Phrase[] {
  if (error instanceof UserError) {
    return [error.phrase];
  }
  return error instanceof UpstreamError ? [say('error.upstream', { place: error.details.system, reason: error.said })] : [];
}
