import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/checks/error-review.ts';
import { reviewLog } from '../../src/checks/log-errors.ts';
import { say } from '../../src/messages/say.ts';
import { days } from '../../src/model/time.ts';
import { evaluateContext, NOW } from './config.ts';

// Made after Thanos v0.37.2: cmd/thanos/compact.go, pkg/shipper/shipper.go, pkg/query/endpointset.go.
const LOG = `
ts=2026-11-20T00:00:00Z caller=compact.go:527 level=info msg="start of compactions"
ts=2026-11-20T01:00:00Z caller=compact.go:511 level=error msg="retriable error" err="sync block 01KAJ000000000000000000000: 503 Service Unavailable"
ts=2026-11-20T02:00:00Z caller=compact.go:511 level=error msg="retriable error" err="sync block 01KAJ111111111111111111111: 503 Service Unavailable"
ts=2026-11-20T03:00:00Z caller=sidecar.go:401 level=warn err="upload 01KAJ111111111111111111111: upload index: 403" uploaded=0
ts=2026-11-20T04:00:00Z caller=query.go:1 level=warn msg="this mentions an error harmlessly"
`;

describe('checks/log-errors', () => {
  it('counts errors by kind, whatever block they name', () => {
    expect(reviewLog(LOG).errors).toEqual([
      { text: 'retriable error: sync block <block>: <n> Service Unavailable', count: 2, isFatal: false },
      { text: 'upload <block>: upload index: <n>', count: 1, isFatal: false },
    ]);
  });

  it('tells how far back the log reaches', () => {
    expect(reviewLog(LOG).firstAt).toBe(Date.UTC(2026, 10, 20));
  });
});

describe('checks/error-review', () => {
  const log = (text: string, pod = 'thanos-compactor-0') => ({ pod, container: 'thanos', review: reviewLog(text) });

  it('passes logs without errors', () => {
    expect(evaluate([log('ts=2026-11-20T00:00:00Z level=info msg=ok')], evaluateContext())).toMatchObject({
      status: 'ok',
      summary: { args: { reach: say('evidence.duration', { durationMs: days(2) }) } },
    });
  });

  it('warns of errors and names the pods', () => {
    expect(evaluate([log(LOG)], evaluateContext())).toMatchObject({
      status: 'warning',
      measure: { value: 3 },
      summary: { args: { pods: ['thanos-compactor-0'] } },
    });
  });

  it('is critical when the compactor halted', () => {
    const halted = 'ts=2026-11-20T00:00:00Z level=error msg="critical error detected; halting" err="overlaps found"';

    expect(evaluate([log(LOG), log(halted)], evaluateContext()).evidence[0]).toMatchObject({ status: 'critical', value: 1 });
  });

  it('is not fine while a log cannot be read', () => {
    expect(evaluate([{ pod: 'thanos-store-0', container: 'thanos', review: null }], evaluateContext()).status).toBe('unknown');
  });

  it('knows nothing without logs', () => {
    expect(evaluate([], { ...evaluateContext(), now: NOW + days(1) }).status).toBe('unknown');
  });
});
