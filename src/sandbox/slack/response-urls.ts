import type { EpochMs } from '../../model/time.ts';
import { SlackError } from './slack-error.ts';

const USES = 5;
const LIFETIME_MS = 30 * 60_000;
/** The last ones are remembered, so that the refusal can say why. */
const KEPT = 5_000;

/** Where answers to one interaction go. */
export interface ResponseTarget {
  readonly channelId: string;
  readonly userId: string;
  /** The message that was pressed, if any. */
  readonly messageTs?: string;
}

interface Issued extends ResponseTarget {
  readonly expiresAt: EpochMs;
  usesLeft: number;
}

/** Response addresses: five uses within thirty minutes of the workspace's time. */
export class ResponseUrls {
  private readonly byKey = new Map<string, Issued>();
  private readonly now: () => EpochMs;
  private count = 0;

  constructor(now: () => EpochMs) {
    this.now = now;
  }

  /** @returns the secret part of a new address. */
  issue(target: ResponseTarget): string {
    const [oldest] = this.byKey.keys();
    if (oldest !== undefined && this.byKey.size >= KEPT) {
      this.byKey.delete(oldest);
    }
    this.count += 1;
    const key = `${target.channelId}/${this.count}/r${this.count.toString(36).padStart(23, '0')}`;
    this.byKey.set(key, { ...target, expiresAt: this.now() + LIFETIME_MS, usesLeft: USES });
    return key;
  }

  /** Uses the address once. @throws SlackError `no_such_url`, `expired_url` or `used_url`. */
  use(key: string): ResponseTarget {
    const issued = this.byKey.get(key);
    if (issued === undefined) {
      throw new SlackError('no_such_url');
    }
    if (this.now() > issued.expiresAt) {
      throw new SlackError('expired_url');
    }
    if (issued.usesLeft === 0) {
      throw new SlackError('used_url');
    }
    issued.usesLeft -= 1;
    return issued;
  }
}
