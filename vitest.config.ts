import { defineConfig } from 'vitest/config';
import { yamlText } from './yaml-text.config.ts';

/** Tests that put something else in the place of a module or of what is global: each of them needs a world of its own. */
const ALONE = ['test/unit/electron/**/*.test.ts', 'test/release/**/*.test.ts'];

export default defineConfig({
  plugins: [yamlText()],
  test: {
    // A limit for what hangs, not a measure: speed is for the bench, and machines that test are busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One for each core of the machine that decides; left to itself it keeps one core idle.
    maxWorkers: 2,
    globalSetup: './test/setup/temporary.ts',
    reporters: ['default', './test/setup/vitest-closing.ts'],
    coverage: {
      include: ['simulator/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'json'],
      thresholds: { lines: 95, branches: 90 },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'simulator',
          include: ['test/{unit,story,referee,fuzz}/**/*.test.ts'],
          exclude: ALONE,
          // The simulator has no state of its own, so its modules are loaded once for all files and not for each.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'shell', include: ALONE } },
    ],
  },
});
