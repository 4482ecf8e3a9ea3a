import type { EpochMs } from '../../model/time.ts';
import type { Identifiers } from './identifiers.ts';
import type { NewMessage } from './messages.ts';

export interface ScheduledMessage {
  readonly id: string;
  readonly postAt: EpochMs;
  readonly message: NewMessage;
}

/** Messages that wait for their time. */
export class Scheduled {
  private waiting: ScheduledMessage[] = [];
  private readonly identifiers: Identifiers;

  constructor(identifiers: Identifiers) {
    this.identifiers = identifiers;
  }

  add(message: NewMessage, postAt: EpochMs): ScheduledMessage {
    const scheduled = { id: this.identifiers.next('Q'), postAt, message };
    this.waiting.push(scheduled);
    return scheduled;
  }

  all(): readonly ScheduledMessage[] {
    return this.waiting;
  }

  remove(id: string): void {
    this.waiting = this.waiting.filter((scheduled) => scheduled.id !== id);
  }

  /** Takes out what is due, earliest first. */
  takeDue(now: EpochMs): readonly ScheduledMessage[] {
    const due = this.waiting.filter((scheduled) => scheduled.postAt <= now).sort((a, b) => a.postAt - b.postAt);
    this.waiting = this.waiting.filter((scheduled) => scheduled.postAt > now);
    return due;
  }
}
