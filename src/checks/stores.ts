import { z } from 'zod';
import { say } from '../messages/say.ts';
import { byWorstFirst, type Evidence, type HealthStatus, type Verdict, worstStatus } from '../model/health.ts';
import type { StoreEndpoint } from '../model/metrics.ts';
import { type EpochMs, seconds } from '../model/time.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import type { CheckMemory } from './memory.ts';
import { type Coverage, takeCoverage } from './store-coverage.ts';
import { coverageEvidence, coverageStatus } from './store-coverage-evidence.ts';
import { type Inventory, type InventoryRow, type Sighting, sightingKey, takeInventory } from './store-inventory.ts';
import { verdict } from './verdict.ts';

const PREFIX = 'store-seen/';
const SOURCE = 'GET /api/v1/stores';
const sightingSchema = z.object({ at: z.number(), addresses: z.array(z.string()) });

export interface StoreFacts {
  readonly endpoints: readonly StoreEndpoint[];
  readonly sightings: ReadonlyMap<string, Sighting>;
}

async function gather(ctx: CheckContext): Promise<StoreFacts> {
  const endpoints = await ctx.thanos.stores(ctx.signal);
  const sightings = await recall(ctx.memory);
  const { rows } = takeInventory(ctx.config, endpoints, sightings, ctx.now);
  await remember(ctx.memory, rows, ctx.now);
  return { endpoints, sightings };
}

/** When each cluster's stores were last healthy. An entry that cannot be read counts as never seen. */
async function recall(memory: CheckMemory): Promise<ReadonlyMap<string, Sighting>> {
  const entries = [...(await memory.read(PREFIX))].flatMap(([key, text]): [string, Sighting][] => {
    const parsed = sightingSchema.safeParse(parseJson(text));
    return parsed.success ? [[key.slice(PREFIX.length), parsed.data]] : [];
  });
  return new Map(entries);
}

async function remember(memory: CheckMemory, rows: readonly InventoryRow[], now: EpochMs): Promise<void> {
  const complete = rows.filter((row) => row.healthy.length >= row.expected);
  await memory.write(
    new Map(
      complete.map((row) => [
        `${PREFIX}${sightingKey(row.cluster, row.type)}`,
        JSON.stringify({ at: now, addresses: row.healthy.map((endpoint) => endpoint.address) }),
      ]),
    ),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Names what Thanos Query does not have, instead of counting what it has. */
export function evaluate(facts: StoreFacts, ctx: EvaluateContext): Verdict {
  const inventory = takeInventory(ctx.config, facts.endpoints, facts.sightings, ctx.now);
  const expected = inventory.rows.reduce((sum, row) => sum + row.expected, 0);
  const healthy = inventory.rows.reduce((sum, row) => sum + Math.min(row.expected, row.healthy.length), 0);
  const coverages = takeCoverage(inventory, facts.endpoints, ctx.now);
  const evidence = [
    ...inventory.rows.map((row) => rowEvidence(row, ctx.now)),
    ...coverageEvidence(coverages),
    ...otherEvidence(inventory),
  ].toSorted((a, b) => byWorstFirst({ status: a.status ?? 'ok' }, { status: b.status ?? 'ok' }));
  if (expected === 0) {
    return verdict('unknown', say('checks.stores-nothing-expected'), evidence);
  }
  const missing = inventory.rows.filter((row) => row.healthy.length < row.expected);
  const status = worstStatus([
    ...inventory.rows.map(rowStatus),
    ...coverages.map(coverageStatus),
    inventory.duplicates.length > 0 ? 'critical' : 'ok',
  ]);
  const counted = { missing, healthy, expected };
  return verdict(status, summary(inventory, coverages, counted), evidence, { value: healthy, unit: 'count' });
}

interface Counted {
  readonly missing: readonly InventoryRow[];
  readonly healthy: number;
  readonly expected: number;
}

/** The worst that there is to say; the rest stands in the evidence. */
function summary(inventory: Inventory, coverages: readonly Coverage[], { missing, healthy, expected }: Counted) {
  const twins = inventory.duplicates.map((addresses) => addresses.join(' = '));
  if (missing.length > 0) {
    const names = missing.map((row) => `${row.cluster} ${row.type} ${row.healthy.length}/${row.expected}`);
    return say('checks.stores-missing', { healthy, expected, missing: names, twins });
  }
  return twins.length > 0 ? say('checks.stores-twins', { twins }) : (coverageSummary(coverages) ?? say('checks.stores-ok', { healthy }));
}

function coverageSummary(coverages: readonly Coverage[]) {
  const gaps = coverages.flatMap((each) => (each.kind === 'gap' ? [gapName(each)] : []));
  const blank = coverages.filter(({ kind }) => kind === 'no-blocks').map(({ cluster }) => cluster);
  const unstated = coverages.filter(({ kind }) => kind === 'unstated').map(({ cluster }) => cluster);
  if (gaps.length > 0) {
    return say('checks.stores-gap', { gaps });
  }
  if (unstated.length > 0) {
    return say('checks.stores-unstated', { clusters: unstated });
  }
  return blank.length > 0 ? say('checks.stores-no-blocks', { clusters: blank }) : null;
}

function gapName({ cluster, from, until }: Extract<Coverage, { kind: 'gap' }>) {
  return say('evidence.subject', { subject: cluster, what: say('evidence.duration', { durationMs: until - from }) });
}

/** One replica of several is a warning; the last one means that the cluster's data cannot be queried. */
function rowStatus(row: InventoryRow): HealthStatus {
  if (row.healthy.length >= row.expected) {
    return 'ok';
  }
  return row.healthy.length === 0 ? 'critical' : 'warning';
}

function rowEvidence(row: InventoryRow, now: EpochMs): Evidence {
  const { healthy, expected, unhealthy, lastSeen } = row;
  return {
    label: `${row.cluster} ${row.type}`,
    value: say('evidence.store', {
      healthy: healthy.length,
      expected,
      completeMs: lastSeen === null ? null : now - lastSeen.at,
      gone: healthy.length < expected ? lost(row) : [],
      errors: unhealthy.map(({ address, lastError }) => say('evidence.store-error', { address, error: lastError })),
    }),
    unit: 'text',
    source: SOURCE,
    status: rowStatus(row),
  };
}

/** Addresses that answered last time and are not even listed now. */
function lost(row: InventoryRow): readonly string[] {
  const listed = new Set([...row.healthy, ...row.unhealthy].map((endpoint) => endpoint.address));
  return row.lastSeen?.addresses.filter((address) => !listed.has(address)) ?? [];
}

function otherEvidence(inventory: Inventory): readonly Evidence[] {
  const twins = inventory.duplicates.map(
    (addresses): Evidence => ({
      label: say('evidence.same-labels'),
      value: addresses.join(', '),
      unit: 'text',
      source: SOURCE,
      status: 'critical',
    }),
  );
  const strangers = inventory.unexpected.map(
    (endpoint): Evidence => ({
      label: say('evidence.unexpected-store', { type: endpoint.type, address: endpoint.address }),
      value: endpoint.labelSets.map((labels) => labels['cluster'] ?? JSON.stringify(labels)).join(', '),
      unit: 'text',
      source: SOURCE,
    }),
  );
  return [...twins, ...strangers];
}

export const stores = defineCheck({
  id: 'stores',
  scope: 'system',
  cadence: 'daily',
  timeoutMs: seconds(20),
  remedy: { kind: 'runbook', id: 'stores' },
  gather,
  evaluate,
});
