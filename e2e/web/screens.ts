import { expect, type Page } from '@playwright/test';
import type { WebHost } from './host.ts';

/**
 * Opens a screen by its address (the ids stand in renderer/screens.ts), and waits until the page hears of what happens:
 * what is published before that shows no notice.
 */
export async function open(page: Page, { url }: WebHost, screen = ''): Promise<void> {
  await page.goto(`${url}#/${screen}`);
  const indicator = page.getByRole('button', { name: /^Inference: (?!Connecting|Offline)/ });
  await expect(indicator).toBeVisible();
}

/** Opens a screen from the navigation, and waits until its keys work: it takes the focus when it is whole. */
export async function openScreen(page: Page, name: string): Promise<void> {
  const screens = page.getByRole('navigation', { name: 'Screens' });
  await screens.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await expect(page.getByRole('main', { name, exact: true })).toBeFocused();
}

/** Waits until everything fits the window sideways. */
export async function expectNothingCutOff(page: Page): Promise<void> {
  const excess = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await expect.poll(excess).toBeLessThanOrEqual(0);
}
