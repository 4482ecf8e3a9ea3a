import type { FileConfig } from '../config/schema.ts';
import type { Incident } from '../model/incident.ts';
import { type EpochMs, minutes } from '../model/time.ts';
import type { IncidentStore } from './incident-store.ts';
import type { Parking } from './parking.ts';
import { byGravity, isSilenced } from './storm.ts';

/** The ends of children often come a little after the end of what caused them. */
const AFTERMATH_MS = minutes(2);

/** An incident whose parent does not stand for it any more, because it is over or silenced. */
export interface Orphan {
  readonly child: Incident;
  /** Which of its siblings stands for it from now on; `null`: it stands on its own. */
  readonly heirId: string | null;
}

/**
 * Finds folded incidents that nothing stands for any more. What is left of a storm stays one call: the gravest of the children takes the
 * place of the parent. Those who move under it come before it, so that it is called for with all that it stands for.
 */
export async function orphansOf(
  { store, parking }: { readonly store: Pick<IncidentStore, 'get'>; readonly parking: Parking },
  open: readonly Incident[],
  storm: FileConfig['escalation']['storm'],
  now: EpochMs,
): Promise<readonly Orphan[]> {
  const heard = new Set(open.filter((incident) => !isSilenced(incident)).map(({ id }) => id));
  const lost = open.filter(({ parentId }) => parentId !== null && !heard.has(parentId));
  const families = await Promise.all(
    [...Map.groupBy(lost, ({ parentId }) => parentId ?? '')].map(async ([parentId, children]) => {
      const orphans = await parking.attempt(children[0]?.id ?? parentId, now, async () => {
        const parent = await store.get(parentId);
        return isGone(parent, now) ? settled(children, parent?.classId === 'storm' ? 2 : storm.incidents) : [];
      });
      return orphans ?? [];
    }),
  );
  return families.flat();
}

function isGone(parent: Incident | null, now: EpochMs): boolean {
  return parent === null || isSilenced(parent) || (parent.escalation.status === 'resolved' && parent.escalation.at + AFTERMATH_MS <= now);
}

/** @param many - From so many on they stay one. What has an owner needs nobody to stand for it. */
function settled(children: readonly Incident[], many: number): readonly Orphan[] {
  const waiting = children.filter(({ escalation }) => escalation.status === 'triggered' && escalation.isQuiet);
  const heir = waiting.length < many ? undefined : waiting.toSorted(byGravity)[0];
  const orphans = children.map((child) => ({
    child,
    heirId: heir !== undefined && child !== heir && waiting.includes(child) ? heir.id : null,
  }));
  return orphans.toSorted((a, b) => Number(a.heirId === null) - Number(b.heirId === null));
}
