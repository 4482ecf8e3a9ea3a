import { describe, expect, it } from 'vitest';
import { failurePhrase } from '../../src/handlers/failure.ts';
import { UpstreamError, UserError } from '../../src/model/errors.ts';
import { quietLogger } from '../store/databases.ts';

const withCode = (message: string, code: string): Error => Object.assign(new Error(message), { code });

describe('handlers/failure', () => {
  it.each<[string, unknown, string]>([
    ['what the person can mend', new UserError({ id: 'operation.expired', args: {} }), 'operation.expired'],
    ['another system', new UpstreamError('timeout', { system: 's3', retryable: true, reason: 'no answer' }), 'error.upstream'],
    ['a deadline', new DOMException('too late', 'TimeoutError'), 'command.tookTooLong'],
    ['a refused database connection', withCode('connect ECONNREFUSED', 'ECONNREFUSED'), 'error.store-away'],
    ['a database that shuts down', withCode('terminating connection', '57P01'), 'error.store-away'],
    ['a full disk', withCode('database or disk is full', 'SQLITE_FULL'), 'error.store-away'],
    ['a lost database connection', new Error('Connection terminated unexpectedly'), 'error.store-away'],
    ['a wrong statement', withCode('syntax error', '42601'), 'error.internal'],
    ['a bug', new TypeError('x is undefined'), 'error.internal'],
    ['a thrown value', 'text', 'error.internal'],
  ])('puts %s into its sentence', (_name, error, id) => {
    expect(failurePhrase(error, { logger: quietLogger, newId: (prefix) => `${prefix}-1`, fields: {} }).id).toBe(id);
  });
});
