import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { startWebhookReceiver, type WebhookReceiver } from '../servers/webhook.ts';
import { addChannel } from './core-calls.ts';
import { findProblems } from './find-problems.ts';
import { startWebHost, type WebHost } from './host.ts';
import { open, openScreen } from './screens.ts';

let host: WebHost;
let good: WebhookReceiver;
let broken: WebhookReceiver;
test.beforeAll(async () => {
  [good, broken] = await Promise.all([startWebhookReceiver(), startWebhookReceiver()]);
  broken.plan(() => ({ status: 404, body: 'no such hook' }));
  host = await startWebHost();
  await addChannel(host.core, 'webhook', 'Warehouse', { url: `${good.url}/hooks/h200` });
  await addChannel(
    host.core,
    'webhook',
    'Moved away',
    { url: `${broken.url}/hooks/secret-of-it` },
    { minSeverity: 'error' },
  );
  await notice('Line 1 is slow', 'warning');
  await notice('Line 2 stands still', 'critical');
  await notice('Line 3 has run dry', 'error');
});
test.afterAll(async () => {
  await host?.stop();
  await Promise.all([good?.close(), broken?.close()]);
});

test.beforeEach(async ({ page }) => {
  await open(page, host, 'deliveries');
  await expect(rows(page).first()).toBeVisible();
});

const notice = (title: string, severity: 'info' | 'warning' | 'error' | 'critical' = 'info') =>
  host.core.call('notices.send', { title, severity });
const rows = (page: Page, name?: RegExp) =>
  page.getByRole('listbox', { name: 'Deliveries' }).getByRole('option', name === undefined ? {} : { name });
const panel = (page: Page) => page.getByRole('complementary', { name: 'Delivery' });

test('every delivery stands in the list with its state in words', async ({ page }) => {
  await expect(rows(page, /^Delivered: .*to Warehouse$/)).toHaveCount(3);
  await expect(rows(page, /^Failed: .*to Moved away$/)).toHaveCount(2);
  await expect(rows(page, /^Failed/).first()).toContainText('404');
  await expect(page.getByRole('button', { name: 'Failed 2' })).toBeVisible();
  expect(await page.evaluate(findProblems)).toEqual([]);
});

test('a new one appears by itself, and its row changes in place', async ({ page }) => {
  const before = await rows(page).count();
  good.plan(() => ({ status: 503 }));
  await notice('Line 4 is late');
  await expect(rows(page).first()).toHaveAccessibleName(/^Waiting: Line 4 is late/);
  await expect(rows(page).first()).toContainText('Next try');
  good.plan(null);
  await expect(rows(page).first()).toHaveAccessibleName(/^Delivered: Line 4 is late/);
  await expect(rows(page)).toHaveCount(before + 1);
});

test('filters narrow by state, channel, severity and text, and outlive a look at another screen', async ({
  page,
}) => {
  await page.getByRole('button', { name: /^Failed/ }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Severity' }).click();
  await page.getByRole('option', { name: 'Critical', exact: true }).click();
  await expect(rows(page)).toHaveCount(1);
  await openScreen(page, 'History');
  await openScreen(page, 'Deliveries');
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('textbox', { name: 'Search by title or id' }).fill('nothing like it');
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await page.getByRole('combobox', { name: 'Channel' }).click();
  await page.getByRole('option', { name: 'Moved away', exact: true }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('textbox', { name: 'Search by title or id' }).fill('run dry');
  await expect(rows(page)).toHaveCount(1);
});

test('opening one shows each try with its answer and what was told, without the secret of the address', async ({
  page,
}) => {
  await rows(page, /^Failed: Line 2/).click();
  await expect(panel(page)).toContainText('to Moved away');
  await expect(panel(page)).toContainText('There is nothing at this address');
  await expect(panel(page)).toContainText('status 404');
  await expect(panel(page)).toContainText('no such hook');
  await expect(panel(page)).toContainText('"type": "system_alert"');
  expect(await page.content()).not.toContain('secret-of-it');
  await page.keyboard.press('j');
  await expect(panel(page)).toContainText('to Warehouse');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
});

test('a dead letter is sent again once its receiver is back', async ({ page }) => {
  await rows(page, /^Failed: Line 3/).click();
  broken.plan(null);
  await panel(page).getByRole('button', { name: 'Send again' }).click();
  await expect(rows(page, /^Delivered: Line 3.*Moved away/)).toBeVisible();
  await expect(panel(page).getByRole('listitem')).toHaveCount(3);
  await expect(panel(page)).toContainText('Try 2');
  const ids = broken.requests.map(({ headers, body }) => [
    headers['webhook-id'],
    JSON.parse(body).data.title,
  ]);
  // Both tries went out under one id.
  expect(new Set(ids.filter(([, title]) => title === 'Line 3 has run dry').map(([id]) => id)).size).toBe(1);
});

test('the keyboard selects several; they are cancelled, and sent after all', async ({ page }) => {
  good.plan(() => ({ status: 503, headers: { 'retry-after': '3600' } }));
  await notice('Shift A begins');
  await notice('Shift B begins');
  await expect(rows(page, /^(Held|Waiting): Shift/)).toHaveCount(2);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByText('2 deliveries selected')).toBeVisible();
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Cancel' }).click();
  await expect(rows(page, /^Cancelled: Shift/)).toHaveCount(2);
  await page.getByRole('button', { name: 'Send after all' }).click();
  await expect(rows(page, /^(Held|Waiting): Shift/)).toHaveCount(2);
  good.plan(null);
});

test('what the filter shows is exported as CSV', async ({ page }) => {
  await page.getByRole('combobox', { name: 'Channel' }).click();
  await page.getByRole('option', { name: 'Moved away', exact: true }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^CSV/ }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text.trim().split('\n')).toHaveLength(3);
  expect(text).toContain('Line 2 stands still');
  expect(text).not.toContain('secret-of-it');
});

test('everything that matches can be sent again at once, after a question', async ({ page }) => {
  broken.plan(() => ({ status: 404, body: 'no such hook' }));
  await Promise.all(Array.from({ length: 210 }, (_, index) => notice(`Storm ${index}`, 'error')));
  const failed = async () =>
    (await host.core.call('deliveries.list', { text: 'Storm', limit: 1 })).counts.failed;
  await expect.poll(failed).toBeGreaterThanOrEqual(210);
  await page.getByRole('combobox', { name: 'Channel' }).click();
  await page.getByRole('option', { name: 'Moved away', exact: true }).click();
  await page.getByRole('button', { name: /^Failed 2\d\d$/ }).click();
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await page.getByRole('button', { name: 'Select all that match the filter' }).click();
  broken.plan(null);
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Send again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByText(/^2\d\d deliveries will be sent again/)).toBeVisible();
  await expect(page.getByText('No delivery matches all of that.')).toBeVisible();
});
