import { say } from '../messages/say.ts';
import { byWorstFirst, type Evidence, type Verdict, worstStatus } from '../model/health.ts';
import { seconds } from '../model/time.ts';
import { type CheckContext, defineCheck, type EvaluateContext } from './check.ts';
import { type ClusterAnswer, queryCluster } from './cluster-query.ts';
import { nodeName } from './node-name.ts';
import { aboveLimits, verdict } from './verdict.ts';

/** One file system of one node. */
export interface FileSystem {
  readonly node: string;
  readonly mount: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
  /** PromQL or command that shows the same. */
  readonly source: string;
}

export interface DiskFacts {
  readonly fileSystems: readonly FileSystem[];
  /** Configured nodes that nothing reported. */
  readonly silentNodes: readonly string[];
}

const LIMITS = { warning: 0.8, critical: 0.9 };

async function gather(ctx: CheckContext): Promise<DiskFacts> {
  const [exported, overSsh] = await Promise.all([fromNodeExporter(ctx), fromShells(ctx)]);
  const measured = new Set(overSsh.map((each) => each.node));
  const fileSystems = [...overSsh, ...exported.filter((each) => !measured.has(each.node))];
  const reported = new Set(fileSystems.map((each) => each.node));
  return { fileSystems, silentNodes: ctx.cluster.nodes.map((node) => node.address).filter((address) => !reported.has(address)) };
}

async function fromNodeExporter(ctx: CheckContext): Promise<readonly FileSystem[]> {
  const mounts = JSON.stringify(`/|(?:${ctx.config.metrics.longhornMount})`);
  const select = (name: string, matcher: string) =>
    `max by (instance, mountpoint) (${name}{mountpoint=~${mounts},fstype!="tmpfs"${matcher}})`;
  const [sizes, free] = await Promise.all([
    queryCluster(ctx, (matcher) => select('node_filesystem_size_bytes', matcher)),
    queryCluster(ctx, (matcher) => select('node_filesystem_avail_bytes', matcher)),
  ]);
  return sizes.samples.flatMap((size) => {
    const { instance = '', mountpoint = '' } = size.labels;
    const availableBytes = valueFor(free, instance, mountpoint);
    const node = nodeName(instance);
    return availableBytes === null || size.value <= 0
      ? []
      : [{ node, mount: mountpoint, sizeBytes: size.value, usedBytes: size.value - availableBytes, source: free.source }];
  });
}

function valueFor(answer: ClusterAnswer, instance: string, mountpoint: string): number | null {
  const found = answer.samples.find((sample) => sample.labels['instance'] === instance && sample.labels['mountpoint'] === mountpoint);
  return found === undefined || Number.isNaN(found.value) ? null : found.value;
}

/** Nodes with a shell are asked directly. One that does not answer is left to node-exporter. */
async function fromShells(ctx: CheckContext): Promise<readonly FileSystem[]> {
  const isWanted = new RegExp(`^(?:/|${ctx.config.metrics.longhornMount})$`, 'u');
  const answers = ctx.cluster.nodes.map(async ({ address, shell }): Promise<readonly FileSystem[]> => {
    const rows = shell === null ? [] : await shell.diskUse(ctx.signal).catch(() => []);
    return rows
      .filter((row) => isWanted.test(row.mount) && row.sizeBytes > 0)
      .map((row) => ({ node: address, ...row, source: `ssh ${address} df -P -B1` }));
  });
  return (await Promise.all(answers)).flat();
}

/** Judges every file system by its share in use; a node that reports nothing is unknown, not fine. */
export function evaluate(facts: DiskFacts): Verdict {
  if (facts.fileSystems.length === 0) {
    return verdict('unknown', say('checks.disk-none', { nodes: facts.silentNodes }), []);
  }
  const judged = facts.fileSystems
    .map((each) => ({ ...each, ratio: each.usedBytes / each.sizeBytes, status: aboveLimits(each.usedBytes / each.sizeBytes, LIMITS) }))
    .toSorted((a, b) => byWorstFirst(a, b) || b.ratio - a.ratio);
  const status = worstStatus([...judged.map((each) => each.status), ...facts.silentNodes.map(() => 'unknown' as const)]);
  const fullest = judged.reduce((most, each) => (each.ratio > most.ratio ? each : most));
  const place = { node: fullest.node, mount: fullest.mount, ratio: fullest.ratio };
  const summary =
    status === 'unknown'
      ? say('checks.disk-silent', { ...place, nodes: facts.silentNodes })
      : say('checks.disk', { ...place, fileSystems: judged.length, over: judged.filter((each) => each.status !== 'ok').length });
  const evidence = judged.map(
    (each): Evidence => ({
      label: `${each.node} ${each.mount}`,
      value: each.ratio,
      unit: 'ratio',
      source: each.source,
      status: each.status,
    }),
  );
  return verdict(status, summary, [...evidence, ...facts.silentNodes.map(silent)], { value: fullest.ratio, unit: 'ratio' });
}

function silent(node: string): Evidence {
  return {
    label: node,
    value: say('evidence.reports-nothing'),
    unit: 'text',
    source: `node_filesystem_avail_bytes{instance=~"${node}:.*"}`,
    status: 'unknown',
  };
}

export const disk = defineCheck({
  id: 'disk',
  scope: 'cluster',
  cadence: 'daily',
  timeoutMs: seconds(20),
  remedy: { kind: 'runbook', id: 'disk' },
  gather,
  evaluate: (facts: DiskFacts, _ctx: EvaluateContext) => evaluate(facts),
});
