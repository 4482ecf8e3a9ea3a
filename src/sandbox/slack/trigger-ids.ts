import { SlackError } from './slack-error.ts';

const LIFETIME_MS = 3_000;
/** The last ones are remembered, so that the refusal can say why. */
const KEPT = 1_000;

interface Trigger {
  readonly userId: string;
  readonly issuedAtMs: number;
  isUsed: boolean;
}

/** Permits to open one view, each for one use within three real seconds. */
export class TriggerIds {
  private readonly byId = new Map<string, Trigger>();
  private readonly realNowMs: () => number;
  private count = 0;

  constructor(realNowMs: () => number) {
    this.realNowMs = realNowMs;
  }

  issue(userId: string): string {
    const [oldest] = this.byId.keys();
    if (oldest !== undefined && this.byId.size >= KEPT) {
      this.byId.delete(oldest);
    }
    this.count += 1;
    const id = `${this.count}.${1_000_000 + this.count}.${this.count.toString(16).padStart(32, '0')}`;
    this.byId.set(id, { userId, issuedAtMs: this.realNowMs(), isUsed: false });
    return id;
  }

  /**
   * Uses the permit up.
   *
   * @returns the person it was issued for.
   * @throws SlackError `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
   */
  exchange(id: string): string {
    const trigger = this.byId.get(id);
    if (trigger === undefined) {
      throw new SlackError('invalid_trigger_id');
    }
    if (trigger.isUsed) {
      throw new SlackError('exchanged_trigger_id');
    }
    trigger.isUsed = true;
    if (this.realNowMs() - trigger.issuedAtMs > LIFETIME_MS) {
      throw new SlackError('expired_trigger_id');
    }
    return trigger.userId;
  }
}
