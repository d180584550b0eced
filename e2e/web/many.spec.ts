import { expect, test } from '@playwright/test';
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
  await expect(progress).toContainText(/\d\/s, .* left/);

  // Resume takes the place of Pause at once: a double click still only pauses.
  await progress.getByRole('button', { name: 'Pause' }).dblclick();
  await expect(status).toHaveText(/^Paused/);
  const resume = progress.getByRole('button', { name: 'Resume' });
  await expect(resume).toBeVisible();
  await expect.poll(batchStates).not.toContain('running');
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

test('leaving while photos are not handed over yet is asked about', async ({ page }) => {
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    dialog.accept();
  });
  await openReady(page, host.url);
  await drop(page, copies(150));
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  await page.reload();
  expect(asked).toHaveLength(1);
});

test('a paused run found after a reload can be cancelled', async ({ page }) => {
  await openReady(page, host.url);
  await drop(page, copies(20));
  await page.keyboard.press('End');
  await expect(page.getByRole('option').last()).toHaveAccessibleName('shot 020.jpg: 1 mug');
  const { items } = await host.core.call('analyses.list', { limit: 20 });
  const photoIds = items.map(({ photo }) => photo.id);
  const { id } = await host.core.call('photos.analyzeBatch', { photoIds, fresh: true });
  expect(await host.core.call('batches.pause', { id })).toMatchObject({ state: 'paused', total: 20 });
  await page.reload();
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress.getByRole('status')).toHaveText(/^Paused: \d+ of \d+ photos/);
  await progress.getByRole('button', { name: 'Cancel' }).click();
  await expect(progress).toBeHidden();
  await expect.poll(async () => (await batchStates())[0]).toBe('cancelled');
});

test('the progress keeps to one line in a small window, and says when the program is gone', async ({
  page,
}) => {
  const own = await startWebHost();
  try {
    await page.setViewportSize({ width: 1280, height: 800 });
    await openReady(page, own.url);
    await drop(page, [{ name: 'notes.jpg', bytes: Buffer.from('no picture') }, ...copies(150)]);
    const progress = page.getByRole('region', { name: 'Progress' });
    await expect(progress).toContainText('1 failed');
    await expect(progress).toContainText(/\d\/s, .* left/);
    const [cancel, pace] = [progress.getByRole('button', { name: 'Cancel' }), progress.getByText('/s, ')];
    await expect(async () => {
      expect((await progress.boundingBox())?.height).toBeLessThan(50);
      expect(await pace.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
      const [row, button] = [await progress.boundingBox(), await cancel.boundingBox()];
      expect((button?.x ?? 0) + (button?.width ?? 0)).toBeLessThan((row?.x ?? 0) + (row?.width ?? 0));
    }).toPass({ timeout: 5_000 });
    await own.stop();
    await expect(progress.getByRole('status')).toHaveText(/^Waiting for the program: \d+ of 151 photos/);
    await expect(progress).not.toContainText('/s, ');
    await expect(progress).toContainText('1 failed');
  } finally {
    await own.stop();
  }
});

/** The states of the latest batches, as the core says them. */
async function batchStates(): Promise<string[]> {
  const { batches } = await host.core.call('batches.list', {});
  return batches.map(({ state }) => state);
}
