import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/handlers/metrics.ts';
import { createQuarantine } from '../../src/store/quarantine.ts';
import { alert, notification } from '../scenarios/payloads.ts';
import { Stage } from '../scenarios/stage.ts';

describe('handlers/metrics', () => {
  it('reads states when it is asked', async () => {
    await using stage = await Stage.open();
    const metrics = createMetrics({
      store: stage.store,
      outbox: stage.outbox,
      quarantine: createQuarantine(stage.database.db),
      clock: stage.clock,
    });
    await stage.receive(notification([alert()]));
    stage.clock.advance(331_000);
    metrics.webhookAnswered(200);
    metrics.escalation.page(2, 'delivered');
    metrics.escalation.parked('timers', 1);
    await createQuarantine(stage.database.db).add({ at: 1, source: 'default', reason: 'no', body: Buffer.from('x') });
    const text = await metrics.registry.metrics();

    expect(text).toContain('thanos_chatops_incidents_open{status="triggered"} 1');
    expect(text).toContain('thanos_chatops_overdue_incidents 1');
    expect(text).toContain('thanos_chatops_outbox_pending 2');
    expect(text).toContain('thanos_chatops_outbox_oldest_seconds 331');
    expect(text).toContain('thanos_chatops_incidents_parked{part="timers"} 1');
    expect(text).toContain('thanos_chatops_messages_parked 0');
    expect(text).toContain('thanos_chatops_quarantined_bodies 1');
    expect(text).toContain('thanos_chatops_webhook_requests_total{code="200"} 1');
    expect(text).toContain('thanos_chatops_pages_total{level="2",outcome="delivered"} 1');
  });

  it('leaves states out while the store is away', async () => {
    await using stage = await Stage.open();
    const metrics = createMetrics({
      store: stage.store,
      outbox: stage.outbox,
      quarantine: createQuarantine(stage.database.db),
      clock: stage.clock,
    });
    await stage.database.db.destroy();
    const text = await metrics.registry.metrics();

    expect(text).not.toMatch(/^thanos_chatops_overdue_incidents \d/m);
    expect(text).toContain('thanos_chatops_process_start_time_seconds');
  });
});
