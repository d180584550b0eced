import { expect, test } from '@playwright/test';
import { findProblems } from './find-problems.ts';
import { startWebHost, type WebHost } from './host.ts';
import { drop, photo } from './photos.ts';
import { collectRefusals } from './refusals.ts';
import { expectNothingCutOff, open, openScreen } from './screens.ts';

let host: WebHost;
test.beforeAll(async () => {
  host = await startWebHost();
});
test.afterAll(() => host?.stop());

test('everything on every screen that can be used has a name, ids are unique, and the policy is kept', async ({
  page,
}) => {
  const refusals = await collectRefusals(page);
  await open(page, host);
  await drop(page, [photo('handle-left')]);
  await expect(page.getByTestId('headline')).toBeVisible();
  expect(await page.evaluate(findProblems), 'Analyse').toEqual([]);
  for (const screen of [
    'History',
    'Rules',
    'Templates',
    'Pictures',
    'Channels',
    'Deliveries',
    'Alerts',
    'Health',
    'Models',
    'Settings',
  ]) {
    await openScreen(page, screen);
    await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
    expect.soft(await page.evaluate(findProblems), screen).toEqual([]);
  }
  expect(refusals).toEqual([]);
});

test('the way with Tab shows where it is, and reaches the photo list', async ({ page }) => {
  await open(page, host);
  await drop(page, [photo('handle-left')]);
  await expect(page.getByTestId('headline')).toBeVisible();
  const strip = page.getByRole('listbox', { name: 'Photos' });
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    if (await strip.evaluate((element) => element === document.activeElement)) break;
  }
  await expect(strip).toBeFocused();
  expect(await strip.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
});

test('text stands out from its ground in the light and in the dark scheme', async ({ page }) => {
  await open(page, host);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    const ratios = await page.evaluate(contrasts);
    for (const [pair, ratio] of Object.entries(ratios))
      expect.soft(ratio, `${pair}, ${colorScheme}`).toBeGreaterThanOrEqual(4.5);
  }
});

/** Runs in the page: contrast of every text colour on every ground, by WCAG 2.2. */
function contrasts(): Record<string, number> {
  const style = getComputedStyle(document.documentElement);
  const luminance = (token: string) => {
    const value = style.getPropertyValue(`--${token}`).trim();
    const hex = value.length === 4 ? value.replace(/[^#]/g, '$&$&') : value;
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const result: Record<string, number> = {};
  for (const ground of ['ground', 'panel', 'raised']) {
    for (const text of [
      'text',
      'text-second',
      'text-third',
      'pass',
      'fail',
      'review',
      'selected',
      'held',
      'mantine-color-error',
    ]) {
      const [a, b] = [luminance(ground), luminance(text)];
      result[`${text} on ${ground}`] = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }
  }
  return result;
}

test('at 200 % zoom nothing is cut off sideways', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 400 });
  await open(page, host);
  await drop(page, [photo('handle-left')]);
  await expect(page.getByTestId('headline')).toBeVisible();
  await expectNothingCutOff(page);
  await expect(page.getByRole('img', { name: 'handle-left.jpg' })).toBeInViewport();
});
