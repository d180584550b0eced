import { randomBytes } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { startWebhookReceiver, type WebhookReceiver } from '../servers/webhook.ts';
import { findProblems } from './find-problems.ts';
import { startWebHost, type WebHost } from './host.ts';
import { open } from './screens.ts';

const signingSecret = `whsec_${randomBytes(32).toString('base64')}`;
const path = 'path-that-is-a-secret';
const slackSecret = 'T000/B000/slack-secret';

let host: WebHost;
let receiver: WebhookReceiver;
test.beforeAll(async () => {
  receiver = await startWebhookReceiver({ secrets: [signingSecret] });
  host = await startWebHost({ SLACK_WEBHOOK_URL: `https://hooks.slack.com/services/${slackSecret}` });
});
test.afterAll(async () => {
  await host?.stop();
  await receiver?.close();
});

const row = (page: Page, name: string) => page.getByRole('article', { name, exact: true });
const panel = (page: Page) => page.getByRole('dialog');

async function openChannels(page: Page): Promise<void> {
  await open(page, host, 'channels');
  await expect(page.getByRole('article').first()).toBeVisible();
}

/** Fills in the form of a new webhook, and leaves it open. */
async function fillInWebhook(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a channel' }).click();
  await panel(page).getByRole('button', { name: 'Webhook', exact: true }).click();
  await panel(page).getByLabel('Name', { exact: true }).fill(name);
  await panel(page).getByLabel('URL', { exact: true }).fill(`${receiver.url}/${path}`);
  await panel(page).getByLabel('Signing secret', { exact: true }).fill(signingSecret);
}

async function addWebhook(page: Page, name: string): Promise<void> {
  await fillInWebhook(page, name);
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(row(page, name)).toContainText('Not tried yet');
}

test('a channel is added by a form that says at its field what does not do', async ({ page }) => {
  await openChannels(page);
  await fillInWebhook(page, 'Line 2');
  const url = panel(page).getByLabel('URL', { exact: true });
  await url.fill('no address');
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(panel(page).getByText('This is not the address of a webhook.').last()).toBeVisible();
  await expect(url).toBeFocused();
  await expect(panel(page).getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await url.fill(`${receiver.url}/${path}`);
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(panel(page)).toBeHidden();
  await expect(row(page, 'Line 2')).toContainText(`127.0.0.1:${receiver.port}`);
});

test('an example in an empty field that is needed does not look like a value', async ({ page }) => {
  await openChannels(page);
  await page.getByRole('button', { name: 'Add a channel' }).click();
  await panel(page).getByRole('button', { name: 'E-mail', exact: true }).click();
  const server = panel(page).getByLabel('Mail server', { exact: true });
  const colour = () => server.evaluate((field) => getComputedStyle(field, '::placeholder').color);
  const before = await colour();
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(server).toHaveAttribute('aria-invalid', 'true');
  expect(await colour()).toBe(before);
});

test('a secret is never shown again, and editing something else keeps it', async ({ page }) => {
  await openChannels(page);
  await addWebhook(page, 'Kept');
  await page.reload();
  await row(page, 'Kept').getByRole('button', { name: 'Edit' }).click();
  await expect(panel(page).getByLabel('URL', { exact: true })).toHaveValue('•••••••• kept');
  await expect(panel(page).getByLabel('Signing secret', { exact: true })).toHaveValue('•••••••• kept');
  const shown = await page.evaluate(() =>
    [document.body.textContent, ...[...document.querySelectorAll('input')].map(({ value }) => value)].join(
      '\n',
    ),
  );
  for (const secret of [path, signingSecret, slackSecret]) expect(shown).not.toContain(secret);
  await panel(page).getByLabel('Name', { exact: true }).fill('Kept and renamed');
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
  await row(page, 'Kept and renamed').getByRole('button', { name: 'Send test' }).click();
  // The receiver takes only what is signed with the secret.
  await expect(row(page, 'Kept and renamed').getByRole('status')).toContainText('Delivered (200) in');
  expect(receiver.requests.at(-1)?.path).toBe(`/${path}`);
});

test('replacing a secret can be taken back, and an optional one removed', async ({ page }) => {
  await openChannels(page);
  await addWebhook(page, 'Replaced');
  await row(page, 'Replaced').getByRole('button', { name: 'Edit' }).click();
  const url = panel(page).getByLabel('URL', { exact: true });
  await panel(page).getByRole('button', { name: 'Replace' }).first().click();
  await expect(url).toBeFocused();
  await expect(url).toHaveValue('');
  await panel(page).getByRole('button', { name: 'Keep the old one' }).click();
  await expect(url).toHaveValue('•••••••• kept');
  await panel(page).getByRole('button', { name: 'Remove' }).first().click();
  await panel(page).getByRole('button', { name: 'Save and send test' }).click();
  // Nothing is signed any more, and the receiver refuses that.
  await expect(panel(page).getByRole('status')).toContainText('Answered 401 in');
  await expect(panel(page).getByLabel('Signing secret', { exact: true })).toHaveValue('');
});

test('a test saves first, and shows the real answer of the other side', async ({ page }) => {
  await openChannels(page);
  await fillInWebhook(page, 'Refused');
  receiver.fail({ status: 403, body: 'not while the moon is full' });
  await panel(page).getByRole('button', { name: 'Save and send test' }).click();
  const result = panel(page).getByRole('status');
  await expect(result).toContainText('Answered 403 in');
  await expect(result).toContainText('not while the moon is full');
  await panel(page).getByRole('button', { name: 'Send test', exact: true }).click();
  await expect(result).toContainText('Delivered (200) in');
  await panel(page).getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(row(page, 'Refused')).toContainText('just now');
  await row(page, 'Refused').getByRole('button', { name: 'Show the delivery' }).click();
  await expect(page.getByRole('main', { name: 'Deliveries' })).toBeVisible();
});

test('closing the form asks before it forgets something', async ({ page }) => {
  await openChannels(page);
  await addWebhook(page, 'Unsaved');
  await row(page, 'Unsaved').getByRole('button', { name: 'Edit' }).click();
  await panel(page).getByRole('checkbox', { name: 'Mugs detected' }).uncheck();
  await page.keyboard.press('Escape');
  await expect(panel(page).getByText('What you changed is not saved.')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Go on editing' }).click();
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(row(page, 'Unsaved')).toContainText('7 of 8 types');
});

test('a channel is switched off and on, and stays so', async ({ page }) => {
  await openChannels(page);
  await addWebhook(page, 'Switched');
  const isOn = row(page, 'Switched').getByRole('switch', { name: 'Switched is on' });
  await isOn.press(' ');
  await expect(row(page, 'Switched')).toContainText('Switched off');
  await page.reload();
  await expect(row(page, 'Switched')).toContainText('Switched off');
  await expect(isOn).not.toBeChecked();
  await isOn.press(' ');
  await expect(row(page, 'Switched')).not.toContainText('Switched off');
});

test('removing a channel asks first', async ({ page }) => {
  await openChannels(page);
  await addWebhook(page, 'Removed');
  await page.getByRole('button', { name: 'More for Removed' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await panel(page).getByRole('button', { name: 'Keep' }).click();
  await expect(row(page, 'Removed')).toBeVisible();
  await page.getByRole('button', { name: 'More for Removed' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await panel(page).getByRole('button', { name: 'Remove it' }).click();
  await expect(row(page, 'Removed')).toBeHidden();
  await page.reload();
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(row(page, 'Removed')).toBeHidden();
});

test('what the environment gives is shown with its source, locked, and cannot be removed', async ({
  page,
}) => {
  await openChannels(page);
  const slack = row(page, 'Slack (environment)');
  await expect(slack).toContainText('SLACK_WEBHOOK_URL');
  await slack.getByRole('button', { name: 'More for' }).click();
  await expect(page.getByRole('menuitem', { name: 'set by the environment' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await slack.getByRole('button', { name: 'Edit' }).click();
  const url = panel(page).getByLabel('Webhook URL');
  await expect(url).toHaveValue('••••••••');
  await expect(url).not.toBeEditable();
  await expect(panel(page).getByText('Given by SLACK_WEBHOOK_URL')).toBeVisible();
  await panel(page).getByLabel('Name', { exact: true }).fill('Slack');
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(row(page, 'Slack')).toContainText('SLACK_WEBHOOK_URL');
});

test('the keys move through the list, open the form and close it', async ({ page }) => {
  await openChannels(page);
  const first = page.getByRole('article').first();
  await page.keyboard.press('j');
  await expect(first).toBeFocused();
  await page.keyboard.press('e');
  await expect(panel(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(first).toBeFocused();
});

test('everything in the forms of all kinds that can be used has a name, and ids are unique', async ({
  page,
}) => {
  await openChannels(page);
  for (const kind of ['n8n', 'E-mail', 'Slack', 'Discord', 'Webhook', 'Desktop notification']) {
    await page.getByRole('button', { name: 'Add a channel' }).click();
    await panel(page).getByRole('button', { name: kind, exact: true }).click();
    await expect(panel(page).getByLabel('Name', { exact: true })).toBeVisible();
    for (const fold of await panel(page).locator('summary').all()) await fold.click();
    expect(await page.evaluate(findProblems), kind).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(panel(page)).toBeHidden();
  }
});
