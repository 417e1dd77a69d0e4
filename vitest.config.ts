import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,story,referee}/**/*.test.ts'],
    reporters: ['default', './test/setup/vitest-closing.ts'],
  },
});
