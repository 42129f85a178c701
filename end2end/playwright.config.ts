import { defineConfig } from '@playwright/test';

import { args, desktop, shellPath } from './support/browser.mjs';

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Every test brings its own numbers, links and contexts; each worker has an instance of its own.
  fullyParallel: true,
  workers: Number(process.env.NARWHAL_E2E_WORKERS ?? 2),
  timeout: 90_000,
  globalTimeout: 40 * 60_000,
  // A password keeps the browser busy for a second or two, and the machine may be busy with other tests.
  expect: { timeout: 20_000 },
  // `scripts/test` reads the counts from the JSON.
  reporter: [['list'], ['json', { outputFile: 'results.json' }]],
  use: {
    ...desktop,
    // Recorded for whoever can look at them; a fifth of the time goes into it.
    trace: process.env.CI ? 'off' : 'retain-on-failure',
    screenshot: process.env.CI ? 'off' : 'only-on-failure',
    launchOptions: { executablePath: shellPath, args },
  },
});
