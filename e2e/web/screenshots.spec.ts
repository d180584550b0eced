import path from 'node:path';
import { expect, test } from '@playwright/test';
import { root } from '../../build/out.ts';
import { startWebHost, type WebHost } from './host.ts';
import { drop, photo } from './photos.ts';

// Makes the pictures of the README: H200_SCREENSHOTS=1 npm run e2e -- --project web screenshots
test.skip(
  process.env.H200_SCREENSHOTS !== '1',
  'The pictures of the README are made when H200_SCREENSHOTS is 1.',
);
test.use({ viewport: { width: 1280, height: 800 } });

let host: WebHost;
test.beforeAll(async () => {
  host = await startWebHost();
});
test.afterAll(() => host?.stop());

const names = [
  'pair',
  'row-of-three',
  'handle-left',
  'handle-right',
  'row-of-five',
  'desk-clutter',
  'grid-of-four',
  'tilted-left',
  'from-above',
  'uneven-spacing',
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the analyse screen in the ${colorScheme} scheme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(host.url);
    await drop(page, names.map(photo));
    await expect(page.getByRole('option', { name: /: (\d mug|No mug)/ })).toHaveCount(names.length);
    await page.keyboard.press('ArrowRight');
    await page.locator('[data-detection]').first().click();
    await page.mouse.move(0, 0);
    await expect(page.getByRole('article').first()).toContainText('Handle');
    await page.screenshot({ path: path.join(root, `docs/screenshot-${colorScheme}.png`) });
  });
}
