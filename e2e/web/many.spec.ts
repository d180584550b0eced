import { expect, type Page, test } from '@playwright/test';
import { startWebHost, type WebHost } from './host.ts';
import { drop, openReady, photo } from './photos.ts';

let host: WebHost;
test.beforeAll(async () => {
  host = await startWebHost();
});
test.afterAll(() => host?.stop());

/** Copies of a photo that differ in a byte behind the picture, so that each is a photo of its own. */
function copies(amount: number) {
  const { bytes } = photo('handle-left');
  return Array.from({ length: amount }, (_, index) => ({
    name: `shot ${String(index + 1).padStart(3, '0')}.jpg`,
    bytes: Buffer.concat([bytes, Buffer.from(`copy ${index}`)]),
  }));
}

test('many photos show progress, pause, resume and cancel, and only those in sight are drawn', async ({
  page,
}) => {
  await openReady(page, host.url);
  await drop(page, copies(150));
  const progress = page.getByRole('region', { name: 'Progress' });
  const status = progress.getByRole('status');
  await expect(status).toHaveText(/Analysing: \d+ of 150 photos/);
  const options = page.getByRole('listbox', { name: 'Photos' }).getByRole('option');
  expect(await options.count()).toBeLessThan(40);
  const answered = async () => Number(/: (\d+) of/.exec((await status.textContent()) ?? '')?.[1]);
  await expect.poll(answered).toBeGreaterThan(3);
  await expect(progress).toContainText(/per second, .* left/);

  await progress.getByRole('button', { name: 'Pause' }).click();
  await expect(status).toHaveText(/^Paused/);
  const resume = progress.getByRole('button', { name: 'Resume' });
  await expect(resume).toBeVisible();
  await expect.poll(() => batchStates(page)).not.toContain('running');
  const paused = await answered();
  await resume.click();
  await expect.poll(answered).toBeGreaterThan(paused);

  await progress.getByRole('button', { name: 'Cancel' }).click();
  await expect(progress).toBeHidden();
  await page.getByRole('button', { name: /^Failed/ }).click();
  await page.keyboard.press('End');
  await expect(page.getByRole('option', { selected: true })).toHaveAccessibleName(
    'shot 150.jpg: Not analysed: cancelled',
  );
  await page.keyboard.press('g');
  await expect(page.getByRole('listbox', { name: 'All photos' })).toBeVisible();
  expect(await page.getByRole('option').count()).toBeLessThan(80);
});

/** The states of the latest batches, as the core says them. */
function batchStates(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/call/batches.list', { method: 'POST', headers, body: '{}' });
    const { value } = await response.json();
    return value.batches.map((batch: { state: string }) => batch.state);
  });
}
