import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { analyse } from './core-calls.ts';
import { findProblems } from './find-problems.ts';
import { startWebHost, type WebHost } from './host.ts';
import { drawnBoxes, drop, openReady, photo, truthOf } from './photos.ts';
import { collectRefusals } from './refusals.ts';
import { open, openScreen } from './screens.ts';

let host: WebHost;
test.beforeAll(async () => {
  host = await startWebHost();
});
test.afterAll(() => host?.stop());

test.beforeEach(removeAll);

let refusals: readonly string[];
test.beforeEach(async ({ page }) => {
  refusals = await collectRefusals(page);
});
test.afterEach('the policy of the page refused nothing', () => expect(refusals).toEqual([]));

async function removeAll(): Promise<void> {
  const { rules } = await host.core.call('rules.list', {});
  if (rules.length > 0) await host.core.call('rules.remove', { ids: rules.map(({ id }) => id) });
}

const editor = (page: Page) => page.getByRole('textbox', { name: 'What is asked of the photo' });
const verdict = (page: Page) => page.getByTestId('verdict');
const strip = (page: Page) => page.getByRole('toolbar', { name: 'Photos analysed last' });
const row = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Rules' }).getByRole('listitem').filter({ hasText: name });

/** Opens the rules over a core that knows these photos. */
async function openRules(page: Page, photos: readonly string[] = []): Promise<void> {
  await analyse(host.core, photos.map(photo));
  await open(page, host, 'rules');
  await expect(page.getByRole('heading', { name: 'Rules', exact: true })).toBeVisible();
}

async function writeRule(page: Page, text: string): Promise<void> {
  await page.keyboard.press('n');
  await editor(page).click();
  await page.keyboard.insertText(text);
}

test('a rule with a slip is put right by a key, tried on photos before it is saved, and judges from then on', async ({
  page,
}) => {
  await openRules(page, ['row-of-five', 'handle-left']);
  await expect(page.getByRole('heading', { name: 'Say what is asked of a photo' })).toBeVisible();
  await writeRule(page, 'There must be at laest three mugs, otherwise reject it.');
  await expect(page.getByRole('list', { name: 'What is not understood' })).toContainText('least');
  await page.keyboard.press('Control+.');
  await expect(editor(page)).toContainText('at least three mugs');
  await strip(page).getByRole('button', { name: 'handle-left.jpg: Fail' }).click();
  await expect(verdict(page)).toContainText('Reject the photo');
  await strip(page).getByRole('button', { name: 'row-of-five.jpg: Pass' }).click();
  await expect(verdict(page)).toContainText('Pass');

  await editor(page).click();
  await page.keyboard.press('Control+s');
  await expect(row(page, 'There must be at least three mugs')).toBeVisible();
  await openScreen(page, 'Analyse');
  await drop(page, [photo('pair')]);
  const pair = page.getByRole('option', { name: /^pair\.jpg.*rejected by a rule/ });
  await pair.click();
  const card = page.getByRole('article', { name: 'There must be at least three mugs' });
  await card.getByRole('button').first().click();
  await expect(card.getByTestId('verdict')).toContainText('Fail');

  await card.getByRole('button', { name: 'It is wrong' }).click();
  await card.getByLabel('Comment').fill('One stands behind.');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await host.core.call('rules.list', {})).rules[0]?.figures.wrong).toBe(1);
  await openScreen(page, 'Rules');
  await expect(row(page, 'There must be at least three mugs')).toContainText('1 called wrong');
});

test('each finding names its mug as the photo does, marks it when it is pointed at, and selects it', async ({
  page,
}) => {
  await openReady(page, host.url);
  await host.core.call('rules.save', {
    name: 'Middle',
    text: 'Every mug must be centred within 1 % of the frame.',
  });
  await drop(page, [photo('row-of-three')]);
  await page.getByRole('article', { name: 'Middle' }).getByRole('button').first().click();
  const findings = page.getByTestId('findings');
  for (const mug of ['Mug 1', 'Mug 3'])
    await expect(findings.getByRole('button', { name: mug })).toBeVisible();
  const row = findings.getByRole('row').filter({ has: page.getByRole('button', { name: 'Mug 3' }) });
  await row.hover();
  const right = Math.max(...(await drawnBoxes(page)).map(({ x }) => x));
  const picture = await page.getByRole('img', { name: 'row-of-three.jpg' }).boundingBox();
  const pointed = await page.getByTestId('pointed').boundingBox();
  if (!picture || !pointed) throw new Error('Nothing is marked.');
  expect(
    Math.abs(picture.x + (right * picture.width) / truthOf('row-of-three').width - pointed.x),
  ).toBeLessThan(4);

  await row.click();
  // The row, and the mug's own card.
  await expect(page.getByRole('button', { name: /^Mug 3/, pressed: true })).toHaveCount(2);
  await page.mouse.move(0, 0);
  await expect(page.getByTestId('pointed')).toHaveCount(0);
  await expect(page.locator('[data-selected=true][data-detection]')).toHaveCount(1);
});

test('a template that is not there is told where it is written, and by the rule that spoke of one that went', async ({
  page,
}) => {
  await openRules(page);
  await writeRule(page, "If there is a mug, use template 'Product lsiting'.");
  await expect(page.getByRole('list', { name: 'What is not understood' })).toContainText(
    'There is no template of this name.',
  );
  await page.keyboard.press('Control+.');
  await expect(editor(page)).toContainText("'Product listing'");
  const { id } = await host.core.call('templates.clone', { id: 'local:mock-up', name: 'Winter' });
  await host.core.call('rules.save', { name: 'Cold', text: 'If there is a mug, use template "Winter".' });
  await expect(row(page, 'Cold')).not.toContainText('There is no template');
  await host.core.call('templates.delete', { id });
  await expect(row(page, 'Cold')).toContainText('There is no template of this name. "Winter"');
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('the form and the words are two views of one rule', async ({ page }) => {
  await openRules(page);
  await writeRule(page, 'Every mug must be at least 3 cm from other mugs.');
  await page.getByText('Form', { exact: true }).click();
  const form = page.getByRole('region', { name: 'Form of the rule' });
  await form.getByLabel('Distance', { exact: true }).fill('7');
  await expect(editor(page)).toContainText('at least 7 cm');
  await form.getByRole('button', { name: 'Add to it' }).click();
  await page.getByRole('menuitem', { name: 'Alert' }).first().click();
  await expect(editor(page)).toContainText('otherwise alert with a warning');
  await form.getByRole('button', { name: 'Add to it' }).click();
  await page.getByRole('menuitem', { name: 'Use a template' }).first().click();
  await form.getByRole('combobox', { name: 'Template' }).click();
  await page.getByRole('option', { name: 'Contact sheet' }).click();
  await expect(editor(page)).toContainText("use template 'Contact sheet'");
  await editor(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('There must be exactly two mugs.');
  await expect(form.getByLabel('How many', { exact: true })).toHaveValue('2');
});

test('earlier words of a rule are shown with what changed, and come back', async ({ page }) => {
  await openRules(page);
  await host.core.call('rules.save', { name: 'Few', text: 'There must be at most 6 mugs.' });
  await row(page, 'Few').getByRole('button', { name: 'Few' }).click();
  await editor(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('There must be at most 8 mugs.');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Version 2', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Earlier versions' }).click();
  const second = page.getByRole('dialog').getByRole('listitem', { name: 'Version 2' });
  await expect(second.locator('ins')).toHaveText('8');
  await expect(second.locator('del')).toHaveText('6');
  await page.getByRole('button', { name: 'Take these words' }).click();
  await expect(editor(page)).toContainText('at most 6 mugs');
});

test('rules move by Alt and an arrow, leave as a file and come back from it', async ({ page }) => {
  await openRules(page);
  await host.core.call('rules.save', { name: 'First', text: 'There must be a mug.' });
  await host.core.call('rules.save', { name: 'Second', text: 'Every mug must be upright.' });
  await row(page, 'Second').getByRole('button', { name: 'Second' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByRole('list', { name: 'Rules' }).getByRole('listitem').first()).toContainText(
    'Second',
  );
  await page.getByRole('button', { name: 'Import and export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Export all rules' }).click(),
  ]);
  const file = await readFile(await download.path());
  await removeAll();
  await expect(page.getByText('Nothing is asked of photos yet.', { exact: false })).toBeVisible();
  await page.setInputFiles('input[type=file][accept*=json]', {
    name: 'rules.json',
    mimeType: 'application/json',
    buffer: file,
  });
  await expect(row(page, 'First')).toBeVisible();
  await expect(row(page, 'Second')).toBeVisible();
});

test('what does not go together is told with both texts when it is saved', async ({ page }) => {
  await openRules(page);
  await host.core.call('rules.save', { name: 'Many', text: 'There must be at least 5 mugs.' });
  await writeRule(page, 'There must be at most 2 mugs.');
  await page.keyboard.press('Control+Enter');
  const conflicts = page.getByRole('status', { name: 'Does not go together' });
  await expect(conflicts).toContainText('There must be at least 5 mugs.');
  await expect(conflicts).toContainText('There must be at most 2 mugs.');
});

test('an area is drawn on the photo, named, and spoken of by a rule', async ({ page }) => {
  await openReady(page, host.url);
  await drop(page, [photo('handle-right')]);
  await expect(page.getByTestId('headline')).toBeVisible();
  await page.getByRole('button', { name: 'Draw an area' }).click();
  const box = await page.getByRole('img', { name: 'handle-right.jpg' }).boundingBox();
  if (box === null) throw new Error('The photo has no place.');
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 8, box.y + box.height / 8, { steps: 4 });
  await page.mouse.up();
  await page.getByLabel('This area is called').fill('Tray');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Change the area Tray' })).toBeVisible();
  await openScreen(page, 'Rules');
  await writeRule(page, 'Every mug must be fully inside the area Tray.');
  await expect(verdict(page)).toContainText('Fail');
  await page.keyboard.press('Control+s');
  await openScreen(page, 'Analyse');
  await page.getByRole('button', { name: 'Remove the area Tray' }).click();
  await expect(page.getByText(/cannot tell without it/)).toBeVisible();
});

test('everything of the editor and the library that can be used has a name, and ids are unique', async ({
  page,
}) => {
  await openRules(page, ['pair']);
  await page.keyboard.press('l');
  const library = page.getByRole('dialog', { name: 'Library of rules' });
  await library.getByRole('button', { name: 'Add Upright' }).click();
  await expect(library.getByRole('button', { name: 'Upright is added' })).toBeVisible();
  expect(await page.evaluate(findProblems)).toEqual([]);
  await page.keyboard.press('Escape');
  await row(page, 'Upright').getByRole('button', { name: 'Upright' }).click();
  await expect(verdict(page)).toBeVisible();
  expect(await page.evaluate(findProblems)).toEqual([]);
});
