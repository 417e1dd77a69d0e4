import { defineConfig } from '@playwright/test';

// Unset when this file is loaded first, set by the global setup before a worker loads it again.
const browser = process.env['E2E_BROWSER'];

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  snapshotPathTemplate: 'test/e2e/looks/{arg}{ext}',
  globalSetup: ['./test/setup/temporary.ts', './test/setup/global.ts'],
  // A limit for what hangs, not a measure: speed is for the bench, and machines that test are busy.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['./test/setup/playwright-closing.ts']],
  use: {
    launchOptions: {
      ...(browser ? { executablePath: browser } : {}),
      args: [
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    // Recording what led there takes a quarter of the time: `npx playwright test --trace on` does it for what failed.
    trace: 'off',
    // Each test's last sight stays in test-results/.
    screenshot: 'on',
  },
});
