import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ClusterConnection, connectCluster } from '../../../src/clients/kube-config.ts';
import type { Estate, EstateOptions } from '../../../src/sandbox/estate/options.ts';
import { startEstate } from '../../../src/sandbox/estate/server.ts';

export const startMs = Date.parse('2026-11-22T09:00:00Z');

export interface EstateUnderTest {
  readonly estate: Estate;
  nowMs(): number;
  /** Lets simulated time pass in steps of at most a minute and waits for every notification. */
  pass(durationMs: number, stepMs?: number): Promise<void>;
  ask(expression: string): Promise<{ metric: Record<string, string>; value: number }[]>;
}

/** The product's own way to an API server of the estate. */
export function connectedTo(estate: Estate, cluster: string, limits: Parameters<typeof connectCluster>[1] = {}): ClusterConnection {
  const kubeconfig = join(mkdtempSync(join(tmpdir(), 'estate-')), 'config');
  writeFileSync(kubeconfig, estate.kubeconfigFor(cluster));
  const connection = connectCluster({ name: cluster, kubeconfig }, limits);
  onTestFinished(async () => {
    await connection.close();
    rmSync(dirname(kubeconfig), { recursive: true });
  });
  return connection;
}

/** An estate with a clock that stands still until the test moves it. */
export async function estateUnderTest(options: Partial<EstateOptions> = {}): Promise<EstateUnderTest> {
  let nowMs = startMs;
  const estate = await startEstate({ tickMs: 0, ...options, clock: { now: () => nowMs } });
  onTestFinished(() => estate.close());
  return {
    estate,
    nowMs: () => nowMs,
    pass: async (durationMs, stepMs = 60_000) => {
      for (const endMs = nowMs + durationMs; nowMs < endMs; ) {
        nowMs = Math.min(endMs, nowMs + stepMs);
        await estate.control.advance();
      }
    },
    ask: async (expression) => {
      const response = await fetch(`${estate.urls.thanosQuery}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const body: unknown = await response.json();
      return samplesOf(body);
    },
  };
}

function samplesOf(body: unknown): { metric: Record<string, string>; value: number }[] {
  const isAnswer = (value: unknown): value is { data: { result: { metric: Record<string, string>; value: [number, string] }[] } } =>
    typeof value === 'object' && value !== null && 'status' in value && value.status === 'success';
  if (!isAnswer(body)) throw new Error(`the query failed: ${JSON.stringify(body)}`);
  return body.data.result.map((row) => ({ metric: row.metric, value: Number(row.value[1]) }));
}
