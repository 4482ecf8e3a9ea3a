import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

const root = join(import.meta.dirname, '../..');

interface Ended {
  readonly code: number;
  readonly output: string;
}

describe('wiring/commands', { timeout: 60_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-commands-'));
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, dataDirectory: null, speed: 1, seed: 1, scenario: null }, join(directory, 'sandbox'));
    // On a busy machine the sandbox's own digest would arrive between two looks.
    sandbox.clock.pause();
  });
  afterAll(async () => {
    await sandbox.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  function run(file: string, args: readonly string[], changes: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const env = { ...sandbox.environment, DATA_DIR: join(directory, 'other'), ...changes };
    return new Promise((resolve) => {
      execFile(process.execPath, [join(root, file), ...args], { cwd: directory, env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}` });
      });
    });
  }

  it('says that every configured system answers', async () => {
    const { code, output } = await run('src/config-check.ts', []);

    expect(output).toContain('Everything that is configured answers.');
    expect(output).toMatch(/^ok +kubernetes +cluster-04/m);
    expect(output).toMatch(/^ok +slack +channel digest C0DIGEST/m);
    expect(code).toBe(0);
  });

  it('names the system that does not answer and what is wrong, and fails', async () => {
    sandbox.estate.control.break({ kind: 'cluster-cut', cluster: 'cluster-03', mode: '403' });

    const { code, output } = await run('src/config-check.ts', [], { SLACK_BOT_TOKEN: 'xoxb-wrong' });

    sandbox.estate.control.mendAll();
    expect(output).toMatch(/^FAILED +slack +bot token .*invalid_auth/m);
    expect(output).toMatch(/^FAILED +pods +cluster-03 \/ monitoring .*403/m);
    expect(output).toMatch(/^ok +pods +cluster-02/m);
    expect(code).toBe(1);
  });

  it('prints the digest and posts nothing', async () => {
    const before = sandbox.slack.control.messages('C0DIGEST').length;

    const { code, output } = await run('src/digest-once.ts', ['--dry-run']);

    expect(output).toMatch(/^Thanos 일일 점검/);
    expect(output).toContain('cluster-04');
    expect(sandbox.slack.control.messages('C0DIGEST')).toHaveLength(before);
    expect(code).toBe(0);
  });

  it('refuses a second process on the same data directory in one sentence', async () => {
    const { code, output } = await run('src/main.ts', [], { DATA_DIR: sandbox.environment['DATA_DIR'] ?? '' });

    expect(output).toMatch(/Another process already uses the data directory/);
    expect(code).toBe(1);
  });

  it('does not call the store of a bot that runs beside broken', async () => {
    const { output } = await run('src/config-check.ts', [], { DATA_DIR: sandbox.environment['DATA_DIR'] ?? '' });

    expect(output).toMatch(/^ok +store .*sqlite, open in the bot that runs beside/m);
  });

  it.each([
    ['no configuration file', { CONFIG_FILE: 'missing.yaml' }, 'There is no configuration file at missing.yaml'],
    [
      'a directory as its configuration',
      { CONFIG_FILE: '.' },
      'CONFIG_FILE: found ., which cannot be read (EISDIR), expected a YAML file.',
    ],
    ['a data directory that is a file', { DATA_DIR: 'broken.yaml' }, 'The data directory broken.yaml cannot be used: EEXIST'],
    [
      'a database that is away',
      { DATABASE_URL: 'postgres://bot:hunter2@127.0.0.1:1/bot' },
      'The database that DATABASE_URL names cannot be used: connect ECONNREFUSED 127.0.0.1:1.',
    ],
    ['an address of another machine', { HTTP_HOST: '192.0.2.1' }, 'HTTP_HOST: found 192.0.2.1, expected an address of this machine'],
    ['a broken configuration file', { CONFIG_FILE: 'broken.yaml' }, 'clusters: found nothing'],
    [
      'a token of the wrong kind',
      { SLACK_APP_TOKEN: 'xoxb-1' },
      'SLACK_APP_TOKEN: found a value, expected an app token that starts with xapp-',
    ],
  ])('does not start with %s and says what to do', async (_, changes, expected) => {
    writeFileSync(join(directory, 'broken.yaml'), 'locale: ko\n');

    const { code, output } = await run('src/main.ts', [], changes);

    expect(output).toContain(expected);
    expect(output).not.toContain('    at ');
    expect(output).not.toContain('hunter2');
    expect(code).toBe(1);
  });
});
