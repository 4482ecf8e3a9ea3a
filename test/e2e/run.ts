import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { find, installMissing, PROGRAMS } from './programs.ts';

/** Finds or installs the real servers, says which, and runs the suites against those that are there. */
installMissing();
const environment: NodeJS.ProcessEnv = { ...process.env };
for (const program of PROGRAMS) {
  const path = find(program);
  console.log(
    `${program.id.padEnd(16)} ${path ?? `not found: its suites do not run and do not count (set ${program.variable} to its path)`}`,
  );
  if (path !== null) {
    environment[program.variable] = path;
  }
}
mkdirSync('artifacts', { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'vitest.e2e.config.ts',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=artifacts/e2e.json',
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', env: environment },
);
process.exitCode = status ?? 1;
