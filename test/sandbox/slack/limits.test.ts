import { describe, expect, it } from 'vitest';
import { RateLimits } from '../../../src/sandbox/slack/rate-limits.ts';
import { ResponseUrls } from '../../../src/sandbox/slack/response-urls.ts';
import { TriggerIds } from '../../../src/sandbox/slack/trigger-ids.ts';

const MINUTE_MS = 60_000;

describe('sandbox/slack/trigger-ids', () => {
  it('lets a permit be used once within three seconds', () => {
    let now = 0;
    const triggers = new TriggerIds(() => now);
    const [used, old] = [triggers.issue('U1'), triggers.issue('U1')];
    expect(triggers.exchange(used)).toBe('U1');
    expect(() => triggers.exchange(used)).toThrow('exchanged_trigger_id');
    now = 3_001;
    expect(() => triggers.exchange(old)).toThrow('expired_trigger_id');
    expect(() => triggers.exchange('made-up')).toThrow('invalid_trigger_id');
  });
});

describe('sandbox/slack/response-urls', () => {
  const target = { channelId: 'C1', userId: 'U1' };

  it('takes five answers', () => {
    const urls = new ResponseUrls(() => 0);
    const key = urls.issue(target);
    for (let use = 0; use < 5; use += 1) {
      expect(urls.use(key)).toMatchObject(target);
    }
    expect(() => urls.use(key)).toThrow('used_url');
  });

  it('takes no answer after thirty minutes', () => {
    let now = 0;
    const urls = new ResponseUrls(() => now);
    const key = urls.issue(target);
    now = 30 * MINUTE_MS + 1;
    expect(() => urls.use(key)).toThrow('expired_url');
  });
});

describe('sandbox/slack/rate-limits', () => {
  it('grants twenty calls of tier 2 in a minute and says how long to wait', () => {
    let now = 0;
    const limits = new RateLimits(() => now);
    const granted = Array.from({ length: 21 }, () => limits.takeCall('usergroups.list', 2));
    expect(granted.slice(0, 20).every((wait) => wait === null)).toBe(true);
    expect(granted[20]).toBe(60);
    expect(limits.takeCall('usergroups.users.list', 2)).toBeNull();
    now = MINUTE_MS;
    expect(limits.takeCall('usergroups.list', 2)).toBeNull();
  });

  it('grants a burst of five posts and then one a second', () => {
    let now = 0;
    const limits = new RateLimits(() => now);
    const waits = Array.from({ length: 6 }, () => limits.takePost('C1'));
    expect(waits).toEqual([null, null, null, null, null, 1]);
    now = 1_000;
    expect([limits.takePost('C1'), limits.takePost('C1')]).toEqual([null, 1]);
  });

  it('grants everything while it is switched off', () => {
    const limits = new RateLimits(() => 0);
    limits.isEnabled = false;
    expect(Array.from({ length: 50 }, () => limits.takePost('C1')).every((wait) => wait === null)).toBe(true);
  });
});
