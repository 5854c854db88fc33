import { defineConfig } from 'vitest/config';

const kinds = [
  { name: 'unit', testTimeout: 30_000 },
  { name: 'contract', testTimeout: 60_000 },
  { name: 'integration', testTimeout: 180_000 },
  { name: 'e2e', testTimeout: 120_000 },
  { name: 'faults', testTimeout: 1_800_000 },
];

/** One project a kind of test; a file's name says its kind, and so its cost. */
export default defineConfig({
  cacheDir: '../node_modules/.vitest',
  test: {
    root: import.meta.dirname,
    reporters: ['default', './summary-reporter.ts'],
    projects: kinds.map(({ name, testTimeout }, order) => ({
      test: {
        name,
        include: [`${name}/**/*.${name}.spec.{ts,tsx}`],
        globalSetup: name === 'e2e' ? ['e2e/recorded-data.ts'] : [],
        testTimeout,
        expect: { poll: { timeout: 15_000 } },
        hookTimeout: testTimeout,
        pool: 'forks',
        fileParallelism: name === 'unit' || name === 'contract',
        maxWorkers: 2,
        // One kind after the other: a browser beside a load test would measure the machine.
        sequence: { groupOrder: order },
        // Shown as flaky in the summary, never hidden.
        retry: name === 'e2e' ? 1 : 0,
      },
    })),
  },
});
