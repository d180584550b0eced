import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { startWebhookReceiver, type WebhookReceiver } from '../servers/webhook.ts';
import { addChannel, watchNoThreshold } from './core-calls.ts';
import { findProblems } from './find-problems.ts';
import { startWebHost, type WebHost } from './host.ts';
import { expectNothingCutOff, open } from './screens.ts';

let host: WebHost;
let receiver: WebhookReceiver;
test.beforeAll(async () => {
  [host, receiver] = await Promise.all([startWebHost(), startWebhookReceiver()]);
  await addChannel(
    host.core,
    'webhook',
    'Warehouse',
    { url: receiver.url },
    { eventTypes: ['system_alert'] },
  );
  for (const title of ['One', 'Two', 'Three']) await host.core.call('notices.send', { title });
});
test.afterAll(async () => {
  await host?.stop();
  await receiver?.close();
});

async function openHealth(page: Page): Promise<void> {
  await open(page, host, 'health');
  await expect(chart(page, 'Processor')).toBeVisible();
}

const tile = (page: Page, label: string) => page.getByRole('article', { name: label });
const chart = (page: Page, title: string) => page.getByRole('figure', { name: title, exact: true });
const part = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of Health' }).getByRole('button', { name });
const logRows = (page: Page) => page.getByRole('listbox', { name: 'Log' }).getByRole('option');

test('every part has a tile; opening one tells its last look, and looks again at a press of c', async ({
  page,
}) => {
  await openHealth(page);
  for (const label of ['Inference', 'Data folder', 'Deliveries', 'Local renderer', 'Warehouse'])
    await expect(tile(page, label)).toContainText('Healthy');
  await expect(tile(page, 'Templated')).toContainText('Not in use');
  await tile(page, 'Data folder').getByRole('button').click();
  const panel = page.getByRole('complementary', { name: 'Integration' });
  await page.keyboard.press('c');
  await expect(panel).toContainText('It can be written to');
  await page.keyboard.press('j');
  await expect(panel.getByRole('heading', { name: 'Data folder' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  expect(await page.evaluate(findProblems)).toEqual([]);
});

test('the bars say what happened and when, to the pointer and to the arrow keys', async ({ page }) => {
  await openHealth(page);
  const bars = tile(page, 'Warehouse').getByRole('slider');
  await bars.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(bars).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d to \d\d:\d\d:\d\d, healthy/);
  await page.keyboard.press('ArrowLeft');
  await expect(bars).toContainText('not running');
});

test('one mark moves through all charts, by pointer and by keys, and each says its value there', async ({
  page,
}) => {
  await openHealth(page);
  const marks = page.getByTestId('mark');
  const plots = page.getByTestId('plot');
  await expect.poll(() => plots.count()).toBeGreaterThanOrEqual(12);
  const unmarked = async () => (await plots.count()) - (await marks.count());
  await expect(chart(page, 'Memory')).toContainText(/in use\d+(\.\d)? %/);
  await chart(page, 'Memory').getByTestId('plot').hover();
  await expect.poll(unmarked).toBe(0);
  // Before the program ran there is a gap.
  await expect(chart(page, 'Memory')).toContainText('in use–');
  await page.mouse.move(0, 0);
  await expect(marks).toHaveCount(0);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(unmarked).toBe(0);
  await page.keyboard.press('Escape');
  await expect(marks).toHaveCount(0);
  await page
    .getByRole('button', { name: /Started/ })
    .first()
    .click();
  await expect.poll(unmarked).toBe(0);
});

test('paused charts stand still, and another length of time is one key away', async ({ page }) => {
  await openHealth(page);
  const value = chart(page, 'Memory of the program');
  await expect(value).toContainText(/MB/);
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('4');
  await expect(page.getByRole('radio', { name: '24 h' })).toBeChecked();
  await expect(value.locator('svg.recharts-surface')).toBeVisible();
});

test('a chart is read as a table and saved as a picture, and so is the whole board', async ({ page }) => {
  await openHealth(page);
  await page.getByRole('button', { name: 'More of Processor' }).click();
  const menu = (title: string) => page.getByRole('menu', { name: `More of ${title}`, exact: true });
  await menu('Processor').getByRole('menuitem', { name: 'Show as a table' }).click();
  await expect(chart(page, 'Processor').getByRole('table')).toContainText(/\d+(\.\d)? %/);
  await page.getByRole('button', { name: 'More of Memory', exact: true }).click();
  const one = page.waitForEvent('download');
  await menu('Memory').getByRole('menuitem', { name: 'Save as a picture' }).click();
  expect(await pictureOf(await one)).toMatchObject({ name: expect.stringMatching(/^Memory .*\.png$/) });
  const board = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a picture' }).click();
  const { name, width, height } = await pictureOf(await board);
  expect(name).toMatch(/^Health .*\.png$/);
  expect(width).toBeGreaterThan(1_500);
  expect(height).toBeGreaterThan(1_500);
});

/** Name and size in pixels of a PNG. */
async function pictureOf(download: import('@playwright/test').Download) {
  const bytes = await readFile(await download.path());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return {
    name: download.suggestedFilename(),
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
  };
}

test('a threshold is changed in place, drawn in its chart, and put back', async ({ page }) => {
  await openHealth(page);
  await part(page, 'Thresholds').click();
  const above = page.getByRole('textbox', { name: 'Memory, above', exact: true });
  await above.fill('70');
  await above.press('Enter');
  await expect(page.getByRole('alert')).toContainText('below the threshold itself');
  await page.getByRole('textbox', { name: 'Memory, over below', exact: true }).fill('60');
  await page.getByRole('textbox', { name: 'Memory, over below', exact: true }).press('Enter');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('row', { name: /^Memory/ })).toContainText('70 %');
  await part(page, 'Health').click();
  await expect(chart(page, 'Memory')).toContainText('threshold70 %');
  await part(page, 'Thresholds').click();
  await page.getByRole('button', { name: 'Memory as it came', exact: true }).click();
  await expect(above).toHaveValue('85 %');
  expect(await page.evaluate(findProblems)).toEqual([]);
});

test('the log is searched, opened, followed by an id and saved', async ({ page }) => {
  await open(page, host, 'logs');
  const rows = logRows(page);
  await expect(rows.filter({ hasText: 'Delivered' }).first()).toBeVisible();
  await host.core.call('notices.send', { title: 'A new one' });
  await page.keyboard.press('/');
  await page.keyboard.type('delivered');
  await expect(rows.filter({ hasNotText: 'Delivered' })).toHaveCount(0);
  await expect(rows.first()).toBeVisible();
  await page.getByRole('listbox', { name: 'Log' }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Entry' });
  await expect(panel).toContainText('Delivery');
  await page.keyboard.press('f');
  await expect(page.getByText(/^Follows evt_/)).toBeVisible();
  await expect(rows.first()).toBeVisible();
  const saved = page.waitForEvent('download');
  await page.keyboard.press('s');
  const lines = (await readFile(await (await saved).path(), 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).message)).toContain('Delivered');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/^Follows/)).toHaveCount(0);
  expect(await page.evaluate(findProblems)).toEqual([]);
});

test('a paused log keeps what comes for later', async ({ page }) => {
  await open(page, host, 'logs');
  const rows = logRows(page);
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press('p');
  const before = await rows.first().getAttribute('id');
  await host.core.call('notices.send', { title: 'Meanwhile' });
  await expect(page.getByRole('button', { name: /Go on, \d+ new/ })).toBeVisible();
  expect(await rows.first().getAttribute('id')).toBe(before);
  await page.getByRole('button', { name: /Go on/ }).click();
  await expect(rows.first()).not.toHaveAttribute('id', before ?? '');
});

test('the wall shows everything without anything to press, and Escape leaves it', async ({ page }) => {
  await watchNoThreshold(host.core);
  await page.goto(`${host.url}#/wall`);
  await expect(page.getByRole('article', { name: 'Warehouse' })).toContainText('Healthy');
  await expect(page.getByText('No alert is open')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Screens' })).toHaveCount(0);
  await expect(page.getByRole('button')).toHaveCount(0);
  const below = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  await expect.poll(below).toBeLessThanOrEqual(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
});

test('at 200 % zoom nothing of any part is cut off sideways', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 400 });
  await openHealth(page);
  await expectNothingCutOff(page);
  await part(page, 'Thresholds').click();
  await expect(page.getByRole('row', { name: /^Memory/ })).toBeVisible();
  await expectNothingCutOff(page);
  await part(page, 'Log').click();
  await expect(logRows(page).first()).toBeVisible();
  await expectNothingCutOff(page);
});
