import { readFile, stat } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { startTemplatedServer, type TemplatedServer } from '../servers/templated.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../servers/webhook.ts';
import { addChannel, addDesign, analyse } from './core-calls.ts';
import { findProblems } from './find-problems.ts';
import { startWebHost, type WebHost } from './host.ts';
import { drop, photo } from './photos.ts';
import { open } from './screens.ts';

const names = ['handle-left', 'pair', 'row-of-three'];
const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400" viewBox="0 0 600 400">
<rect width="600" height="400" rx="30" fill="#00aa55"/><circle cx="300" cy="200" r="120" fill="#ffffff"/></svg>`;

let host: WebHost;
let templated: TemplatedServer;
let warehouse: WebhookReceiver;
test.beforeAll(async () => {
  [templated, warehouse] = await Promise.all([startTemplatedServer(), startWebhookReceiver()]);
  host = await startWebHost({ TEMPLATED_API_KEY: templated.key, TEMPLATED_BASE_URL: templated.baseUrl });
  await addChannel(host.core, 'webhook', 'Warehouse', { url: `${warehouse.url}/hooks/h200` });
  await analyse(host.core, names.map(photo));
});
test.afterAll(async () => {
  await host?.stop();
  await Promise.all([templated?.close(), warehouse?.close()]);
});

const cards = (page: Page, name?: RegExp) =>
  page.getByRole('listbox', { name: 'Pictures' }).getByRole('option', name === undefined ? {} : { name });
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const panel = (page: Page) => page.getByRole('complementary', { name: 'Picture' });
const summaries = async () => (await host.core.call('analyses.list', {})).items;
const idOf = async (name: string) =>
  (await summaries()).find((summary) => summary.photo.name === `${name}.jpg`)?.id ?? '';

/** The one of Templated's account that this machine can draw as well. */
async function mugCard(): Promise<string> {
  const { templates } = await host.core.call('templates.list', { source: 'templated' });
  return templates.find(({ name }) => name === 'Mug card')?.id ?? '';
}

/** A picture with the design on the mug, ready. */
async function makeMockUp(name: string): Promise<void> {
  const designId = await addDesign(host.core, 'Logo.svg', logo);
  const analysisIds = [await idOf(name)];
  await host.core.call('renders.create', { templateId: 'local:mock-up', analysisIds, designId });
}

test('pictures of photos picked on the analyse screen: choose, see, make, follow, find', async ({ page }) => {
  await open(page, host);
  await drop(page, names.map(photo));
  await expect(page.getByRole('option', { name: /: \d mug/ })).toHaveCount(names.length);
  await page.keyboard.press('b');
  await page.getByRole('option', { name: /^row-of-three/ }).click({ modifiers: ['Shift'] });
  await expect(page.getByRole('option', { checked: true })).toHaveCount(3);
  await page.getByRole('option', { name: /^pair/ }).click({ modifiers: ['Control'] });
  await page.keyboard.press('m');
  const make = dialog(page, 'Make pictures of 2 photos');
  await expect(make.getByRole('img', { name: 'Preview of the first picture' })).toBeVisible();
  await expect(make.getByRole('button', { name: 'Make up to 2 pictures' })).toBeEnabled();

  await make.getByRole('radio', { name: /^Mock-up/ }).check({ force: true });
  await expect(make.getByText('Add or choose the design')).toBeVisible();
  await expect(make.getByRole('button', { name: 'Make 2 pictures' })).toBeDisabled();
  const file = { name: 'Logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(logo) };
  await make.locator('input[type=file]').setInputFiles(file);
  await expect(make.getByText('nothing costs')).toBeVisible();
  expect(await page.evaluate(findProblems)).toEqual([]);
  await make.getByRole('button', { name: 'Make 2 pictures' }).click();

  const toast = page.getByRole('alert').filter({ hasText: /picture/ });
  await expect(toast).toContainText('2 pictures are ready.');
  await toast.getByRole('button', { name: 'Show the pictures' }).click();
  await expect(page.getByRole('main', { name: 'Pictures' })).toBeVisible();
  await expect(cards(page, /^Ready: .*, Mock-up$/)).toHaveCount(2);
  expect(await page.evaluate(findProblems)).toEqual([]);
});

test('the viewer compares with the photo by keys, downloads and sends', async ({ page }) => {
  await makeMockUp('handle-left');
  await open(page, host, 'pictures');
  await expect(cards(page, /^Ready: handle-left.jpg, Mock-up/).first()).toBeVisible();
  await cards(page, /^Ready: handle-left.jpg, Mock-up/)
    .first()
    .click();
  await expect(page.getByRole('img', { name: 'Mock-up of handle-left.jpg' })).toBeVisible();
  await expect(panel(page)).toContainText('This machine');
  await expect(panel(page)).toContainText('1200 × 1200');

  await page.keyboard.press('c');
  const divider = page.getByRole('slider', { name: 'Before and after' });
  await expect(divider).toHaveAttribute('aria-valuenow', '50');
  await divider.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(divider).toHaveAttribute('aria-valuenow', '39');
  await expect(divider).toHaveAttribute('aria-valuetext', /39.% photo/);
  await page.keyboard.press('End');
  await expect(divider).toHaveAttribute('aria-valuenow', '100');
  await page.keyboard.press('\\');
  await expect(divider).toBeHidden();
  await expect(page.getByRole('img', { name: 'handle-left.jpg', exact: true })).toBeVisible();
  await page.keyboard.press('\\');
  await expect(page.getByRole('img', { name: 'handle-left.jpg', exact: true })).toBeHidden();
  expect(await page.evaluate(findProblems)).toEqual([]);

  const download = page.waitForEvent('download');
  await page.keyboard.press('d');
  expect((await download).suggestedFilename()).toMatch(/\.png$/);
  expect((await readFile(await (await download).path())).subarray(1, 4).toString()).toBe('PNG');

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.keyboard.press('y');
  await expect(page.getByText('The picture is on the clipboard.')).toBeVisible();
  const copied = await page.evaluate(async () => (await navigator.clipboard.read())[0]?.types);
  expect(copied).toEqual(['image/png']);

  const before = warehouse.requests.length;
  await panel(page).getByRole('button', { name: 'Send…' }).click();
  await dialog(page, 'Send to channels')
    .getByRole('checkbox', { name: /Warehouse/ })
    .check();
  await dialog(page, 'Send to channels').getByRole('textbox', { name: 'Message' }).fill('Bitte prüfen');
  await page.getByRole('button', { name: 'Send to 1 channel' }).click();
  await expect(panel(page).getByRole('button', { name: /Delivered.*Warehouse/ })).toBeVisible();
  const told = warehouse.requests.slice(before).map(({ body }) => JSON.parse(body));
  expect(told).toContainEqual(
    expect.objectContaining({
      type: 'render_completed',
      data: expect.objectContaining({ template_name: 'Mock-up', message: 'Bitte prüfen' }),
    }),
  );
});

test('the corners of the design move by keys and by hand, and make another picture', async ({ page }) => {
  await makeMockUp('handle-left');
  await open(page, host, 'pictures');
  await cards(page, /^Ready: handle-left.jpg, Mock-up/)
    .first()
    .click();
  await panel(page).getByRole('button', { name: 'Place the design…' }).click();
  const place = dialog(page, 'Place the design');
  const corner = place.getByRole('button', { name: /^Top left corner/ });
  await expect(place.getByRole('img', { name: 'Logo.svg on the mug' })).toBeVisible();
  const at = async () => {
    const [, x, y] = /: (\d+), (\d+)/.exec((await corner.getAttribute('aria-label')) ?? '') ?? [];
    return [Number(x), Number(y)] as const;
  };
  const [x, y] = await at();
  await corner.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(at).toEqual([x - 1, y - 10]);

  const curve = place.getByRole('button', { name: /^Curve/ });
  const bent = Number(/(-?\d+) %/.exec((await curve.getAttribute('aria-label')) ?? '')?.[1]);
  await curve.focus();
  await page.keyboard.press('ArrowDown');
  await expect(curve).toHaveAccessibleName(`Curve: ${bent + 1} %`);

  await corner.hover();
  await page.mouse.down();
  await page.mouse.move(0, 0, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await at())[0]).toBeLessThan(x - 5);
  await expect.poll(async () => (await at())[1]).toBeLessThan(y - 15);
  await place.getByRole('button', { name: 'Back to the estimate' }).click();
  await expect.poll(at).toEqual([x, y]);
  await corner.focus();
  await page.keyboard.press('Shift+ArrowDown');
  expect(await page.evaluate(findProblems)).toEqual([]);
  // What could not be asked for is not lost: the corners stay as they were placed.
  await page.route('**/api/call/renders.create', (route) => route.abort(), { times: 1 });
  await place.getByRole('button', { name: 'Make the picture' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect.poll(at).toEqual([x, y + 10]);
  await place.getByRole('button', { name: 'Make the picture' }).click();
  await expect(panel(page)).toContainText('Corrected by hand');
  await expect(page.getByRole('img', { name: 'Mock-up of handle-left.jpg' })).toBeVisible();
});

test('a press far down the list shows the picture under it, and the way back leads there again', async ({
  page,
}) => {
  await page.setViewportSize({ width: 720, height: 520 });
  const analysisIds = (await summaries()).map(({ id }) => id);
  for (const title of ['A', 'B', 'C', 'D'])
    await host.core.call('renders.batch', {
      ...{ templateId: 'local:listing-card', analysisIds, params: { title }, scale: 0.2 },
    });
  await open(page, host, 'pictures');
  const grid = page.getByTestId('renders');
  await expect(cards(page).first()).toBeVisible();
  await grid.evaluate((scroller) => scroller.scrollTo(0, 720));
  // The first is above the rows in sight: a press must not bring it there.
  await expect(cards(page).first()).not.toBeInViewport();
  // By its id: which one is the seventh changes as rows come into sight.
  const id = (await cards(page).nth(6).getAttribute('id')) ?? '';
  await page.locator(`[id="${id}"]`).click();
  await expect(panel(page)).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.getByRole('listbox', { name: 'Pictures' })).toBeFocused();
  await expect(page.locator('[data-focused=true]')).toHaveAttribute('id', id);
  await expect(page.locator('[data-focused=true]')).toBeInViewport();
});

test('a selection of the history becomes one sheet, and is saved as it is and as PDF', async ({ page }) => {
  await open(page, host, 'history');
  await page.getByRole('checkbox', { name: 'Select all' }).click();
  await page.getByRole('button', { name: 'Make pictures…' }).click();
  const make = dialog(page, /^Make pictures of \d photos/);
  await expect(make.getByRole('radio', { name: /^By the settings/ })).toBeFocused();
  // Escape is for the window only: the selection below it stays.
  await page.keyboard.press('Escape');
  await expect(make).toHaveCount(0);
  await expect(page.getByRole('checkbox', { name: 'Select all' })).toBeChecked();
  await expect(page.getByRole('button', { name: 'Make pictures…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await make.getByRole('radio', { name: /^Contact sheet/ }).check({ force: true });
  await make.getByRole('button', { name: 'Make 1 picture' }).click();
  await page.getByRole('button', { name: 'Show the pictures' }).click();
  await expect(cards(page, /^Ready: .*Contact sheet/)).toHaveCount(1);
  await page.keyboard.press('a');
  const selection = page.getByRole('toolbar', { name: 'Selection' });
  await selection.getByRole('button', { name: 'Export' }).click();
  const single = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'The file', exact: true }).click();
  expect((await single).suggestedFilename()).toMatch(/\.png$/);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^One PDF/ }).click();
  const file = await (await download).path();
  expect((await readFile(file)).subarray(0, 5).toString()).toBe('%PDF-');
  expect((await stat(file)).size).toBeGreaterThan(10_000);
});

test('when Templated is away this machine draws, and that is said on the card, in the facts and at once', async ({
  page,
}) => {
  await open(page, host, 'pictures');
  const templateId = await mugCard();
  const analysisIds = [await idOf('pair')];
  await host.core.call('renders.create', { templateId, analysisIds });
  await expect(cards(page, /^Ready: pair.jpg, Mug card/)).toHaveCount(1);
  templated.plan(() => ({ status: 503 }));
  await host.core.call('renders.create', { templateId, analysisIds: [await idOf('row-of-three')] });
  const card = cards(page, /^Ready: row-of-three.jpg, Mug card/);
  await expect(card).toContainText('Drawn on this machine instead of by Templated');
  await expect(page.getByRole('alert').filter({ hasText: 'instead of by Templated' })).toBeVisible();
  await card.click();
  await expect(panel(page).getByText('Drawn on this machine instead of by Templated')).toBeVisible();
  templated.plan(null);
});

test('what failed says why, is drawn again, and is deleted only after a question', async ({ page }) => {
  await open(page, host, 'pictures');
  templated.failRenders('The layer “title” has no font.');
  const analysisIds = [await idOf('handle-left')];
  await host.core.call('renders.create', {
    templateId: await mugCard(),
    analysisIds,
    provider: 'templated',
    params: { title: 'Once' },
  });
  const failed = cards(page, /^Failed: handle-left.jpg/);
  await expect(failed).toHaveCount(1);
  await page.getByRole('button', { name: 'Failed' }).click();
  await expect(cards(page)).toHaveCount(1);
  await failed.click();
  templated.failRenders(null);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(panel(page)).toContainText('Ready');
  await page.keyboard.press('Delete');
  const ask = dialog(page, 'Delete this picture');
  await expect(ask).toContainText('would cost at Templated');
  await ask.getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Delete');
  await ask.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('1 picture deleted.')).toBeVisible();
});
