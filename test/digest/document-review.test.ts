import { describe, expect, it } from 'vitest';
import { changesBetween, summarise } from '../../src/digest/config-summary.ts';
import { quarterOf } from '../../src/digest/document-review.ts';
import { documentReviewMessage } from '../../src/messages/document-review.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import { testConfig } from '../checks/config.ts';

const view = { locale: 'en', timeZone: 'Asia/Seoul' } as const;

describe('digest/document-review', () => {
  it('names a threshold that changed, by its path', () => {
    const before = summarise(testConfig());
    const now = summarise(testConfig((yaml) => yaml.replace('200GiB', '300GiB').replace('ackTimeout: 5m', 'ackTimeout: 7m')));

    expect(changesBetween(before, now)).toEqual([
      { path: 'escalation.levels[1].ackTimeout', from: '300000', to: '420000' },
      { path: 'thanos.bucket.capacity', from: String(200 * 1_024 ** 3), to: String(300 * 1_024 ** 3) },
    ]);
  });

  it('keeps no login of an address', () => {
    const summary = summarise(testConfig((yaml) => `${yaml}grafana: { url: "https://ops:hunter2@grafana.example" }\n`));

    expect(JSON.stringify(summary)).not.toContain('hunter2');
    expect(Object.entries(summary).find(([path]) => path.startsWith('grafana.url'))?.[1]).toMatch(/^sha256:[0-9a-f]{8}$/);
  });

  it('counts the quarter in the zone of the team', () => {
    expect(quarterOf(Date.UTC(2026, 8, 30, 16), 'Asia/Seoul')).toBe('2026 Q4');
    expect(quarterOf(Date.UTC(2026, 8, 30, 16), 'UTC')).toBe('2026 Q3');
  });

  it('says what to write down, and that there is nothing', () => {
    const alerts = [{ name: 'KubePodCrashLooping', count: 2, last: Date.UTC(2026, 10, 20) }];
    const full = documentReviewMessage({ quarter: '2026 Q4', alerts, operations: [], changes: null }, view);
    const calm = documentReviewMessage({ quarter: '2026 Q4', alerts: [], operations: [], changes: [] }, view);

    expect(plainText(full.text, 'Asia/Seoul')).toContain('KubePodCrashLooping · 2 incidents');
    expect(JSON.stringify(calm.blocks)).toContain('No alert lacks a runbook');
  });
});
