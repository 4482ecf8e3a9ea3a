import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from '../ports.ts';

/** Bolt's log in ours. Its debug level prints whole payloads with capability addresses, so it is not passed on at any level. */
export function boltLogger(logger: Logger): BoltLogger {
  const text = (parts: readonly unknown[]): string => parts.map(String).join(' ').slice(0, 500);
  return {
    debug: () => {},
    info: (...parts) => logger.debug({ text: text(parts) }, 'bolt says'),
    warn: (...parts) => logger.warn({ text: text(parts) }, 'bolt warns'),
    error: (...parts) => logger.error({ text: text(parts) }, 'bolt reports an error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
