// The core journeys on Firefox and on WebKit. Playwright only runs and reports: it has no driver for the browsers that a
// distribution ships, so `firefox.ts` and `webkit.ts` drive them.

import { defineConfig } from '@playwright/test';

import type { Choice } from './fixtures.ts';

export default defineConfig<object, Choice>({
  testDir: '.',
  outputDir: '../test-results/browsers',
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Each worker starts a browser and a service.
  workers: 2,
  timeout: 90_000,
  globalTimeout: 5 * 60_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: '../results-browsers.json' }]],
  projects: [
    { name: 'Firefox', use: { engineName: 'firefox' } },
    { name: 'WebKit', use: { engineName: 'webkit' } },
  ],
});
