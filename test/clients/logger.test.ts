import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/clients/logger.ts';
import { Secret } from '../../src/model/secret.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void, level = 'info'): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger(level, { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}

describe('clients/logger', () => {
  it('writes the message, the level as a word and the fields', () => {
    expect(logged((log) => log.child({ cluster: 'cluster-01' }).warn({ durationMs: 3 }, 'check failed'))).toMatchObject([
      { level: 'warn', cluster: 'cluster-01', durationMs: 3, msg: 'check failed', time: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
  });

  it('blanks secrets wherever they stand', () => {
    const text = JSON.stringify(
      logged((log) =>
        log.error(
          {
            token: 'xoxb-1',
            request: { authorization: 'Bearer xoxb-2', headers: { Authorization: 'Bearer xoxb-3' } },
            body: { response_url: 'https://hooks.slack.com/xoxb-4' },
            held: new Secret('xoxb-5'),
          },
          'failed',
        ),
      ),
    );
    expect(text).not.toContain('xoxb');
  });

  it('keeps quiet below its level', () => {
    expect(logged((log) => log.debug({}, 'detail'))).toEqual([]);
  });

  it('writes an error with its stack', () => {
    expect(logged((log) => log.error({ err: new Error('broken') }, 'bug'))).toMatchObject([
      { err: { message: 'broken', stack: expect.stringContaining('logger.test.ts') } },
    ]);
  });
});
