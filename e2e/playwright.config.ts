import { defineConfig, devices } from '@playwright/test'

const chromiumArgs = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']

export default defineConfig({
  testDir: '.',
  outputDir: '../.test/e2e',
  globalSetup: './global-setup.ts',
  // Each worker has a copy of the product, with its own clock. A copy that is given has one clock: journeys then run one after the other.
  workers: process.env.E2E_APP ? 1 : 2,
  fullyParallel: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    // Without the film, which costs more than the journeys.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || undefined, args: chromiumArgs },
  },
})
