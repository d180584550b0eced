import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { addChannel } from './core-calls.ts';
import { startWebHost, type WebHost } from './host.ts';
import { open, openScreen } from './screens.ts';

let host: WebHost;
test.beforeAll(async () => {
  host = await startWebHost({ SMTP_HOST: 'mail.example.com' });
});
test.afterAll(() => host?.stop());

test('a value that does not do is said at its field, and a good one is kept', async ({ page }) => {
  await open(page, host, 'settings');
  const review = page.getByRole('textbox', { name: 'Review below' });
  await review.fill('10');
  await expect(page.getByText('The review threshold must not be lower')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await review.fill('60');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Settings saved.')).toBeVisible();
  await page.reload();
  await expect(review).toHaveValue('60 %');
});

test('limits are said in percent, an empty field asks for a value', async ({ page }) => {
  await open(page, host, 'settings');
  const ignore = page.getByRole('textbox', { name: 'Ignore below' });
  await ignore.fill('500');
  await expect(page.getByText('Must be at most 100 %.')).toBeVisible();
  await ignore.fill('');
  await expect(page.getByText('A value is needed.')).toBeVisible();
  await expect(page.getByText('Some values need correcting.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
});

test('changes that are not saved outlive a look at another screen', async ({ page }) => {
  await open(page, host, 'settings');
  const review = page.getByRole('textbox', { name: 'Review below' });
  const saved = await review.inputValue();
  await review.fill('77');
  await openScreen(page, 'Models');
  await openScreen(page, 'Settings');
  await expect(review).toHaveValue('77 %');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(review).toHaveValue(saved);
});

test('choosing another shape shows its fields', async ({ page }) => {
  await open(page, host, 'settings');
  await page.getByRole('combobox', { name: 'Millimetres come from' }).click();
  await page.getByRole('option', { name: 'A mug of known size' }).click();
  await expect(page.getByRole('textbox', { name: 'Length' })).toHaveValue('95 mm');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('textbox', { name: 'Length' })).toBeHidden();
});

test('light and dark follow the setting, and the system when it says so', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, host, 'settings');
  const scheme = page.locator('html');
  await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.getByRole('combobox', { name: 'Colours' }).click();
  await page.getByRole('option', { name: 'Light' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'light');
});

test('the models are listed, and a file that is no model is refused with a reason', async ({ page }) => {
  await open(page, host, 'models');
  await expect(page.getByRole('article').first()).toContainText('In use');
  await page.locator('input[type=file]').setInputFiles({
    name: 'mine.onnx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('this is no model'),
  });
  await expect(page.getByRole('alert')).toContainText('The model was not added');
  await expect(page.getByRole('article')).toHaveCount(1);
});

test('the configuration goes out without secrets, and comes in after a question', async ({ page }) => {
  await addChannel(host.core, 'webhook', 'Warehouse', { url: 'https://example.com/hooks/secret-of-it' });
  await open(page, host, 'settings');
  const section = page.getByRole('region', { name: 'Configuration file' });
  const download = page.waitForEvent('download');
  await section.getByRole('button', { name: 'Export' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text).toContain('Warehouse');
  expect(text).not.toContain('secret-of-it');
  const [from, to] = ['"keepDeliveredDays": 30', '"keepDeliveredDays": 7'];
  expect(text).toContain(from);
  const file = (body: string) => ({
    name: 'line-4.json',
    mimeType: 'application/json',
    buffer: Buffer.from(body),
  });
  const hooks = [{ name: 'line-4', allows: ['alert.raise'] }];
  const changed = JSON.stringify({ ...JSON.parse(text.replace(from, to)), hooks });
  await section.locator('input[type=file]').setInputFiles(file(changed));
  const question = page.getByRole('dialog');
  await expect(question.getByRole('definition')).toHaveText([
    /^ChangedDeliveries$/,
    /^Newline-4Make a new secret for its sender/,
  ]);
  await question.getByRole('button', { name: 'Import' }).click();
  await expect(section.getByRole('alert')).toContainText('line-4.json was imported');
  await expect(section.getByRole('alert')).toContainText('Make a new secret for its sender');
  await expect(page.getByRole('textbox', { name: 'Keep what was delivered' })).toHaveValue('7 days');
  const hook = page.getByRole('article', { name: 'line-4' });
  await hook.getByRole('button', { name: 'Make one' }).click();
  await expect(page.getByRole('dialog')).toContainText('It is shown only now');
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect(hook.getByText('It has no secret yet')).toBeHidden();
  await section.locator('input[type=file]').setInputFiles(file('{}'));
  await expect(section.getByRole('alert').first()).toContainText('The configuration was not imported');
});

test('hosts of the network are typed as a list, and the environment is told by name and source', async ({
  page,
}) => {
  await open(page, host, 'settings');
  const hosts = page.getByRole('combobox', { name: 'May be in a private network' });
  await hosts.fill('not a host');
  await hosts.press('Enter');
  await expect(page.getByText('This is not the name of a host.')).toBeVisible();
  await hosts.press('Backspace');
  await hosts.fill('n8n.local');
  await hosts.press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Settings saved.')).toBeVisible();
  const environment = page.getByRole('region', { name: 'Environment' });
  await expect(environment.getByRole('row', { name: /^SMTP_HOST/ })).toContainText('The environment');
  await expect(environment.getByRole('row', { name: /^SLACK_WEBHOOK_URL/ })).toContainText('Not set');
  expect(await page.content()).not.toContain('mail.example.com');
});
