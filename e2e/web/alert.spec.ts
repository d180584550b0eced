import { expect, type Page, test } from '@playwright/test';
import { type SlackServer, startSlackServer } from '../servers/slack.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../servers/webhook.ts';
import { addChannel } from './core-calls.ts';
import { startWebHost, type WebHost } from './host.ts';
import { open, openScreen } from './screens.ts';

let host: WebHost;
let slack: SlackServer;
let warehouse: WebhookReceiver;
test.beforeAll(async () => {
  [slack, warehouse] = await Promise.all([startSlackServer(), startWebhookReceiver()]);
  host = await startWebHost();
  await addChannel(host.core, 'slack', 'Line 4', { webhookUrl: slack.webhookUrl }, { minSeverity: 'error' });
  await addChannel(host.core, 'webhook', 'Warehouse', { url: `${warehouse.url}/hooks/h200` });
  await addChannel(host.core, 'webhook', 'Old one', { url: `${warehouse.url}/old` }, { enabled: false });
});
test.afterAll(async () => {
  await host?.stop();
  await Promise.all([slack?.close(), warehouse?.close()]);
});

test.beforeEach(async ({ page }) => {
  await open(page, host, 'alert');
  await expect(page.getByRole('checkbox', { name: /Warehouse/ })).toBeVisible();
});

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
/** Presses a choice of a row of choices; the radio button itself is hidden under its label. */
const choose = (page: Page, label: string) => page.locator('label').getByText(label, { exact: true }).click();
const send = (page: Page) => page.getByRole('button', { name: /^Send/ });
const sent = (page: Page, title: string) => page.getByRole('region', { name: `Sent: ${title}` });

test('says who gets it, and why the others do not', async ({ page }) => {
  await expect(page.getByText('Goes to Warehouse and the inbox.')).toBeVisible();
  await expect(page.getByText('Wants error and worse')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /Old one.*Switched off/ })).toBeDisabled();
  await choose(page, 'Critical');
  await expect(page.getByText('Goes to Line 4, Warehouse, and the inbox.')).toBeVisible();
  await page.getByRole('checkbox', { name: /Warehouse/ }).click();
  await expect(page.getByRole('radio', { name: 'Picked ones' })).toBeChecked();
  await expect(page.getByText('Goes to Line 4 and the inbox.')).toBeVisible();
});

test('shows it as each channel will, in a frame that may do nothing, and the request without its secret', async ({
  page,
}) => {
  await choose(page, 'Error');
  await field(page, 'Title').fill('Handles <b>left</b> @everyone');
  await field(page, 'Name 1').fill('station');
  await field(page, 'Value 1').fill('4');
  await page.getByRole('tab', { name: 'Line 4' }).click();
  const frame = page.locator('iframe[title="Preview in Line 4"]:visible');
  await expect(frame).toHaveAttribute('sandbox', '');
  await expect(frame.contentFrame().getByText('Handles <b>left</b> @everyone')).toBeVisible();
  await expect(frame.contentFrame().getByText('station')).toBeVisible();
  await field(page, 'Title').fill('Handles point right again');
  await expect(frame.contentFrame().getByText('Handles point right again')).toBeVisible();
  await choose(page, 'Request');
  const request = page.getByRole('region', { name: 'Preview' }).locator('pre');
  await expect(request).toContainText('Handles point right again');
  await expect(request).not.toContainText(new URL(slack.webhookUrl).pathname.split('/').at(-1) ?? '?');
});

test('is sent with Ctrl and Enter while typing, arrives, and is watched until it ends', async ({ page }) => {
  const before = warehouse.requests.length;
  slack.plan(() => ({ status: 429, headers: { 'retry-after': '1' }, body: 'rate_limited' }));
  await choose(page, 'Error');
  await field(page, 'Title').fill('Line 4: Zuführung prüfen');
  await field(page, 'Name 1').fill('station');
  await field(page, 'Value 1').fill('4');
  await page.getByRole('button', { name: 'Add a line' }).click();
  await field(page, 'Name 2').fill('serial');
  await field(page, 'Value 2').fill('0042');
  await field(page, 'Message').fill('Every other mug points left.');
  await page.keyboard.press('Control+Enter');
  await expect(sent(page, 'Line 4: Zuführung prüfen')).toContainText('Slack asked us to wait');
  slack.plan(null);
  await expect(sent(page, 'Line 4: Zuführung prüfen')).toContainText('Arrived everywhere.');
  await expect(field(page, 'Title')).toHaveValue('');
  const [request] = warehouse.requests.slice(before);
  const body = JSON.parse(request?.body ?? '{}');
  expect(body.data).toMatchObject({
    title: 'Line 4: Zuführung prüfen',
    message: 'Every other mug points left.',
    details: { station: 4, serial: '0042' },
  });
  expect(JSON.stringify(slack.messages.at(-1))).toContain('Line 4: Zuführung prüfen');
  // Nobody is told of what they just wrote themselves.
  await expect(page.getByRole('alert').filter({ hasText: 'Zuführung' })).toHaveCount(0);
  await sent(page, 'Line 4: Zuführung prüfen')
    .getByRole('button', { name: /Line 4.*After/ })
    .click();
  await expect(page.getByRole('complementary', { name: 'Delivery' })).toContainText(
    'not charged to its retries',
  );
});

test('Enter in a line does not send; a title is asked for', async ({ page }) => {
  const before = warehouse.requests.length;
  await send(page).click();
  await expect(page.getByText('A title is needed.')).toBeVisible();
  await field(page, 'Title').fill('Not yet');
  await page.keyboard.press('Enter');
  await field(page, 'Title').fill('Now');
  await send(page).click();
  await expect(sent(page, 'Now')).toContainText('Arrived everywhere.');
  const titles = warehouse.requests.slice(before).map(({ body }) => JSON.parse(body).data.title);
  expect(titles).toEqual(['Now']);
});

test('a draft outlives a look at another screen', async ({ page }) => {
  await field(page, 'Title').fill('Half written');
  await choose(page, 'JSON');
  await page.getByRole('textbox', { name: 'Data as JSON' }).fill('{"station": ');
  await openScreen(page, 'History');
  await openScreen(page, 'Alerts');
  await page
    .getByRole('navigation', { name: 'Parts of Alerts' })
    .getByRole('button', { name: 'Write an alert…' })
    .click();
  await expect(field(page, 'Title')).toHaveValue('Half written');
  await send(page).click();
  await expect(page.getByText('This is not JSON yet.')).toBeVisible();
});
