import type { EpochMs } from '../../model/time.ts';
import type { JsonObject } from './json.ts';

/** One call that the app made, as it was answered. */
export interface CallRecord {
  readonly method: string;
  readonly at: EpochMs;
  /** Without the token. */
  readonly args: JsonObject;
  /** `ok`, Slack's error code, or the fault that was on order. */
  readonly result: string;
  readonly httpStatus: number;
}

const KEEP = 2_000;

/** The last calls, oldest first. */
export class CallLog {
  private readonly records: CallRecord[] = [];

  add(record: CallRecord): void {
    this.records.push(record);
    if (this.records.length > KEEP) {
      this.records.shift();
    }
  }

  all(method?: string): readonly CallRecord[] {
    return method === undefined ? [...this.records] : this.records.filter((record) => record.method === method);
  }

  clear(): void {
    this.records.length = 0;
  }
}
