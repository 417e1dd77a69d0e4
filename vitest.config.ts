import { defineConfig } from 'vitest/config';
import { yamlText } from './yaml-text.config.ts';

export default defineConfig({
  plugins: [yamlText()],
  test: {
    include: ['test/{unit,story,referee,fuzz}/**/*.test.ts'],
    // A limit for what hangs, not a measure: speed is for the bench, and machines that test are busy.
    testTimeout: 60_000,
    // One for each core of the machine that decides; left to itself it keeps one core idle.
    maxWorkers: 2,
    reporters: ['default', './test/setup/vitest-closing.ts'],
  },
});
