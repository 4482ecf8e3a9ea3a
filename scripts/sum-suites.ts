import { readdirSync, readFileSync } from 'node:fs';

/** What this reads of vitest's JSON report. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

/** Adds up the reports in `artifacts/`. A step that failed without a failing test counts as one failure. */
function sum(directory: string, failedSteps: number): { readonly passed: number; readonly failed: number } {
  const reports = readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .map((file): Report => JSON.parse(readFileSync(`${directory}/${file}`, 'utf8')));
  const passed = reports.reduce((total, report) => total + report.numPassedTests, 0);
  const failed = reports.reduce((total, report) => total + report.numFailedTests, 0);
  return { passed, failed: failed === 0 ? failedSteps : failed };
}

const { passed, failed } = sum('artifacts', Number(process.argv[2] ?? 0));
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
