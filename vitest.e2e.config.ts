import { defineConfig } from 'vitest/config';

/** The suites against real servers and a real browser; `npm run e2e` finds the servers first. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Several real servers and a browser share the machine with the suite; a second failure is not the machine's.
    retry: 1,
  },
});
