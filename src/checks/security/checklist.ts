import { z } from 'zod';
import { say } from '../../messages/say.ts';
import type { Evidence, Verdict } from '../../model/health.ts';
import {
  ITEM_CHECKS,
  SECURITY_ITEMS,
  type SecurityItem,
  type SecurityTick,
  standingTick,
  TICK_LIFETIME_MS,
} from '../../model/security-item.ts';
import { seconds } from '../../model/time.ts';
import type { ClusterAccess } from '../../ports.ts';
import { type Check, type CheckContext, defineCheck, type EvaluateContext } from '../check.ts';
import { inParallel } from '../in-parallel.ts';
import type { CheckMemory } from '../memory.ts';
import { verdict } from '../verdict.ts';
import { grafanaUsers } from './grafana-users.ts';
import { vulnerabilities } from './vulnerabilities.ts';

const CLUSTERS_AT_ONCE = 8;
const PREFIX = 'security-tick/';
const tick: z.ZodType<SecurityTick> = z.object({ item: z.enum(SECURITY_ITEMS), by: z.string(), at: z.number(), note: z.string() });

/** Every tick on record. One that a newer version wrote and this one cannot read is left out. */
export async function readTicks(memory: Pick<CheckMemory, 'read'>): Promise<readonly SecurityTick[]> {
  const entries = await memory.read(PREFIX);
  return [...entries.values()].flatMap((text) => tick.safeParse(JSON.parse(text)).data ?? []);
}

/** Records a tick under a key of its own, so that two people at once lose nothing. */
export async function writeTick(memory: Pick<CheckMemory, 'write'>, made: SecurityTick): Promise<void> {
  await memory.write(new Map([[`${PREFIX}${made.item}/${made.at}/${made.by}`, JSON.stringify(made)]]));
}

export interface ChecklistFacts {
  readonly ticks: readonly SecurityTick[];
  /** Items that nothing measures here, so that a person has to look. */
  readonly forPeople: readonly SecurityItem[];
}

/** Asks the checks of the items again, because what can be measured differs from installation to installation. */
async function gather(ctx: CheckContext): Promise<ChecklistFacts> {
  const isMeasured = (check: Check, cluster: ClusterAccess): Promise<boolean> =>
    check.run({ ...ctx, cluster }).then(
      ({ status }) => status !== 'unknown',
      () => false,
    );
  const [ticks, users, scans] = await Promise.all([
    readTicks(ctx.memory),
    isMeasured(grafanaUsers, ctx.cluster),
    inParallel(ctx.clusters, CLUSTERS_AT_ONCE, (cluster) => isMeasured(vulnerabilities, cluster)),
  ]);
  const forPeople = SECURITY_ITEMS.filter((item) => !ITEM_CHECKS[item].isWhole);
  return {
    ticks,
    forPeople: [
      ...(users ? [] : (['grafana-users'] as const)),
      ...forPeople,
      ...(scans.every(Boolean) ? [] : (['vulnerabilities'] as const)),
    ],
  };
}

/** Judges whether a person looked within a month at each item that nothing measures. */
export function evaluate({ ticks, forPeople }: ChecklistFacts, { now }: EvaluateContext): Verdict {
  const rows = forPeople.map((item) => ({ item, standing: standingTick(ticks, item, now) }));
  const open = rows.filter(({ standing }) => standing === null).map(({ item }) => item);
  const evidence = rows.map(({ item, standing }): Evidence => {
    const fact = { label: say('security.item', { item }), unit: 'text', source: '/thanos security' } as const;
    return standing === null
      ? { ...fact, value: say('evidence.not-ticked'), status: 'warning' }
      : {
          ...fact,
          value: say('evidence.ticked', {
            agoMs: now - standing.at,
            leftMs: standing.at + TICK_LIFETIME_MS - now,
            note: standing.note,
          }),
        };
  });
  const summary = open.length === 0 ? say('checks.checklist-ok', { count: rows.length }) : say('checks.checklist-open', { open });
  return verdict(open.length === 0 ? 'ok' : 'warning', summary, evidence, { value: open.length, unit: 'count' });
}

export const checklist = defineCheck({
  id: 'security-checklist',
  scope: 'system',
  cadence: 'monthly',
  timeoutMs: seconds(40),
  remedy: { kind: 'runbook', id: 'security-checklist' },
  gather,
  evaluate,
});
