import { expect, type Page, test } from '@playwright/test';
import { type SlackServer, startSlackServer } from '../servers/slack.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../servers/webhook.ts';
import { addChannel } from './core-calls.ts';
import { startFastHost, type WebHost } from './host.ts';
import { open } from './screens.ts';

/** Waits of minutes pass in seconds; the network is as fast as it is. */
const speed = 20;

let host: WebHost;
let slack: SlackServer;
let pager: WebhookReceiver;
test.beforeAll(async () => {
  [host, slack, pager] = await Promise.all([
    startFastHost(speed),
    startSlackServer(),
    startWebhookReceiver(),
  ]);
});
test.afterAll(async () => {
  await host?.stop();
  await Promise.all([slack?.close(), pager?.close()]);
});

const tile = (page: Page, label: string) => page.getByRole('article', { name: label });
const headline = (page: Page) => page.getByRole('heading', { level: 1 });
const toOps = (title: string) => host.core.call('notices.send', { title, channelIds: ['ops'] });

test('Slack goes down and comes back, and the screens tell the whole of it by themselves', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const only = { eventTypes: ['system_alert' as const] };
  await addChannel(host.core, 'slack', 'Ops', { webhookUrl: slack.webhookUrl }, only);
  await addChannel(host.core, 'webhook', 'Pager', { url: pager.url }, only);
  await open(page, host, 'health');
  await toOps('All is well');
  await expect.poll(() => slack.messages.length).toBe(1);
  await expect(tile(page, 'Ops')).toContainText('Healthy');
  await expect(headline(page)).toHaveText(/^All \d+ integrations are healthy\.$/);

  await slack.close();
  for (const title of ['First', 'Second', 'Third']) await toOps(title);
  await expect(tile(page, 'Ops')).toContainText('Down');
  await expect(tile(page, 'Pager')).toContainText('Healthy');
  await expect(headline(page)).toHaveText(/^Ops is down; 3 messages wait\.$/);
  // What is worst stands first.
  await expect(page.getByRole('article').first()).toHaveAccessibleName('Ops');
  await expect
    .poll(() => pager.requests.map(({ body }) => String(JSON.parse(body).title)))
    .toContainEqual(expect.stringContaining('Ops is down'));

  await tile(page, 'Ops').getByRole('button', { name: 'Ops' }).click();
  const panel = page.getByRole('complementary', { name: 'Integration' });
  await expect(panel).toContainText(/Breaker(Open|Half open)/);
  await panel.getByRole('button', { name: 'Deliveries' }).click();
  const held = page
    .getByRole('listbox', { name: 'Deliveries' })
    .getByRole('option', { name: /^Held: .*to Ops$/ });
  await expect(held).toHaveCount(3);
  await page.goBack();
  await panel.getByRole('button', { name: 'Alerts' }).click();
  const alerts = page.getByRole('listbox', { name: 'Alerts' });
  await expect(alerts.getByRole('option', { name: /Ops is down.*firing/ })).toBeVisible();
  await page.goBack();

  slack = await startSlackServer({ port: slack.port });
  await expect.poll(() => slack.messages.length, { timeout: 60_000 }).toBe(3);
  await expect(tile(page, 'Ops')).toContainText('Healthy', { timeout: 60_000 });
  await expect(headline(page)).toHaveText(/^All \d+ integrations are healthy\.$/);
  await expect(panel).toContainText('BreakerClosed');
  expect(slack.messages.map(({ text }) => text).join()).not.toContain('Ops is down');
  // The bars remember it.
  await expect(tile(page, 'Ops').locator('[data-state="down"]').first()).toBeAttached();

  await panel.getByRole('button', { name: 'Alerts' }).click();
  await page.getByRole('button', { name: /^Resolved/ }).click();
  await expect(alerts.getByRole('option', { name: /Ops is down.*resolved/ })).toBeVisible();
});
