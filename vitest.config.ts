import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,story,referee,fuzz}/**/*.test.ts'],
    // A limit for what hangs, not a measure: speed is for the bench, and machines that test are busy.
    testTimeout: 60_000,
    reporters: ['default', './test/setup/vitest-closing.ts'],
  },
});
