import path from 'node:path';
import { expect, test } from '@playwright/test';
import { root } from '../../build/out.ts';
import { startSlackServer } from '../servers/slack.ts';
import { startWebhookReceiver } from '../servers/webhook.ts';
import { addChannel, addDesign } from './core-calls.ts';
import { startWebHost, type WebHost } from './host.ts';
import { drop, photo } from './photos.ts';
import { openScreen } from './screens.ts';

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

/** A sunrise over hills, as a shop might print it. */
const design = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600" viewBox="0 0 900 600">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#1d3557"/>
<stop offset="0.55" stop-color="#e76f51"/><stop offset="1" stop-color="#f4a261"/></linearGradient></defs>
<rect width="900" height="600" rx="48" fill="url(#sky)"/><circle cx="450" cy="330" r="120" fill="#ffe8b6"/>
<path d="M0 460 C160 380 280 400 420 460 S740 520 900 420 V552 a48 48 0 0 1 -48 48 H48 a48 48 0 0 1 -48 -48 Z" fill="#264653"/>
<path d="M0 520 C200 450 380 500 520 540 S800 560 900 500 V552 a48 48 0 0 1 -48 48 H48 a48 48 0 0 1 -48 -48 Z" fill="#14323a"/></svg>`;

test('a picture before and after, in the light scheme', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(host.url);
  const { items } = await host.core.call('analyses.list', {});
  const idOf = (name: string) => items.find((item) => item.photo.name === `${name}.jpg`)?.id ?? '';
  const designId = await addDesign(host.core, 'Sunrise.svg', design);
  for (const name of ['row-of-three', 'handle-left', 'pair', 'desk-clutter', 'handle-right']) {
    await host.core.call('renders.create', {
      templateId: 'local:mock-up',
      analysisIds: [idOf(name)],
      designId,
    });
  }
  await openScreen(page, 'Pictures');
  await expect(page.getByRole('option', { name: /^Ready: .*, Mock-up/ })).toHaveCount(5);
  await page
    .getByRole('option', { name: /^Ready: handle-right.jpg, Mock-up/ })
    .first()
    .click();
  await page.keyboard.press('c');
  await expect(page.getByRole('slider')).toBeVisible();
  await page.screenshot({ path: path.join(root, 'docs/screenshot-pictures.png') });
});

test('the alert screen with a preview, and deliveries that wait, in the light scheme', async ({ page }) => {
  const [slack, warehouse] = await Promise.all([startSlackServer(), startWebhookReceiver()]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(host.url);
  await addChannel(host.core, 'slack', 'Slack #line-4', { webhookUrl: slack.webhookUrl });
  await addChannel(host.core, 'webhook', 'Warehouse', { url: `${warehouse.url}/hooks/h200` });
  const alert = {
    title: 'Line 4: every second handle points left',
    message: 'Since 14:02. Check the feeder, and sort out the last 40 mugs before they are printed.',
    severity: 'error' as const,
    data: { station: 4, photos: 40 },
  };
  warehouse.fail({ status: 503, headers: { 'retry-after': '600' } });
  for (const title of ['Batch of 120 photos finished', 'Camera 2 is back', 'Model updated', alert.title]) {
    await host.core.call('notices.send', {
      ...alert,
      severity: title === alert.title ? 'error' : 'info',
      title,
    });
  }
  await openScreen(page, 'Deliveries');
  await expect(page.getByText('Held').first()).toBeVisible();
  await page.getByText(alert.title).first().click();
  await expect(page.getByRole('button', { name: 'Send now' })).toBeVisible();
  await page.screenshot({ path: path.join(root, 'docs/screenshot-deliveries.png') });

  await openScreen(page, 'Alerts');
  await page
    .getByRole('navigation', { name: 'Parts of Alerts' })
    .getByRole('button', { name: 'Write an alert…' })
    .click();
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill(alert.title);
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(alert.message);
  await page.locator('label').getByText('Error', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Name 1', exact: true }).fill('station');
  await page.getByRole('textbox', { name: 'Value 1', exact: true }).fill('4');
  await page.getByRole('tab', { name: 'Slack #line-4' }).click();
  const frame = page.locator('iframe[title="Preview in Slack #line-4"]:visible');
  await expect(frame.contentFrame().getByText(alert.message)).toBeVisible();
  await page.screenshot({ path: path.join(root, 'docs/screenshot-alert.png') });
  await Promise.all([slack.close(), warehouse.close()]);
});

test('the alerts, one of them open with its life, in the light scheme', async ({ page }) => {
  const [slack, warehouse] = await Promise.all([startSlackServer(), startWebhookReceiver()]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(host.url);
  await drop(page, [photo('handle-left')]);
  await expect(page.getByTestId('headline')).toBeVisible();
  const { items } = await host.core.call('analyses.list', { limit: 1 });
  await addChannel(host.core, 'slack', 'Slack #line-4', { webhookUrl: slack.webhookUrl });
  await addChannel(host.core, 'webhook', 'Warehouse east', { url: `${warehouse.url}/hooks/h200` });
  const analysisId = items[0]?.id ?? '';
  const raise = (labels: { alertname: string } & Record<string, string>, title: string, more = {}) =>
    host.core.call('alerts.raise', { labels, title, ...more });
  for (const metric of ['disk', 'gpu_temperature'])
    await raise(
      { alertname: 'Threshold', source: 'monitoring', metric },
      metric === 'disk' ? 'Disk: 84 % used, above 80 %' : 'GPU temperature: 91 °C, above 85 °C',
    );
  for (const name of ['cup-0412.jpg', 'cup-0413.jpg', 'cup-0417.jpg'])
    await raise({ alertname: 'AnalysisFailed', source: 'analysis', photo: name }, `${name} is damaged`, {
      severity: 'error',
    });
  const broken = await raise(
    { alertname: 'RuleBroken', source: 'rules', rule: 'handle-right' },
    'Every second handle points left',
    { severity: 'critical', analysisId, message: 'Since 14:02. Check the feeder of line 4.' },
  );
  const matchers = [{ name: 'metric', value: 'disk' }];
  const endsAt = new Date(Date.now() + 7_200_000).toISOString();
  await host.core.call('silences.save', { matchers, endsAt, comment: 'A new disk comes on Monday' });
  await openScreen(page, 'Alerts');
  await page.getByRole('option', { name: /Every second handle/ }).click();
  const panel = page.getByRole('complementary', { name: 'Alert' });
  await expect(panel).toContainText('Arrived at Warehouse');
  await host.core.call('alerts.acknowledge', { ids: [broken.id], who: 'Petra', note: 'On my way.' });
  await expect(panel).toContainText('Petra is on it');
  await expect(panel.getByRole('button', { name: /^Open handle-left/ })).toBeVisible();
  for (const close of await page.getByRole('alert').getByRole('button', { name: 'Close' }).all())
    await close.click();
  await page.screenshot({ path: path.join(root, 'docs/screenshot-alerts.png') });
  await Promise.all([slack.close(), warehouse.close()]);
});

test('the health while a channel is down, in the light scheme', async ({ page }) => {
  test.setTimeout(240_000);
  const [slack, warehouse] = await Promise.all([startSlackServer(), startWebhookReceiver()]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(host.url);
  await addChannel(host.core, 'slack', 'Slack #packing', { webhookUrl: slack.webhookUrl });
  await addChannel(host.core, 'webhook', 'Shipping', { url: `${warehouse.url}/hooks/h200` });
  await openScreen(page, 'Health');
  const told = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        host.core.call('notices.send', { title: `Line ${index + 1} is ready` }),
      ),
    );
  await told(12);
  await expect.poll(() => slack.messages.length).toBeGreaterThanOrEqual(12);
  await slack.close();
  await told(8);
  await expect(page.getByRole('article', { name: 'Slack #packing' })).toContainText('Down');
  await expect(page.getByRole('figure', { name: 'Queue' })).toContainText(/held\d/);
  // The folder of this run says nothing to anybody.
  await page.getByText(/h200-web-/).evaluate((element) => {
    element.textContent = '~/.local/share/h200';
  });
  await page.screenshot({ path: path.join(root, 'docs/screenshot-health.png') });
  await warehouse.close();
});

test('a rule being written, tried on a photo and on those before it, in the light scheme', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(host.url);
  const { positioning, appearance } = await host.core.call('settings.get', {});
  const calibration = { kind: 'mug', dimension: 'height', millimetres: 95 } as const;
  await host.core.call('settings.set', {
    positioning: { ...positioning, calibration },
    appearance: { ...appearance, units: 'mm' },
  });
  for (const [name, text] of [
    ['Handle to the right', 'The handle of every mug must point right.'],
    ['Away from the laptop', 'Every mug must be at least 10 cm from the laptop, otherwise alert critically.'],
    ['Upright', 'Every mug must be upright within 3 degrees.'],
    ['Sharp enough to print', 'The photo must have at least 1 megapixel, otherwise reject it.'],
  ] as const)
    await host.core.call('rules.save', { name, text });
  await drop(page, [...names, 'corner', 'tilted-right', 'no-mug'].map(photo));
  await expect(page.getByRole('option', { name: /: (\d mug|No mug)/ })).toHaveCount(names.length + 3);
  await openScreen(page, 'Rules');
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await page.getByLabel('Name of the rule').fill('Room between mugs');
  await page.getByRole('textbox', { name: 'What is asked of the photo' }).click();
  await page.keyboard.insertText(
    'The mugs must be in a row and at laest 3 cm apart, unless there is only one mug, otherwise alert with a warning',
  );
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^row-of-three\.jpg/ }).click();
  await expect(page.getByTestId('verdict')).toBeVisible();
  await page.mouse.move(0, 0);
  for (const close of await page.getByRole('alert').getByRole('button', { name: 'Close' }).all())
    await close.click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.screenshot({ path: path.join(root, 'docs/screenshot-rules.png') });
});
