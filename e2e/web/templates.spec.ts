import { expect, type Page, test } from '@playwright/test';
import { startTemplatedServer } from '../servers/templated.ts';
import { analyse } from './core-calls.ts';
import { findProblems } from './find-problems.ts';
import { startWebHost, type WebHost } from './host.ts';
import { photo } from './photos.ts';
import { open, openScreen } from './screens.ts';

let host: WebHost;
test.beforeAll(async () => {
  host = await startWebHost();
});
test.afterAll(() => host?.stop());

const design = {
  name: 'leaf.svg',
  mimeType: 'image/svg+xml',
  buffer: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><circle cx="100" cy="100" r="90" fill="#1c7a3c"/></svg>',
  ),
};

const card = (page: Page, name: string | RegExp) =>
  page.getByRole('list', { name: 'Templates' }).getByRole('button', { name });

/** Opens a template with a photo that was analysed. */
async function openWithPhoto(page: Page, name: string): Promise<void> {
  await analyse(host.core, [photo('handle-left')]);
  await open(page, host, 'templates');
  await card(page, new RegExp(`^${name},`)).click();
  await expect(preview(page)).toBeVisible();
}

const preview = (page: Page) => page.getByRole('region', { name: 'Preview' }).getByRole('img').first();
const shownUrl = (page: Page) => preview(page).getAttribute('src');
const layer = (page: Page, name: string) => page.locator(`[data-layer="${name}"]`);

test('without a photo a sample is offered, and fills the template', async ({ page }) => {
  await open(page, host, 'templates');
  await card(page, /^Analysis card,/).click();
  await expect(page.getByText('No photo to fill it with yet')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Render this photo' })).toBeDisabled();
  await page
    .getByRole('button', { name: /^Sample: / })
    .first()
    .click();
  await expect(preview(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^Drawn in \d+/)).toBeVisible();
});

test('a template shows its outline until its picture is there, and a sign where there is none', async ({
  page,
}) => {
  const held = Promise.withResolvers<void>();
  await page.route('**/templates/*/thumbnail*', async (route) => {
    await held.promise;
    await (route.request().url().includes('story') ? route.abort() : route.continue());
  });
  await open(page, host, 'templates');
  const outlines = page.getByTestId('outline');
  await expect(card(page, /^Analysis card,/).getByTestId('outline')).toBeVisible();
  await expect(outlines).toHaveCount(6);
  held.resolve();
  await expect(outlines).toHaveCount(0);
  await expect(card(page, /^Story,/).locator('img')).toHaveCount(0);
  await expect(card(page, /^Analysis card,/).locator('img')).toHaveCSS('opacity', '1');
});

test('the gallery is searched, narrowed and walked through with the keys', async ({ page }) => {
  await open(page, host, 'templates');
  const cards = page.locator('[data-template]');
  await expect(cards.first()).toBeVisible();
  const all = await cards.count();
  expect(all).toBeGreaterThanOrEqual(4);
  await page.keyboard.press('/');
  await page.keyboard.type('contact');
  await expect(cards).toHaveCount(1);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('nothing is called so');
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(cards).toHaveCount(all);
  await page.getByRole('combobox', { name: 'Tags' }).click();
  await page.getByRole('option', { name: 'batch' }).click();
  await page.keyboard.press('Escape');
  await expect(cards).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Tags' }).press('Backspace');
  await page.keyboard.press('Escape');
  await expect(cards).toHaveCount(all);
  await cards.nth(0).focus();
  await page.keyboard.press('ArrowRight');
  await expect(cards.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Mapping' })).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('u');
  await expect(cards).toHaveCount(all);
  await expect(cards.nth(1)).toBeFocused();
});

test('without an account the other source says what would be there, and everything is drawn here', async ({
  page,
}) => {
  await open(page, host, 'templates');
  await expect(page.getByRole('region', { name: 'Renderers' })).toContainText('Everything is drawn here');
  await page.locator('label').getByText('Templated', { exact: true }).click();
  await expect(page.getByText('No Templated account yet')).toBeVisible();
  await page.getByRole('button', { name: 'Enter its key in the settings' }).click();
  await expect(page.getByRole('main', { name: 'Settings' })).toBeVisible();
});

test('a text is filled by completion, seen at once, taken back, kept, and given up again', async ({
  page,
}) => {
  await openWithPhoto(page, 'Analysis card');
  const before = await shownUrl(page);
  const name = layer(page, 'name');
  await name.getByRole('button').first().click();
  const text = name.getByRole('textbox', { name: 'Text of name' });
  const original = await text.inputValue();
  await text.fill('');
  await text.pressSequentially('Mugs: {{mug_cou');
  await expect(page.getByRole('option', { name: /^mug_count/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(text).toHaveValue('Mugs: {{mug_count}}');
  await expect(name.getByText('Mugs: 1', { exact: true })).toBeVisible();
  await expect.poll(() => shownUrl(page)).not.toBe(before);
  await page.keyboard.press('Control+z');
  await expect(text).not.toHaveValue('Mugs: {{mug_count}}');
  await page.keyboard.press('Control+Shift+z');
  await expect(text).toHaveValue('Mugs: {{mug_count}}');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('The mapping was saved.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Saved' })).toBeDisabled();
  const kept = await host.core.call('templates.get', { id: 'local:overlay-card' });
  expect(kept.mapping.layers.find((entry) => entry.layer === 'name')?.text).toBe('Mugs: {{mug_count}}');
  await page.getByRole('button', { name: 'Back to the template’s own' }).click();
  await expect(text).toHaveValue(original);
  expect((await host.core.call('templates.get', { id: 'local:overlay-card' })).mappingEdited).toBe(false);
});

test('a value that there is not is said at its field, and cannot be saved', async ({ page }) => {
  await openWithPhoto(page, 'Analysis card');
  const name = layer(page, 'name');
  await name.getByRole('button').first().click();
  await name.getByRole('textbox', { name: 'Text of name' }).fill('{{mug_cuont}}');
  await expect(name.getByText('There is no value mug_cuont. Did you mean mug_count')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('u');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(card(page, /^Analysis card,/)).toBeVisible();
});

test('what was not saved outlives another template and a look elsewhere, and is asked about before the page goes', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('dialog', (question) => {
    asked.push(question.type());
    void question.accept();
  });
  await openWithPhoto(page, 'Analysis card');
  const name = layer(page, 'name');
  await name.getByRole('button').first().click();
  const text = name.getByRole('textbox', { name: 'Text of name' });
  await text.fill('Bechername: {{photo_name}}');
  // Typing elsewhere is taken back there, and nothing of the mapping with it.
  const parameter = page.getByRole('textbox', { name: 'Note', exact: true });
  await parameter.pressSequentially('Frühstück');
  await page.keyboard.press('Control+z');
  await expect(parameter).not.toHaveValue('Frühstück');
  await expect(text).toHaveValue('Bechername: {{photo_name}}');

  await page.getByRole('button', { name: 'More for Analysis card' }).click();
  await page.getByRole('menuitem', { name: 'Clone', exact: true }).click();
  await expect(page.getByText('Local, yours')).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('u');
  await card(page, /^Analysis card, 1200/)
    .first()
    .click();
  await name.getByRole('button').first().click();
  await expect(text).toHaveValue('Bechername: {{photo_name}}');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeEnabled();
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
});

test('a layer is picked on the picture, takes a place, a colour and a condition, and gives them back', async ({
  page,
}) => {
  await openWithPhoto(page, 'Analysis card');
  await preview(page).click({ position: { x: 30, y: 30 } });
  await expect(page.locator('[data-layer][data-opened=true]')).toHaveCount(1);
  const item = layer(page, 'name');
  await item.getByRole('button').first().click();
  for (const what of ['Its place from the mug', 'A colour by rules']) {
    await item.getByRole('button', { name: 'Let it take' }).click();
    await page.getByRole('menuitem', { name: what }).click();
  }
  await item.getByRole('checkbox', { name: 'Size' }).uncheck();
  await item.getByRole('button', { name: 'Another colour when…' }).click();
  await expect(item.getByRole('img', { name: 'Holds for this photo' })).toHaveCount(1);
  await item.getByRole('textbox', { name: 'To', exact: true }).fill('5');
  await expect(item.getByRole('img', { name: 'Does not hold for this photo' })).toHaveCount(1);
  await item.getByRole('button', { name: 'Take away: Colour' }).click();
  await item.getByRole('button', { name: 'Take away: Place' }).click();
  await page.keyboard.press('Control+z');
  await expect(item.getByRole('checkbox', { name: 'Size' })).not.toBeChecked();
});

test('a design is laid onto the mug, and one that is none is refused with a reason', async ({ page }) => {
  await openWithPhoto(page, 'Mock-up');
  const before = await shownUrl(page);
  const section = page.getByRole('region', { name: 'Design' });
  await section.locator('input[type=file]').setInputFiles(design);
  await expect(section.getByRole('radio', { name: 'leaf.svg' })).toBeChecked();
  await expect.poll(() => shownUrl(page)).not.toBe(before);
  await section.locator('input[type=file]').setInputFiles({
    name: 'notes.png',
    mimeType: 'image/png',
    buffer: Buffer.from('this is no picture'),
  });
  await expect(section.getByRole('alert')).not.toBeEmpty();
  await section.getByRole('button', { name: 'Remove leaf.svg' }).click();
  await expect(section.getByText('Drop a picture here')).toBeVisible();
  const dataTransfer = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.svg', { type: 'image/svg+xml' }));
    return transfer;
  }, design.buffer.toString());
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('[data-takes-files]', type, { dataTransfer });
  // It is a design, and not one more photo to analyse.
  await expect(section.getByRole('radio', { name: 'dropped.svg' })).toBeChecked();
  await expect(page.getByRole('main', { name: 'Templates' })).toBeVisible();
});

test('everything on the page of a template that can be used has a name, and ids are unique', async ({
  page,
}) => {
  await openWithPhoto(page, 'Mock-up');
  await page.getByRole('button', { name: 'Add a parameter' }).click();
  for (const name of ['caption', 'photo']) {
    await layer(page, name).getByRole('button').first().click();
    expect(await page.evaluate(findProblems)).toEqual([]);
  }
});

test('a template is cloned, named, tagged, and deleted after a question', async ({ page }) => {
  await openWithPhoto(page, 'Product listing');
  await page.getByRole('button', { name: 'More for Product listing' }).click();
  await page.getByRole('menuitem', { name: 'Clone', exact: true }).click();
  await expect(page.getByText('Local, yours')).toBeVisible();
  await page.getByRole('button', { name: /^More for / }).click();
  await page.getByRole('menuitem', { name: 'Name and tags…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Name and tags' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('');
  await expect(dialog.getByText('A name is needed.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Weihnachtskollektion');
  await dialog.getByRole('combobox', { name: 'Tags' }).fill('Winter');
  await dialog.getByRole('combobox', { name: 'Tags' }).press('Enter');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Weihnachtskollektion' })).toBeVisible();
  await page.getByRole('button', { name: 'Templates' }).last().click();
  await expect(card(page, /^Weihnachtskollektion,/)).toContainText('Winter');
  await card(page, /^Weihnachtskollektion,/).focus();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(card(page, /^Weihnachtskollektion,/)).toHaveCount(0);
});

test('the photo is rendered with what was typed, and its placement copied as JSON', async ({ page }) => {
  await openWithPhoto(page, 'Product listing');
  const before = await shownUrl(page);
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Frühstücksbecher');
  await expect.poll(() => shownUrl(page)).not.toBe(before);
  await page.getByRole('button', { name: 'Render this photo' }).click();
  await expect(page.getByText('1 picture asked for.')).toBeVisible();
  const { renders } = await host.core.call('renders.list', {});
  expect(renders[0]).toMatchObject({
    templateId: 'local:listing-card',
    request: { params: { title: 'Frühstücksbecher' } },
  });
  await page.getByRole('button', { name: 'More for Product listing' }).click();
  await page.getByRole('menuitem', { name: 'Printful' }).click();
  const dialog = page.getByRole('dialog', { name: 'Placement as JSON' });
  await expect(dialog.locator('pre')).toContainText('{');
  await dialog.getByText('Dynamic Mockups').click();
  await expect(dialog.locator('pre')).toContainText('{');
});

test('the settings keep who draws and which template a photo gets, and check each field', async ({
  page,
}) => {
  await open(page, host, 'settings');
  const section = page.getByRole('region', { name: 'Pictures' });
  await section.getByRole('textbox', { name: 'Address of Templated' }).fill('nowhere');
  await expect(section.getByText('This is not the address of a server.')).toBeVisible();
  await section.getByRole('textbox', { name: 'Address of Templated' }).fill('https://api.example.com/v1');
  await section.getByRole('combobox', { name: 'Pictures are drawn by' }).click();
  await page.getByRole('option', { name: 'This machine only' }).click();
  await section.getByRole('button', { name: 'Add a choice' }).click();
  const choice = section.getByRole('listitem', { name: 'Choice 1' });
  await choice.getByRole('textbox', { name: 'To', exact: true }).fill('2');
  await choice.getByRole('combobox', { name: 'Template of choice 1' }).click();
  await page.getByRole('option', { name: 'No picture' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Settings saved.')).toBeVisible();
  const { render } = await host.core.call('settings.get', {});
  expect(render).toMatchObject({
    order: 'localOnly',
    templatedBaseUrl: 'https://api.example.com/v1',
    choices: [{ when: [{ value: 'mug_count', is: '≥', to: 2 }], templateId: null }],
    otherwise: 'local:overlay-card',
  });
});

test('an account is seen with what is left of it; when it is gone, what works is said', async ({ page }) => {
  const templated = await startTemplatedServer({ quota: 50 });
  const withAccount = await startWebHost({
    TEMPLATED_BASE_URL: templated.baseUrl,
    TEMPLATED_API_KEY: templated.key,
  });
  try {
    await open(page, withAccount, 'templates');
    await expect(page.getByRole('region', { name: 'Renderers' })).toContainText('0 of 50 renders used');
    await page.locator('label').getByText('Templated', { exact: true }).click();
    await expect(page.locator('[data-template]').first()).toContainText('Templated');
    await openScreen(page, 'Settings');
    const section = page.getByRole('region', { name: 'Pictures' });
    await expect(section.getByText('Given by TEMPLATED_API_KEY')).toBeVisible();
    await section.getByRole('button', { name: 'Test' }).click();
    await expect(section.getByText('Templated takes the key.')).toBeVisible();
    expect(await page.content()).not.toContain(templated.key);
    await templated.close();
    await section.getByRole('button', { name: 'Test' }).click();
    await expect(section.getByText(/could not be reached/)).toBeVisible();
  } finally {
    await withAccount.stop();
    await templated.close();
  }
});

test('with Templated out of reach its banner says what still works', async ({ page }) => {
  const gone = await startWebHost({
    TEMPLATED_BASE_URL: 'http://127.0.0.1:9/v1',
    TEMPLATED_API_KEY: 'tmpl_key_of_nobody',
  });
  try {
    await open(page, gone, 'templates');
    await expect(page.getByText(/Templates of this machine work as ever/)).toBeVisible();
    await expect(card(page, /^Analysis card,/)).toBeVisible();
    await expect(page.getByRole('region', { name: 'Renderers' })).toContainText('Did not answer');
  } finally {
    await gone.stop();
  }
});
