import { expect, test } from '@playwright/test';
import { startWebHost, type WebHost } from './host.ts';

let host: WebHost;
test.beforeAll(async () => {
  host = await startWebHost();
});
test.afterAll(() => host?.stop());

test('a value that does not do is said at its field, and a good one is kept', async ({ page }) => {
  await page.goto(host.url);
  await page.getByRole('button', { name: 'Settings' }).click();
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
  await page.goto(host.url);
  await page.getByRole('button', { name: 'Settings' }).click();
  const ignore = page.getByRole('textbox', { name: 'Ignore below' });
  await ignore.fill('500');
  await expect(page.getByText('Must be at most 100 %.')).toBeVisible();
  await ignore.fill('');
  await expect(page.getByText('A value is needed.')).toBeVisible();
  await expect(page.getByText('Some values need correcting.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
});

test('changes that are not saved outlive a look at another screen', async ({ page }) => {
  await page.goto(host.url);
  await page.getByRole('button', { name: 'Settings' }).click();
  const review = page.getByRole('textbox', { name: 'Review below' });
  const saved = await review.inputValue();
  await review.fill('77');
  await page.getByRole('button', { name: 'Models' }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(review).toHaveValue('77 %');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(review).toHaveValue(saved);
});

test('choosing another shape shows its fields', async ({ page }) => {
  await page.goto(host.url);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: 'Millimetres come from' }).click();
  await page.getByRole('option', { name: 'A mug of known size' }).click();
  await expect(page.getByRole('textbox', { name: 'Length' })).toHaveValue('95 mm');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('textbox', { name: 'Length' })).toBeHidden();
});

test('light and dark follow the setting, and the system when it says so', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(host.url);
  const scheme = page.locator('html');
  await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: 'Colours' }).click();
  await page.getByRole('option', { name: 'Light' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'light');
});

test('the models are listed, and a file that is no model is refused with a reason', async ({ page }) => {
  await page.goto(host.url);
  await page.getByRole('button', { name: 'Models' }).click();
  await expect(page.getByRole('article').first()).toContainText('In use');
  await page.locator('input[type=file]').setInputFiles({
    name: 'mine.onnx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('this is no model'),
  });
  await expect(page.getByRole('alert')).toContainText('The model was not added');
  await expect(page.getByRole('article')).toHaveCount(1);
});
