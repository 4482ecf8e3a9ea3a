import type { EpochMs } from '../model/time.ts';
import { type LogFields, parseLog } from './logfmt.ts';

/** What a sidecar's log tells about its uploads. */
export interface UploadLog {
  /** Start of the newest upload that was not followed by its failure. A finished upload is logged at debug only. */
  readonly lastStartedAt: EpochMs | null;
  readonly failures: number;
  /** Error of the newest failure that no later upload has made up for. */
  readonly lastError: string | null;
  readonly lastFailedAt: EpochMs | null;
}

const FAILURE = /^(upload [0-9A-HJKMNP-TV-Z]{26}|check exists|upload chunks|upload index|upload meta)/;

/** Reads the uploads out of a sidecar's log. Source: Thanos pkg/shipper/shipper.go and cmd/thanos/sidecar.go, v0.37. */
export function readUploadLog(text: string): UploadLog {
  const lines = parseLog(text);
  const failed = lines.filter(isFailure);
  const lastFailure = failed.at(-1);
  const lastFailedAt = instantOf(lastFailure);
  const started = lines.filter((line) => line['msg'] === 'upload new block' && !failed.some((failure) => isOf(failure, line)));
  const lastStartedAt = instantOf(started.at(-1));
  const isMadeUp = lastFailedAt !== null && lastStartedAt !== null && lastStartedAt > lastFailedAt;
  return {
    lastStartedAt,
    failures: failed.length,
    lastError: isMadeUp ? null : (lastFailure?.['err'] ?? null),
    lastFailedAt,
  };
}

function isFailure(line: LogFields): boolean {
  return line['msg'] === 'shipping failed' || (line['level'] === 'warn' && FAILURE.test(line['err'] ?? ''));
}

/** Whether a failure is about the block whose upload a line started, and came after it. */
function isOf(failure: LogFields, start: LogFields): boolean {
  const id = start['id'] ?? '';
  const isSameBlock = failure['block'] === id || (id !== '' && (failure['err'] ?? '').includes(id));
  return isSameBlock && (instantOf(failure) ?? 0) >= (instantOf(start) ?? 0);
}

function instantOf(line: LogFields | undefined): EpochMs | null {
  const at = Date.parse(line?.['ts'] ?? '');
  return Number.isNaN(at) ? null : at;
}
