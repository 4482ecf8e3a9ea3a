/** Slack's published tiers, in calls a minute; tier 1 is granted a few at start, as Slack grants bursts. */
const TIER_CALLS_PER_MINUTE = { 1: 10, 2: 20, 3: 50, 4: 100, special: 300 } as const;

export type Tier = keyof typeof TIER_CALLS_PER_MINUTE;

const MINUTE_MS = 60_000;
const POSTS_BURST = 5;
const POSTS_PER_SECOND = 1;

interface Bucket {
  tokens: number;
  refilledAtMs: number;
}

/** Counts calls of each method over a sliding minute, and posts of each channel in a bucket; real time. */
export class RateLimits {
  isEnabled = true;
  private readonly calls = new Map<string, number[]>();
  private readonly buckets = new Map<string, Bucket>();
  private readonly realNowMs: () => number;

  constructor(realNowMs: () => number) {
    this.realNowMs = realNowMs;
  }

  /** Takes one call. @returns seconds to wait when there is none left, otherwise `null`. */
  takeCall(method: string, tier: Tier): number | null {
    const now = this.realNowMs();
    const recent = (this.calls.get(method) ?? []).filter((at) => now - at < MINUTE_MS);
    this.calls.set(method, recent);
    const [oldest] = recent;
    if (this.isEnabled && oldest !== undefined && recent.length >= TIER_CALLS_PER_MINUTE[tier]) {
      return Math.max(1, Math.ceil((oldest + MINUTE_MS - now) / 1_000));
    }
    recent.push(now);
    return null;
  }

  /** Takes one post to a channel: one a second, five at once. @returns seconds to wait, otherwise `null`. */
  takePost(channelId: string): number | null {
    const now = this.realNowMs();
    const bucket = this.buckets.get(channelId) ?? { tokens: POSTS_BURST, refilledAtMs: now };
    this.buckets.set(channelId, bucket);
    bucket.tokens = Math.min(POSTS_BURST, bucket.tokens + ((now - bucket.refilledAtMs) / 1_000) * POSTS_PER_SECOND);
    bucket.refilledAtMs = now;
    if (this.isEnabled && bucket.tokens < 1) {
      return Math.max(1, Math.ceil((1 - bucket.tokens) / POSTS_PER_SECOND));
    }
    bucket.tokens = Math.max(0, bucket.tokens - 1);
    return null;
  }
}
