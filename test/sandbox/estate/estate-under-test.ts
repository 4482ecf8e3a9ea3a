import { onTestFinished } from 'vitest';
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
