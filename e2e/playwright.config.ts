import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from '../build/chromium.ts';

/** Browser specs: `web` drives the page of the web host, `desktop` the program with its window. */
export default defineConfig({
  outputDir: '../test-results/e2e',
  globalSetup: path.join(import.meta.dirname, 'global-setup.ts'),
  // Each spec has a core with an inference child of its own; more would only wait for each other.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  projects: [
    {
      name: 'web',
      testDir: 'web',
      use: {
        launchOptions: { executablePath: findChromium(), args: chromiumFlags },
        viewport: { width: 1360, height: 880 },
        // What is closed is gone at once: a menu that still fades out beside the next one would be found too.
        contextOptions: { reducedMotion: 'reduce' },
        trace: 'retain-on-failure',
      },
    },
    { name: 'desktop', testDir: 'desktop' },
  ],
});
