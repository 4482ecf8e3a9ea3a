import { type DestinationStream, type Logger as Pino, pino } from 'pino';
import type { Logger } from '../ports.ts';

const SECRET_FIELDS = ['token', 'password', 'secret', 'authorization', 'Authorization', 'response_url', 'responseUrl', 'cookie'];

/** Structured log of JSON lines; fields that carry secrets are blanked, at the top and up to two levels down. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[secret]' },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return wrap(destination === undefined ? pino(options) : pino(options, destination));
}

function wrap(log: Pino): Logger {
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    child: (fields) => wrap(log.child(fields)),
  };
}
